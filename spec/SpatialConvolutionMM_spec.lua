local checks = require 'spec.support.module_checks'

checks.module('SpatialConvolutionMM', {
   { 'a batch', function() return nn.SpatialConvolutionMM(2, 3, 3, 2, 2, 1, 1, 0) end, input = { 3, 2, 5, 6 }, batch = true,
      prints = 'nn.SpatialConvolutionMM(2 -> 3, 3x2, 2,1, 1,0)' },
})

describe('nn.SpatialConvolutionMM', function()
   it('has its weight as a matrix', function()
      assert.same({ 4, 18 }, nn.SpatialConvolutionMM(2, 4, 3, 3).weight:size():totable())
   end)
end)

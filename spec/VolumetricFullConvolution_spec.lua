local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.VolumetricFullConvolution(unpack(arguments))
   end
end

checks.module('VolumetricFullConvolution', {
   { 'a batch', with(2, 3, 2, 3, 2), input = { 2, 2, 2, 3, 3 }, batch = true, reference = naive.transposed,
      prints = 'nn.VolumetricFullConvolution(2 -> 3, 2x3x2)' },
   { 'with steps, padding and adjustment', with(2, 2, 3, 2, 3, 2, 1, 3, 1, 0, 1, 1, 0, 2), input = { 2, 2, 3, 2 },
      reference = naive.transposed, prints = 'nn.VolumetricFullConvolution(2 -> 2, 3x2x3, 2,1,3, 1,0,1, 1,0,2)' },
})

describe('nn.VolumetricFullConvolution', function()
   it('loads files from before there was an adjustment', function()
      local full = nn.VolumetricFullConvolution(2, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1)
      local x = torch.randn(2, 2, 2, 3)
      local wanted = full:forward(x):clone()
      full.weight, full.gradWeight = full.weight:transpose(1, 2):contiguous(), full.gradWeight:transpose(1, 2):contiguous()
      full.pT, full.pW, full.pH = 1, 1, 1
      full.padT, full.padW, full.padH, full.adjT, full.adjW, full.adjH = nil, nil, nil, nil, nil, nil
      local loaded = torch.deserialize(torch.serialize(full))
      checks.close(wanted, loaded:forward(x), 0, 'output')
      assert.same({ 2, 3, 2, 2, 2 }, loaded.gradWeight:size():totable())
   end)

   it('adjusts its output to the size of a second tensor', function()
      local full = nn.VolumetricFullConvolution(1, 2, 2, 2, 2, 2, 2, 2)
      local x, like = torch.randn(2, 1, 2, 3, 4), torch.randn(2, 1, 5, 6, 9)
      assert.same({ 2, 2, 5, 6, 9 }, full:forward({ x, like }):size():totable())
      assert.same({ 2, 1, 5, 6, 9 }, full:backward({ x, like }, full.output)[2]:size():totable())
   end)
end)

local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local function made(...)
   local arguments = { ... }
   return function() return nn.UpSampling(unpack(arguments)) end
end

checks.module('UpSampling', {
   { 'images, nearest', made(2), input = { 2, 3, 4, 5 }, reference = resampling.upsampling('nearest', 2), prints = 'nn.UpSampling(2, nearest)' },
   { 'images, linear', made(3, 'linear'), input = { 2, 2, 3, 4 }, reference = resampling.upsampling('linear', 2),
      prints = 'nn.UpSampling(3, linear)' },
   { 'images to a size', made({ oheight = 5, owidth = 9 }, 'linear'), input = { 2, 2, 3, 4 }, reference = resampling.upsampling('linear', 2) },
   { 'volumes, nearest', made(2, 'nearest'), input = { 2, 2, 3, 2, 3 }, reference = resampling.upsampling('nearest', 3) },
   { 'volumes, linear', made(2, 'linear'), input = { 1, 2, 3, 2, 3 }, reference = resampling.upsampling('linear', 3) },
   { 'volumes to a size', made({ odepth = 5, oheight = 3, owidth = 4 }, 'linear'), input = { 2, 1, 3, 3, 3 },
      reference = resampling.upsampling('linear', 3), prints = 'nn.UpSampling(5x3x4, linear)' },
   { 'a large volume', made(3, 'linear'), input = { 1, 2, 7, 20, 11 }, large = true, reference = resampling.upsampling('linear', 3) },
})

describe('nn.UpSampling', function()
   it('refuses what it cannot scale', function()
      checks.refuses('only supports 4D or 5D tensors', function() nn.UpSampling(2):forward(torch.randn(2, 3, 4)) end)
      checks.refuses('mode should be nearest or linear', function() nn.UpSampling(2, 'cubic') end)
      checks.refuses('nearest mode takes a scale_factor', function() nn.UpSampling({ oheight = 2, owidth = 2 }) end)
      checks.refuses('scale_factor must be integer', function() nn.UpSampling(1.5) end)
   end)
end)

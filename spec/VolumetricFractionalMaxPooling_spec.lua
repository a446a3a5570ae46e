local checks = require 'spec.support.module_checks'

-- The maximum of a window is what its index shows, no element of the window is greater, and the last windows end with the volume.
local function reference(module, x)
   local y = module:fixPoolingRegions():forward(x):double():clone()
   local n = x:dim()
   local flat = x:double():contiguous():view(-1, x:size(n - 2) * x:size(n - 1) * x:size(n))
   local indices, wanted = module.indices:view(flat:size(1), -1), y:clone():view(flat:size(1), -1)
   for p = 1, flat:size(1) do
      for i = 1, indices:size(2) do
         wanted[p][i] = flat[p][indices[p][i]]
      end
   end
   local tail = x:double()
   for d, letter in ipairs { 'T', 'H', 'W' } do
      local size = tail:size(n - 3 + d)
      tail = tail:narrow(n - 3 + d, size - module['poolSize' .. letter] + 1, module['poolSize' .. letter])
   end
   local outputs = y:select(n, y:size(n)):select(n - 1, y:size(n - 1)):select(n - 2, y:size(n - 2)):contiguous():view(-1)
   checks.close(tail:contiguous():view(flat:size(1), -1):max(2):view(-1), outputs, 0, 'the last windows')
   return wanted:viewAs(y)
end

local function made(...)
   local arguments = { ... }
   return function() return nn.VolumetricFractionalMaxPooling(unpack(arguments)):fixPoolingRegions() end
end

checks.module('VolumetricFractionalMaxPooling', {
   { 'to a size', made(2, 3, 2, 3, 2, 4), input = { 2, 2, 5, 6, 7 }, reference = reference,
      prints = 'nn.VolumetricFractionalMaxPooling(3x2x4, 2,3,2)' },
   { 'by ratios', made(2, 2, 2, 0.6, 0.5, 0.7), input = { 2, 5, 6, 5 }, reference = reference },
})

describe('nn.VolumetricFractionalMaxPooling', function()
   it('is SpatialFractionalMaxPooling where every frame stands alone', function()
      local flat, module = nn.SpatialFractionalMaxPooling(2, 3, 4, 5), nn.VolumetricFractionalMaxPooling(2, 2, 3, 2, 4, 5)
      local x = torch.rand(1, 1, 9, 10)
      local y = flat:fixPoolingRegions():forward(x)
      module:fixPoolingRegions().randomSamples = torch.cat(torch.rand(1, 1, 1), flat.randomSamples, 3)
      local volume = x:view(1, 1, 1, 9, 10):expand(1, 1, 3, 9, 10)
      checks.close(y, module:forward(volume)[1]:select(2, 1):contiguous():viewAs(y), 0, 'a frame')
   end)
end)

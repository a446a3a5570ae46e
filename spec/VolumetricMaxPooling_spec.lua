local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local reference = pooling.layer({ 'T', 'H', 'W' }, pooling.maximum)

local function made(...)
   local arguments = { ... }
   return function() return nn.VolumetricMaxPooling(unpack(arguments)) end
end

checks.module('VolumetricMaxPooling', {
   { 'a batch', made(2, 2, 2), input = { 2, 2, 4, 5, 6 }, batch = true, reference = reference, prints = 'nn.VolumetricMaxPooling(2x2x2, 2,2,2)' },
   { 'overlapping windows', made(3, 2, 3, 1, 2, 1), input = { 2, 2, 5, 4, 5 }, batch = true, reference = reference },
   { 'padded', made(3, 2, 3, 2, 1, 2, 1, 1, 1), input = { 2, 1, 5, 4, 5 }, batch = true, reference = reference,
      prints = 'nn.VolumetricMaxPooling(3x2x3, 2,1,2, 1,1,1)' },
   { 'rounded up', function() return nn.VolumetricMaxPooling(2, 3, 2, 2, 2, 2, 0, 1, 0):ceil() end, input = { 1, 2, 5, 5, 4 },
      reference = reference },
   { 'large', made(3, 3, 3, 2, 2, 2, 1, 1, 1), input = { 2, 9, 40, 41 }, large = true, reference = reference },
})

describe('nn.VolumetricMaxPooling', function()
   it('has the three offsets of each maximum as bytes of its index', function()
      local x = torch.zeros(1, 4, 4, 6)
      x[1][2][1][3] = 5 -- frame 1, row 0, column 2 of the window
      x[1][3][4][4] = 5
      local module = nn.VolumetricMaxPooling(2, 3, 4)
      module:forward(x)
      assert.equal('torch.LongTensor', module.indices:type())
      assert.equal(1 + 256 * 0 + 65536 * 2, module.indices[1][1][1][1])
      assert.equal(0 + 256 * 3 + 65536 * 0, module.indices[1][2][1][2])
      assert.equal('torch.LongTensor', module:float().indices:type())
   end)

   it('counts offsets from the window\'s beginning in the padding', function()
      local module = nn.VolumetricMaxPooling(3, 3, 3, 1, 1, 1, 1, 1, 1)
      module:forward(torch.zeros(1, 1, 1, 1))
      assert.equal(1 + 256 + 65536, module.indices[1][1][1][1])
   end)

   it('gives no gradient to a window with nothing inside', function()
      local module = nn.VolumetricMaxPooling(1, 1, 1, 4, 4, 4):ceil()
      local x = torch.rand(1, 6, 6, 6)
      local y = module:forward(x)
      assert.equal(-math.huge, y:min())
      assert.equal(8, module:backward(x, y:clone():fill(1)):sum())
   end)

   it('loads objects of version 1', function()
      local module = torch.factory('nn.VolumetricMaxPooling')()
      module:read({ readObject = function() return { kT = 1 } end }, 1)
      assert.is_false(module.ceil_mode)
   end)

   it('refuses inputs and paddings that do not fit', function()
      checks.refuses('pad should be smaller than half of kernel size, but got padT = 2, padW = 0, padH = 0, kT = 2', function()
         made(2, 2, 2, 2, 2, 2, 2)():forward(torch.randn(1, 5, 5, 5))
      end)
      checks.refuses('Output size is too small', function() made(4, 4, 4)():forward(torch.randn(1, 3, 5, 5)) end)
      checks.refuses('4D or 5D (batch of volumes) tensor expected', function() made(2, 2, 2)():forward(torch.randn(3, 5, 5)) end)
   end)
end)

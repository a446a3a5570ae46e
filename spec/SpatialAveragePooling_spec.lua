local checks = require 'spec.support.module_checks'

-- The mean of one window of a plane, in loops.
local function mean(module, plane, i, j)
   local height, width = plane:size(1), plane:size(2)
   local top, left = (i - 1) * module.dH - module.padH + 1, (j - 1) * module.dW - module.padW + 1
   local bottom, right = math.min(top + module.kH - 1, height + module.padH), math.min(left + module.kW - 1, width + module.padW)
   local sum, inside = 0, 0
   for r = math.max(top, 1), math.min(bottom, height) do
      for c = math.max(left, 1), math.min(right, width) do
         sum, inside = sum + plane[r][c], inside + 1
      end
   end
   local count = module.count_include_pad and (bottom - top + 1) * (right - left + 1) or inside
   return sum / count * (module.divide and 1 or module.kW * module.kH)
end

local function reference(module, x)
   local planes = x:double():contiguous():view(-1, x:size(x:dim() - 1), x:size(x:dim()))
   local y = module:forward(x):double():clone()
   local flat = y:view(-1, y:size(y:dim() - 1), y:size(y:dim()))
   for p = 1, planes:size(1) do
      for i = 1, flat:size(2) do
         for j = 1, flat:size(3) do
            flat[p][i][j] = mean(module, planes[p], i, j)
         end
      end
   end
   return y
end

local function pooling(change, ...)
   local arguments = { ... }
   return function()
      local module = nn.SpatialAveragePooling(unpack(arguments))
      return change and change(module) or module
   end
end

local function excluding(module)
   return module:setCountExcludePad()
end

checks.module('SpatialAveragePooling', {
   { 'a batch', pooling(nil, 3, 2), input = { 2, 3, 5, 6 }, batch = true, reference = reference, prints = 'nn.SpatialAveragePooling(3x2, 1,1)' },
   { 'steps and padding', pooling(nil, 3, 3, 2, 2, 1, 1), input = { 2, 2, 7, 6 }, batch = true, reference = reference,
      prints = 'nn.SpatialAveragePooling(3x3, 2,2, 1,1)' },
   { 'padding not counted', pooling(excluding, 3, 3, 2, 2, 1, 1), input = { 2, 2, 7, 6 }, batch = true, reference = reference },
   { 'rounded up', pooling(function(module) return module:ceil() end, 3, 3, 2, 2), input = { 2, 2, 6, 8 }, batch = true, reference = reference },
   { 'sums', pooling(function(module)
      module.divide = false
      return module
   end, 2, 2, 2, 2), input = { 3, 4, 4 }, reference = reference },
})

describe('nn.SpatialAveragePooling', function()
   it('has output sizes rounded down, or up', function()
      local module, x = nn.SpatialAveragePooling(2, 2, 2, 2), torch.randn(1, 5, 7)
      assert.same({ 1, 2, 3 }, module:forward(x):size():totable())
      assert.same({ 1, 3, 4 }, module:ceil():forward(x):size():totable())
      assert.same({ 1, 2, 3 }, module:floor():forward(x):size():totable())
   end)

   it('counts padding again after setCountIncludePad', function()
      local module = excluding(nn.SpatialAveragePooling(2, 2, 2, 2, 1, 1)):setCountIncludePad()
      assert.equal(0.25, module:forward(torch.ones(1, 2, 2))[1][1][1])
   end)
end)

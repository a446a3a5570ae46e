--- A naive reference of local normalisations, and what they have to stand.
local assert = require 'luassert'
local checks = require 'spec.support.module_checks'

local neighbourhood = {}

-- The sum over all planes of an image, of f(pixel) times the kernel's weights around (h, w), and the sum of those weights.
local function around(image, kernel, h, w, f)
   local sum, weights = 0, 0
   local top, left = h - math.floor(kernel:size(1) / 2), w - math.floor(kernel:size(2) / 2)
   for i = 1, kernel:size(1) do
      for j = 1, kernel:size(2) do
         local y, x = top + i - 1, left + j - 1
         if y >= 1 and y <= image:size(2) and x >= 1 and x <= image:size(3) then
            for p = 1, image:size(1) do
               sum, weights = sum + kernel[i][j] * f(image[p][y][x]), weights + kernel[i][j]
            end
         end
      end
   end
   return sum, weights
end

local function each_pixel(image, act)
   local y = image:clone()
   for h = 1, image:size(2) do
      for w = 1, image:size(3) do
         act(y, h, w)
      end
   end
   return y
end

-- A kernel as two dimensions, with weights that sum to 1 over all planes.
local function whole(kernel, planes)
   if kernel:dim() == 1 then
      kernel = torch.ger(kernel, kernel)
   end
   return kernel:clone():div(kernel:sum() * planes)
end

function neighbourhood.subtractive(image, kernel)
   kernel = whole(kernel, image:size(1))
   return each_pixel(image, function(y, h, w)
      local sum, weights = around(image, kernel, h, w, function(x) return x end)
      y:select(3, w):select(2, h):add(-sum / weights)
   end)
end

function neighbourhood.divisive(image, kernel, threshold, value)
   kernel = whole(kernel, image:size(1))
   return each_pixel(image, function(y, h, w)
      local sum, weights = around(image, kernel, h, w, function(x) return x * x end)
      local deviation = math.sqrt(sum) / weights
      y:select(3, w):select(2, h):div(deviation > threshold and deviation or value)
   end)
end

function neighbourhood.contrastive(image, kernel, ...)
   return neighbourhood.divisive(neighbourhood.subtractive(image, kernel), kernel, ...)
end

local KERNELS = {
   ['a kernel'] = function() return torch.rand(3, 5):add(0.1) end,
   ['a vector'] = function() return torch.rand(5):add(0.1) end,
   ['one weight'] = function() return torch.ones(1, 1) end,
}

--- Describes a class, whose constructor takes planes, a kernel and `...`.
-- @param naive function(image, kernel, ...)
function neighbourhood.describe(name, naive, ...)
   local describe, it = getfenv(2).describe, getfenv(2).it
   local arguments = { ... }
   describe('nn.' .. name, function()
      for label, new in pairs(KERNELS) do
         it('computes what the naive reference does with ' .. label, function()
            torch.manualSeed(5)
            local kernel = new()
            local module, x = nn[name](2, kernel:clone(), unpack(arguments)), torch.randn(3, 2, 6, 7)
            for b = 1, 3 do
               checks.close(naive(x[b], kernel, unpack(arguments)), module:forward(x[b]), 1e-10, 'an image')
            end
            local y = module:forward(x):clone()
            for b = 1, 3 do
               checks.close(naive(x[b], kernel, unpack(arguments)), y[b], 1e-10, 'a batch')
            end
            checks.close(y[2], module:forward(x:narrow(1, 2, 1))[1], 1e-12, 'another batch size')
            assert.is_true(nn.Jacobian.testJacobian(module, x, -1, 1) < 1e-6)
         end)
      end

      it('normalises 9 x 9 pixels of one plane by default, as float, and after clearState and loading', function()
         local module, x = nn[name](), torch.randn(1, 12, 11)
         local y = module:forward(x):clone()
         checks.close(naive(x, torch.ones(9, 9), 1e-4, 1e-4), y, 1e-10, 'output')
         module:clearState()
         assert.equal(0, module.output:nElement())
         checks.close(y, module:forward(x), 1e-12, 'after clearState')
         checks.close(y, torch.deserialize(torch.serialize(module)):forward(x), 0, 'loaded')
         checks.close(y, module:float():forward(x:float()), 1e-4, 'float')
      end)

      it('refuses kernels and inputs that do not fit', function()
         checks.refuses('averaging kernel must have ODD dimensions', function() nn[name](1, torch.ones(3, 4)) end)
         checks.refuses('averaging kernel must be 2D or 1D', function() nn[name](1, torch.ones(3, 3, 3)) end)
         checks.refuses('has 3 planes, wanted 2', function() nn[name](2):forward(torch.randn(3, 9, 9)) end)
      end)
   end)
end

return neighbourhood

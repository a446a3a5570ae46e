--- Samples of containers and of modules that change something about another (lampas.samples).
local nn = require 'nn'

-- 2 operations for each weight of the linear layers and sample.
local function multiplyAdds(module, input)
   local flops = 0
   for _, linear in ipairs((module:findModules('nn.Linear'))) do
      local output = linear.output
      flops = flops + 2 * linear.weight:size(2) * output:nElement()
   end
   return input and flops
end

-- A sample that wraps or holds linear layers of n × n; small ones have 4 inputs and 3 outputs.
local function around(class, new, more)
   local sample = {
      class = class, new = function() return new(512, 512) end, input = { 128, 512 }, flops = multiplyAdds,
      small = { new = function() return new(4, 3) end, input = { 2, 4 } },
   }
   for key, value in pairs(more or {}) do
      sample[key] = value
   end
   return sample
end

local ROWS = { 128, 512 }

return {
   around('Sequential', function(n, m) return nn.Sequential():add(nn.Linear(n, m)):add(nn.Tanh()) end),
   around('Concat', function(n, m) return nn.Concat(2):add(nn.Linear(n, m)):add(nn.Linear(n, m)) end),
   around('ConcatTable', function(n, m) return nn.ConcatTable():add(nn.Linear(n, m)):add(nn.Linear(n, m)) end),
   around('ParallelTable', function(n, m) return nn.ParallelTable():add(nn.Linear(n, m)):add(nn.Linear(n, m)) end, {
      input = { ROWS, ROWS },
      small = {
         new = function() return nn.ParallelTable():add(nn.Linear(4, 3)):add(nn.Tanh()) end, input = { { 2, 4 }, { 3 } },
      },
   }),
   around('Parallel', function(n, m) return nn.Parallel(1, 2):add(nn.Linear(n, m)):add(nn.Linear(n, m)) end, {
      input = { 2, 128, 512 },
      small = { new = function() return nn.Parallel(2, 1):add(nn.Linear(4, 3)):add(nn.Linear(4, 3)) end, input = { 5, 2, 4 } },
   }),
   around('MapTable', function(n, m) return nn.MapTable(nn.Linear(n, m)) end, {
      input = { ROWS, ROWS },
      small = { new = function() return nn.MapTable(nn.Linear(4, 3)) end, input = { { 2, 4 }, { 4 }, { 1, 4 } } },
   }),
   {
      class = 'DepthConcat', input = { 16, 16, 32, 32 },
      new = function()
         return nn.DepthConcat(2):add(nn.SpatialConvolution(16, 16, 1, 1)):add(nn.SpatialConvolution(16, 16, 3, 3))
            :add(nn.SpatialConvolution(16, 16, 5, 5))
      end,
      flops = function(_, input)
         return 2 * input:size(1) * 16 * 16 * (32 * 32 + 30 * 30 * 9 + 28 * 28 * 25)
      end,
      small = {
         new = function()
            return nn.DepthConcat(1):add(nn.SpatialConvolution(2, 1, 2, 2)):add(nn.SpatialConvolution(2, 2, 1, 3))
         end,
         input = { 2, 5, 4 },
      },
   },
   { class = 'Identity', input = { 64, 16, 64, 64 }, small = { input = { 3, 4 } } },
   around('Decorator', function(n, m) return nn.Decorator(nn.Linear(n, m)) end),
   around('Bottle', function(n, m) return nn.Bottle(nn.Linear(n, m)) end, {
      input = { 16, 8, 512 },
      small = { new = function() return nn.Bottle(nn.Linear(4, 3)) end, input = { 2, 3, 4 } },
   }),
   around('DontCast', function(n, m) return nn.DontCast(nn.Linear(n, m), true) end),
   around('NaN', function(n, m) return nn.NaN(nn.Linear(n, m), 'sample') end),
   around('Profile', function(n, m) return nn.Profile(nn.Linear(n, m), 1e9) end),
   around('GPU', function(n, m) return nn.GPU(nn.Linear(n, m), 1) end),
   around('WeightNorm', function(n, m) return nn.WeightNorm(nn.Linear(n, m)) end),
   {
      id = 'WeightNorm, second dimension', class = 'WeightNorm', input = { 8, 16, 32, 32 },
      flops = function(module, _, output) return 2 * output:nElement() * module.weight:nElement() / module.weight:size(1) end,
      new = function() return nn.WeightNorm(nn.SpatialConvolution(16, 16, 3, 3), 2) end,
      small = { new = function() return nn.WeightNorm(nn.SpatialConvolution(2, 3, 2, 2), 2) end, input = { 2, 2, 3, 4 } },
   },
   {
      class = 'Convert', arguments = { 'bchw', 'bhwc' }, input = { 16, 64, 32, 32 },
      small = { arguments = { 'chw', 'hwc' }, input = { 2, 3, 4 } },
   },
   {
      id = 'Convert, to features', class = 'Convert', arguments = { 'bchw', 'bf' }, input = { 16, 64, 32, 32 }, view = true,
      small = { input = { 2, 3, 2, 2 } },
   },
   {
      class = 'Maxout', arguments = { 512, 256, 4 }, input = { 128, 512 }, flops = multiplyAdds,
      small = { arguments = { 4, 3, 2 }, input = { 5, 4 } },
   },
}

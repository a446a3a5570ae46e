--- One line for a layer of your own, from a script or the REPL:
--
--    local bench = require 'lampas.bench'
--    bench(nn.SpatialConvolution(3, 64, 11, 11, 4, 4, 2, 2), torch.randn(10, 3, 224, 224))
--
-- checks it, times forward and backward, prints both and returns the figures.
local torch = require 'torch'
local instance = require 'lampas.instance'
local machine = require 'lampas.machine'
local report = require 'lampas.report'
local runner = require 'lampas.runner'

local bench = {}

local TIME = 1

local function describe(result, module, input)
   result.model = tostring(module):match('[^\n]*'):gsub('^nn%.', '')
   local sizes = {}
   for d = 1, input:dim() do
      sizes[d] = input:size(d)
   end
   result.parameter = 'on ' .. table.concat(sizes, 'x')
   return result
end

local function usage(module, input, other)
   if not torch.isTypeOf(module, 'nn.Module') and not torch.isTypeOf(module, 'nn.Criterion') then
      error(('bench(module, input): a module or criterion of nn is expected first, got %s'):format(torch.type(module)), 3)
   end
   local kind = torch.type(input)
   if kind ~= 'torch.FloatTensor' and kind ~= 'torch.DoubleTensor' then
      error(('bench(module, input): a FloatTensor or DoubleTensor is expected as input, got %s'):format(kind), 3)
   end
   if torch.isTypeOf(module, 'nn.Criterion') and other == nil then
      error('bench(criterion, input, target): the target is missing', 3)
   end
end

local function contiguous(value)
   return torch.isTensor(value) and value:contiguous() or value
end

--- Checks and times a module or criterion. It is cloned first, and the generator of random numbers is put back, so that nothing changes.
-- @param module a module or criterion of the input's type
-- @param input a FloatTensor or DoubleTensor
-- @param other a criterion's target; for a module optionally gradOutput (default: random numbers)
-- @param settings optional { time = seconds for each row (default 1), quiet = true: print nothing }
-- @return { forward, backward }, each as runner.measure gives: ms, median_ms, spread, gflops, gbs, limit_share, status, error, …
function bench.run(module, input, other, settings)
   usage(module, input, other)
   settings = settings or {}
   local state = torch.getRNGState()
   local measuring = { mode = 'steady', time = settings.time or TIME, limits = machine.limits() }
   local results = {}
   for _, method in ipairs { 'forward', 'backward' } do
      local own = module:clone()
      local target = torch.isTypeOf(module, 'nn.Criterion') and contiguous(other) or nil
      local self = instance.wrap(own, input:clone():contiguous(), target, not target and contiguous(other) or nil)
      results[method] = describe(runner.measure(self, method, measuring), module, input)
   end
   torch.setRNGState(state)
   if not settings.quiet then
      local printed = report.new(nil, print)
      printed:group { results.forward, results.backward }
      printed:row(results.forward)
      printed:row(results.backward)
   end
   return results
end

return setmetatable(bench, {
   __call = function(_, ...)
      return bench.run(...)
   end,
})

--- Anything against anything, interleaved in one process, in random order, paired by round:
--
--    local compare = require 'lampas.compare'
--    compare(nn.SpatialConvolution(64, 64, 3, 3), nn.SpatialConvolutionMM(64, 64, 3, 3), { input = torch.randn(8, 64, 28, 28) })
--    compare(function() a:cmul(b) end, function() torch.cmul(a, a, b) end)
--
-- prints how they stand and returns the figures.
local torch = require 'torch'
local instance = require 'lampas.instance'
local measure = require 'lampas.measure'
local text = require 'lampas.text'
local verdict = require 'lampas.verdict'

local compare = {}

local MARGIN, SECONDS = 0.02, 1

local function is_layer(value)
   return torch.isTypeOf(value, 'nn.Module') or torch.isTypeOf(value, 'nn.Criterion')
end

-- The input in a layer's own element type.
local function input_for(layer, value)
   if torch.isTensor(value) then
      return value:type(layer:type())
   end
   return value
end

-- The call to be timed. A layer is cloned, so that nothing of it changes.
local function operation_of(value, options, place)
   if type(value) == 'function' or type(value) == 'table' and type(value.time) == 'function' then
      return value
   elseif not is_layer(value) then
      error(('compare: a function, a module or a criterion is expected as argument %d, got %s'):format(place, torch.type(value)), 3)
   elseif options.input == nil then
      error('compare: layers need an input: compare(a, b, { input = … })', 3)
   end
   local target = options.target
   local self = instance.wrap(value:clone(), input_for(value, options.input):clone(), target)
   instance.operation(self, 'forward')()
   instance.prepare(self)
   return instance.operation(self, options.method or 'forward')
end

--- Sets measurements beside each other.
-- @param a, b as measure.interleaved gives them, of the same rounds
-- @return as `run`
function compare.results(a, b, margin)
   local result = verdict.paired(a.samples, b.samples, margin)
   result.a, result.b, result.rounds = a, b, #a.samples
   return result
end

--- Times two things against each other.
-- @param a, b each a function, an operation of lampas.measure, or a module or criterion
-- @param options optional { input, target, method = 'forward' (default) or 'backward' (of layers), seconds = for each (default 1; up to
--    four times that as long as the verdict is unknown), margin = the share within which both are the same (default 0.02), quiet = true:
--    print nothing }
-- @return { ratio = the median over rounds of a's time over b's, low, high = its 95 % bootstrap interval, verdict = what a is beside b:
--    'faster', 'slower', 'same' or 'unknown', more (rounds that would settle it), margin, rounds, a, b (as measure.interleaved) }
function compare.run(a, b, options)
   options = options or {}
   local state = torch.getRNGState()
   local margin = options.margin or MARGIN
   local times = measure.interleaved({ operation_of(a, options, 1), operation_of(b, options, 2) }, {
      seconds = options.seconds or SECONDS,
      decided = function(samples) return verdict.paired(samples[1], samples[2], margin).verdict ~= 'unknown' end,
   })
   torch.setRNGState(state)
   local result = compare.results(times[1], times[2], margin)
   if not options.quiet then
      print(compare.line(result))
   end
   return result
end

--- A comparison as one line.
function compare.line(result)
   return ('%s ms against %s ms: %s times as long (%s to %s, %d rounds): %s'):format(text.number(result.a.median), text.number(result.b.median),
      text.number(result.ratio), text.number(result.low), text.number(result.high), result.rounds, verdict.words(result))
end

return setmetatable(compare, {
   __call = function(_, ...)
      return compare.run(...)
   end,
})

local torch = require 'torch'
local nn = require 'nn'
local against = require 'lampas.against'
local compare = require 'lampas.compare'
local instance = require 'lampas.instance'
local library = require 'lampas.library'
local margin = require 'lampas.margin'
local runner = require 'lampas.runner'

local limits = { threads = 1, flops = { float = 1, double = 1 }, copy = { { name = 'memory', capacity = math.huge, rate = 1 } } }

local function measured(word, method)
   local way = assert(against.open(word))
   local self = instance.wrap(nn.Linear(8, 4):float(), torch.FloatTensor(5, 8):uniform(-1, 1))
   local result = runner.measure(self, method, {
      mode = 'steady', time = 1e-3, quick = true, limits = limits, against = way, margin = margin.new(0.03),
   })
   if way.close then
      way.close()
   end
   return result
end

describe('a row against itself #once', function()
   for _, word in ipairs { 'threads=2', 'double', 'v2', 'build' } do
      it('as ' .. word, function()
         local result = measured(word, 'backward')
         assert.equal('checked', result.status)
         assert.is_true(result.ms > 0 and result.against.ms > 0)
         assert.is_string(result.against.verdict)
         assert.is_true(result.against.low <= result.against.ratio and result.against.ratio <= result.against.high)
      end)
   end

   it('leaves the number of threads as it was', function()
      local before = library.engine.lampas_threads_get()
      measured('threads=' .. before + 1, 'forward')
      assert.equal(before, library.engine.lampas_threads_get())
   end)

   it('is refused where no build is', function()
      local way, message = against.open('/no/such/folder')
      assert.is_nil(way)
      assert.is_truthy(message:find('/no/such/folder', 1, true))
   end)
end)

describe('compare #once', function()
   local options = { seconds = 0.02, quiet = true }

   it('sets two operations beside each other, paired by round', function()
      local slow = { time = function(calls) return calls * 2e-3 * (1 + math.random()) end }
      local quick = { time = function(calls) return calls * 1e-3 end }
      local result = compare(slow, quick, options)
      assert.equal('slower', result.verdict)
      assert.is_true(result.ratio > 2 and result.low <= result.ratio and result.ratio <= result.high)
      assert.equal(#result.a.samples, result.rounds)
      assert.equal('same', compare(quick, quick, options).verdict)
      assert.equal('faster', compare(quick, slow, options).verdict)
   end)

   it('sets two layers beside each other, in float and double too', function()
      local layer, input = nn.Linear(5, 3), torch.randn(4, 5)
      local result = compare(layer, layer:clone():float(), { input = input, method = 'backward', seconds = 0.01, quiet = true })
      assert.is_true(result.ratio > 0)
      assert.equal(0, layer.output:nElement())
   end)

   it('prints one line', function()
      local one = { median = 2, samples = { 2, 2 } }
      local line = compare.line(compare.results(one, one, 0.02))
      assert.equal('2.000 ms against 2.000 ms: 1.000 times as long (1.000 to 1.000, 2 rounds): same within 2.00%', line)
   end)

   it('says what it wants', function()
      assert.has_error(function() compare(1, 2) end, 'compare: a function, a module or a criterion is expected as argument 1, got number')
      assert.has_error(function() compare(nn.Tanh(), nn.Tanh()) end, 'compare: layers need an input: compare(a, b, { input = … })')
   end)
end)

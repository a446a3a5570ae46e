local torch = require 'torch'
local nn = require 'nn'
local instance = require 'lampas.instance'
local rivals = require 'lampas.rivals'
local runner = require 'lampas.runner'
local onednn = require 'lampas.rivals.onednn'

local limits = { threads = 1, flops = { float = 1, double = 1 }, copy = { { name = 'memory', capacity = math.huge, rate = 1 } } }

-- An adapter that does what ours does, times `factor`.
local function pretended(factor)
   return {
      name = 'pretended', available = function() return '1' end,
      prepare = function(self)
         local result = self.module.output:clone():mul(factor)
         return { { variant = 'plain', run = function() end, results = { output = result } }, close = function() end }
      end,
   }
end

local function measured(adapter)
   local self = instance.wrap(nn.Tanh():float(), torch.FloatTensor(20):uniform(-1, 1))
   return runner.measure(self, 'forward', {
      mode = 'steady', time = 1e-3, quick = true, limits = limits, rivals = { { adapter = adapter, version = '1' } },
   })
end

describe('rivals #once', function()
   it('are timed in turn with ours', function()
      local result = measured(pretended(1))
      assert.is_true(result.ms > 0)
      assert.is_true(result.rivals.pretended.plain > 0)
      assert.equal(0, result.rivals.pretended.error)
      assert.is_true(result.rivals.pretended.plain_verdict.ratio > 0)
   end)

   it('get no time when their results differ from ours', function()
      local result = measured(pretended(1.01))
      assert.is_nil(result.rivals.pretended.plain)
      assert.near(0.01, result.rivals.pretended.error, 1e-4)
      assert.is_true(result.ms > 0)
   end)

   it('that fail leave ours as it is', function()
      local result = measured { name = 'broken', prepare = function() error('it broke', 0) end }
      assert.is_true(result.ms > 0)
      assert.is_nil(result.rivals.broken.plain)
      assert.equal('it broke', result.rivals.broken.message)
   end)

   it('that are not to be had are named, each by its own library', function()
      local adapters = {
         { name = 'here', available = function() return '1' end }, { name = 'gone', available = function() return nil, 'it is elsewhere' end },
      }
      package.loaded['lampas.rivals.several'] = { all = function() return adapters end }
      local found, missing = rivals.load { 'several' }
      package.loaded['lampas.rivals.several'] = nil
      assert.same({ { adapter = adapters[1], version = '1' } }, found)
      assert.same({ 'gone is not here: it is elsewhere' }, missing)
   end)

   it('count by their fastest way', function()
      assert.same({ a = { plain = 1, preferred = 3, error = 0.5 } }, rivals.figures {
         { name = 'a', variant = 'plain', ms = 2, error = 0 }, { name = 'a', variant = 'plain', ms = 1, error = 0.5 },
         { name = 'a', variant = 'preferred', ms = 3, error = 0 },
      })
   end)
end)

-- Compares a rival's results with a layer's, forward and backward, in float, on input of a size.
local function compared(adapter, module, limit, ...)
   module:float()
   local input = torch.FloatTensor(...):uniform(-1, 1)
   for _, method in ipairs { 'forward', 'backward' } do
      local self = instance.wrap(module, input)
      module:zeroGradParameters()
      instance.operation(self, 'forward')()
      instance.prepare(self)
      if method == 'backward' then
         instance.operation(self, 'backward')()
      end
      local entries, close = rivals.prepare({ { adapter = adapter } }, self, method)
      assert.is_true(#entries > 0)
      for _, entry in ipairs(entries) do
         assert.is_true(entry.error < limit, ('%s, %s: %g, %s'):format(tostring(module), method, entry.error, entry.message))
      end
      close()
   end
end

-- One block of specs for each library that is there.
local function describe_each(body)
   for _, adapter in ipairs(onednn.all()) do
      local version, why = adapter.available()
      describe(('%s %s #once'):format(adapter.name, version or ''), function()
         if version then
            body(adapter)
         else
            pending(why, function() end)
         end
      end)
   end
end

describe_each(function(adapter)
   local function agrees(module, ...)
      compared(adapter, module, 1e-5, ...)
   end

   it('computes what our layers compute', function()
      agrees(nn.SpatialConvolution(3, 8, 5, 3, 2, 1, 1, 1), 2, 3, 9, 11)
      agrees(nn.SpatialConvolution(16, 32, 3, 3, 1, 1, 1, 1), 2, 16, 9, 11)
      agrees(nn.Linear(20, 30), 7, 20)
      agrees(nn.SpatialMaxPooling(3, 2, 2, 2), 2, 3, 8, 9)
      agrees(nn.ReLU(), 3, 4, 5)
      agrees(nn.BatchNormalization(6), 9, 6)
      agrees(nn.SpatialBatchNormalization(6), 3, 6, 4, 5)
   end)

   it('has no answer for other layers and for double', function()
      local self = instance.wrap(nn.Tanh():float(), torch.FloatTensor(3))
      assert.is_nil(adapter.prepare(self, 'forward'))
      self = instance.wrap(nn.ReLU(), torch.DoubleTensor(3))
      assert.is_nil(adapter.prepare(self, 'forward'))
   end)
end)

-- A process that speaks the protocol: it gives its input back as output, `factor` times.
local ECHO = [[
local json = require 'dkjson'
local input
for line in io.lines() do
   local request = json.decode(line)
   local what = request['do']
   if what == 'quit' then
      break
   elseif what == 'hello' then
      print(json.encode { version = '7' })
   elseif what == 'prepare' then
      input = request.input
      print(json.encode(request.class == 'Identity' and { ok = true } or { error = 'never heard of ' .. request.class }))
   elseif what == 'results' then
      print(json.encode { results = { output = input } })
   else
      print(json.encode { seconds = request.calls * 0.001 })
   end
   io.flush()
end
]]

describe('a rival as a process #once', function()
   local Process = require 'lampas.rivals.process'
   local path, process = os.tmpname(), nil

   setup(function()
      local file = assert(io.open(path, 'w'))
      file:write(ECHO)
      file:close()
      process = assert(Process.start(("luajit '%s'"):format(path)))
   end)

   teardown(function()
      process:close()
      os.remove(path)
   end)

   it('gets tensors, gives results, and times by its own clock', function()
      assert.equal('7', process:ask({ ['do'] = 'hello' }).version)
      local self = instance.wrap(nn.Identity(), torch.randn(3, 4))
      instance.operation(self, 'forward')()
      local ways = process:prepare(self, 'forward')
      assert.equal(0, (ways[1].results.output - self.input):abs():max())
      assert.equal(0.02, ways[1].run.time(20))
      ways.close()
   end)

   it('is told on when it fails', function()
      local self = instance.wrap(nn.Tanh(), torch.randn(3))
      assert.has_error(function() process:prepare(self, 'forward') end, 'a rival failed: never heard of Tanh')
   end)

   it('that is not to be had says why', function()
      local gone = assert(Process.start 'exit 3')
      assert.has_error(function() gone:ask { ['do'] = 'hello' } end)
      gone:close()
   end)
end)

describe('Torch7 as a rival #once', function()
   local torch7 = require 'lampas.rivals.torch7'

   it('is named when it is not here, and compared when it is', function()
      local here, why = torch7.available()
      if not here then
         assert.is_string(why)
         return
      end
      local self = instance.wrap(nn.Linear(4, 3), torch.randn(5, 4))
      instance.operation(self, 'forward')()
      local ways = torch7.prepare(self, 'forward')
      assert.near(0, (ways[1].results.output - self.module.output):abs():max(), 1e-12)
      assert.is_true(ways[1].run.time(3) > 0)
   end)

   it('is spoken to by a script that needs nothing of ours but its own torch and nn', function()
      local Process = require 'lampas.rivals.process'
      local script = package.searchpath('lampas.rivals.lampas', package.path)
      local process = assert(Process.start(("LUA_PATH='%s' luajit '%s'"):format(package.path, script)))
      local self = instance.wrap(nn.Linear(4, 3), torch.randn(5, 4))
      instance.operation(self, 'forward')()
      instance.prepare(self)
      self.module:zeroGradParameters()
      instance.operation(self, 'backward')()
      local run = process:prepareSaved(self, 'backward')
      local path = process:file()
      process:ask { ['do'] = 'results', file = path }
      for name, tensor in pairs(torch.load(path)) do
         assert.equal(0, (tensor - self.module[name]):abs():max(), name)
      end
      assert.is_true(run.time(3) > 0)
      process:close()
   end)
end)

describe('libraries in processes of their own #once', function()
   for _, name in ipairs { 'pytorch', 'dl4j', 'bigdl' } do
      it(name .. ' is named when it is not here, and computes what our layers compute when it is', function()
         local adapter = require('lampas.rivals.' .. name)
         local version, why = adapter.available()
         if not version then
            assert.is_string(why)
            return
         end
         for _, case in ipairs {
            { nn.SpatialConvolution(3, 8, 5, 3, 2, 1, 1, 1), 2, 3, 9, 11 }, { nn.Linear(20, 30), 7, 20 }, { nn.ReLU(), 3, 4, 5 },
            { nn.SpatialMaxPooling(3, 2, 2, 2), 2, 3, 8, 9 }, { nn.BatchNormalization(6), 9, 6 }, { nn.SpatialBatchNormalization(6), 3, 6, 4, 5 },
         } do
            compared(adapter, case[1], 1e-5, unpack(case, 2))
         end
      end)
   end
end)

describe('the algorithm of the Caffe column #once', function()
   local caffe = require 'lampas.rivals.caffe'

   it('computes what our layers compute', function()
      for _, case in ipairs {
         { nn.SpatialConvolution(3, 8, 5, 3, 2, 1, 1, 2), torch.randn(2, 3, 9, 11) }, { nn.Linear(20, 30), torch.randn(7, 20) },
         { nn.SpatialMaxPooling(3, 2, 2, 2):ceil(), torch.randn(2, 3, 8, 10) }, { nn.SpatialMaxPooling(3, 3, 1, 1), torch.randn(1, 2, 6, 7) },
      } do
         for _, method in ipairs { 'forward', 'backward' } do
            local self = instance.wrap(case[1], case[2])
            self.module:zeroGradParameters()
            instance.operation(self, 'forward')()
            instance.prepare(self)
            if method == 'backward' then
               instance.operation(self, 'backward')()
            end
            local entries, close = rivals.prepare({ { adapter = caffe } }, self, method)
            assert.equal(1, #entries)
            assert.is_true(entries[1].error < 1e-12, ('%s %s: %g'):format(tostring(self.module), method, entries[1].error))
            close()
         end
      end
   end)
end)

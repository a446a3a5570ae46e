local torch = require 'torch'
local nn = require 'nn'
local cold = require 'lampas.cold'
local instance = require 'lampas.instance'
local parts = require 'lampas.parts'
local runner = require 'lampas.runner'

local limits = { threads = 1, flops = { float = 1, double = 1 }, copy = { { name = 'memory', capacity = math.huge, rate = 1 } } }

local function prepared(module, input)
   local self = instance.wrap(module, input)
   module:forward(input)
   instance.prepare(self)
   return self
end

describe('the parts of backward #once', function()
   it('are rows after it', function()
      local rows = parts.rows { { method = 'forward', row_id = 'x-forward' }, { method = 'backward', row_id = 'x-backward', label = 'x backward' } }
      assert.equal(4, #rows)
      assert.equal('x-gradInput', rows[3].row_id)
      assert.equal('gradParameters', rows[4].method)
      assert.equal('x gradParameters', rows[4].label)
   end)

   it('make what backward makes', function()
      local self = prepared(nn.Linear(3, 2), torch.randn(4, 3))
      self.module:zeroGradParameters()
      local gradInput = self.module:backward(self.input, self.gradOutput):clone()
      local gradWeight = self.module.gradWeight:clone()
      self.module:zeroGradParameters()
      self.module.gradInput:zero()
      parts.operation(self, 'gradInput')()
      assert.equal(0, (self.module.gradInput - gradInput):abs():max())
      assert.equal(0, self.module.gradWeight:clone():abs():max())
      parts.operation(self, 'gradParameters')()
      assert.equal(0, (self.module.gradWeight - gradWeight):abs():max())
   end)

   it('are there where a layer has them', function()
      assert.is_true(parts.has(instance.wrap(nn.Linear(3, 2), torch.randn(3)), 'gradParameters'))
      assert.is_false(parts.has(instance.wrap(nn.Tanh(), torch.randn(3)), 'gradParameters'))
      assert.is_true(parts.has(instance.wrap(nn.Tanh(), torch.randn(3)), 'gradInput'))
      assert.is_false(parts.has(instance.wrap(nn.MSECriterion(), torch.randn(3), torch.randn(3)), 'gradInput'))
   end)

   it('are checked and timed, cold as well', function()
      for _, method in ipairs(parts.methods) do
         local self = instance.wrap(nn.Linear(30, 20):float(), torch.FloatTensor(40, 300 / 10):uniform())
         local result = runner.measure(self, method, { mode = 'steady', time = 1e-3, quick = true, limits = limits, cold = true })
         assert.equal('checked', result.status)
         assert.equal(2 * 40 * 30 * 20, result.flops)
         assert.is_true(result.ms > 0 and result.held_bytes > 0)
         assert.equal(2 * (30 * 20 + 20) * 4, result.parameter_bytes)
      end
   end)
end)

describe('cold inputs #once', function()
   it('are other tensors at each call, in turn', function()
      local seen, calls = {}, 0
      local self = { input = torch.FloatTensor(2e6):fill(3) }
      local operation, copies = cold.operation(self, function(one)
         return function()
            calls = calls + 1
            assert.equal(3, one.input[1])
            seen[one.input] = true
         end
      end)
      assert.is_true(copies > 1)
      for _ = 1, 2 * copies do
         operation()
      end
      local different = 0
      for _ in pairs(seen) do
         different = different + 1
      end
      assert.equal(copies, different)
      assert.equal(2 * copies, calls)
   end)
end)

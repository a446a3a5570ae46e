local torch = require 'torch'
local nn = require 'nn'
local buffers = require 'lampas.buffers'

describe('buffers #once', function()
   it('count each storage once, whole', function()
      local x = torch.FloatTensor(10)
      assert.equal(40, buffers.bytes(x, x:narrow(1, 2, 3), { deep = { x } }))
      assert.equal(40 + 80, buffers.bytes(x, torch.DoubleTensor(10)))
      assert.equal(0, buffers.bytes(torch.FloatTensor(), 3, nil))
   end)

   it('of a layer are told apart from its parameters, its input from both', function()
      local self = { module = nn.Linear(3, 5):float(), input = torch.FloatTensor(2, 3) }
      self.module:forward(self.input)
      local held, parameters = buffers.held(self)
      assert.equal(2 * (15 + 5) * 4, parameters)
      assert.is_true(held >= 2 * 5 * 4 and held <= (2 * 5 + 2) * 4) -- the output, and perhaps a column of ones
   end)

   it('of a criterion and of children are seen', function()
      local model = nn.Sequential():add(nn.Tanh()):add(nn.Tanh())
      local input = torch.DoubleTensor(4)
      model:forward(input)
      assert.equal(2 * 4 * 8, (buffers.held { module = model, input = input }))
      local criterion = nn.MSECriterion()
      criterion:forward(input, input)
      assert.is_number((buffers.held { module = criterion, criterion = true, input = input, target = input }))
   end)
end)

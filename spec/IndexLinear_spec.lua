local checks = require 'spec.support.module_checks'

-- A batch as two tables, as three flat tensors, and as a matrix.
local function samples(count, inputs)
   local keys, values, sizes, dense = {}, {}, torch.LongTensor(count), torch.zeros(count, inputs)
   for b = 1, count do
      local n = math.random(1, 6)
      keys[b], values[b], sizes[b] = torch.randperm(inputs):narrow(1, 1, n):long(), torch.Tensor(n):uniform(-1, 1), n
      dense[b]:indexCopy(1, keys[b], values[b])
   end
   return { keys, values }, { torch.cat(keys), torch.cat(values), sizes }, dense
end

local function as_linear(module)
   local linear = nn.Linear(module.inputSize, module.outputSize)
   linear.weight:copy(module.weight:t())
   linear.bias:copy(module.bias)
   linear:zeroGradParameters()
   return linear
end

local function same(module, linear, what)
   checks.close(linear.weight:t(), module.weight, 1e-13, what .. ', weight')
   checks.close(linear.bias, module.bias, 1e-13, what .. ', bias')
end

describe('nn.IndexLinear', function()
   it('computes what nn.Linear does, and is updated alike', function()
      for _, outputs in ipairs { 1, 5, 70 } do
         checks.threads(function()
            local module = nn.IndexLinear(40, outputs, true):reset()
            local linear = as_linear(module)
            for step = 1, 4 do
               module:zeroGradParameters()
               linear:zeroGradParameters()
               for _ = 1, step do
                  local input, flat, dense = samples(30, 40)
                  local g = torch.randn(30, outputs)
                  checks.close(linear:forward(dense), module:forward(input), 1e-12, 'output')
                  checks.close(linear.output, module:forward(flat), 1e-12, 'flat')
                  local gradInput, wanted = module:backward(flat, g, 0.5), linear:backward(dense, g, 0.5)
                  for b = 1, 30 do
                     checks.close(torch.range(1, 40), gradInput[1][b]:double(), 0, 'keys')
                     checks.close(wanted[b], gradInput[2][b], 1e-12, 'gradInput')
                  end
                  checks.close(linear.gradBias, module.gradBias, 1e-12, 'gradBias')
               end
               module:updateParameters(0.1)
               linear:updateParameters(0.1)
               same(module, linear, 'updated')
            end
         end)
      end
   end)

   it('takes one sample, and keys with an offset', function()
      local module = nn.IndexLinear(10, 3, true, 5):reset()
      local linear = as_linear(module)
      local keys, values, dense = torch.LongTensor { -4, 5 }, torch.Tensor { 0.5, 2 }, torch.zeros(10)
      dense[1], dense[10] = 0.5, 2
      local output = module:forward { keys, values }
      assert.same({ 3 }, output:size():totable())
      checks.close(linear:forward(dense), output, 1e-13, 'output')
      local g = torch.randn(3)
      local gradInput = module:backward({ keys, values }, g)
      checks.close(linear:backward(dense, g), gradInput[2], 1e-13, 'gradInput')
      assert.equal(-4, gradInput[1][1])
   end)

   it('updates at once, and shrinks what it touches', function()
      local module = nn.IndexLinear(40, 4):reset()
      module.weightDecay = 0.25
      local direct, start = module:clone(), module.weight:clone()
      local input, _, dense = samples(6, 40)
      local g = torch.randn(6, 4)
      module:zeroGradParameters()
      module:forward(input)
      assert.same({}, module:backward(input, g))
      module:updateParameters(0.1)
      direct:forward(input)
      direct:backwardUpdate(input, g, 0.1)
      checks.close(module.weight, direct.weight, 1e-14, 'weight')
      checks.close(module.bias, direct.bias, 1e-14, 'bias')
      local gradient = torch.mm(dense:t(), g)
      for i = 1, 40 do
         local touched = dense:select(2, i):norm() > 0
         checks.close(touched and start[i] * (1 - 0.1 * 0.25) - gradient[i] * 0.1 or start[i], module.weight[i], 1e-13, 'row ' .. i)
      end
   end)

   it('divides by the largest value so far, and learns a bias for each feature', function()
      local module = nn.IndexLinear(6, 3, false, nil, nil, nil, true)
      assert.same({ 6, 7 }, module.weight:size():totable())
      module:reset()
      module.weight:select(2, 4):uniform()
      local weight, shift = module.weight:narrow(2, 5, 3), module.weight:select(2, 4)
      local input = { torch.LongTensor { 2, 5 }, torch.Tensor { -4, 0.5 } }
      local function wanted(a, b)
         return weight[2] * (a + shift[2]) + weight[5] * (b + shift[5]) + module.bias
      end
      checks.close(wanted(-1, 1), module:forward(input), 1e-14, 'the first values')
      checks.close(wanted(0.5, 1), module:forward { input[1], torch.Tensor { 2, 3 } }, 1e-14, 'smaller and larger')
      assert.equal(3, module.weight[5][1])
      module:evaluate()
      checks.close(wanted(0.5, 1), module:forward { input[1], torch.Tensor { 2, 30 } }, 1e-14, 'in evaluation')
      assert.equal(3, module.weight[5][1])

      -- The gradients by the weights and the features' biases, by differences.
      local g, rate = torch.randn(3), 1e-3
      local x = { input[1], torch.Tensor { 2, 1 } }
      local function loss()
         return torch.dot(module:forward(x), g)
      end
      local before, slope = module.weight:clone(), torch.zeros(6, 7)
      for i = 1, 6 do
         for j = 4, 7 do
            local value = module.weight[i][j]
            module.weight[i][j] = value + 1e-5
            local above = loss()
            module.weight[i][j] = value - 1e-5
            slope[i][j] = (above - loss()) / 2e-5
            module.weight[i][j] = value
         end
      end
      module:zeroGradParameters()
      module:forward(x)
      module:backward(x, g)
      module:updateParameters(rate)
      checks.close(before - slope * rate, module.weight, 1e-9, 'updated')
   end)

   it('takes weights that it is given', function()
      local weight, bias = torch.randn(6, 2), torch.randn(2)
      local module = nn.IndexLinear(nil, nil, nil, nil, weight, bias)
      assert.equal(weight, module.weight)
      assert.equal('nn.IndexLinear(6 -> 2)', tostring(module))
      checks.close(weight[3] * 2 + bias, module:forward { torch.LongTensor { 3 }, torch.Tensor { 2 } }, 1e-15, 'output')
   end)

   it('works in float, saved and loaded, and after clearState', function()
      local module, input = nn.IndexLinear(20, 3):reset(), samples(4, 20)
      local output = module:forward(input):clone()
      module:backward(input, output)
      checks.close(output, torch.deserialize(torch.serialize(module)):forward(input), 0, 'loaded')
      checks.close(output, module:clone():clearState():forward(input), 0, 'after clearState')
      module:float()
      for b = 1, 4 do
         input[2][b] = input[2][b]:float()
      end
      checks.close(output, module:forward(input), 1e-6, 'float')
      module:backward(input, output:float())
      module:updateParameters(0.1)
   end)

   it('refuses what does not fit', function()
      local module = nn.IndexLinear(5, 2)
      local function refuses(text, input)
         checks.refuses('nn.IndexLinear(5 -> 2): ' .. text, function() module:forward(input) end)
      end
      refuses('input must be {keys, values} or {keys, values, sizes}', torch.randn(3))
      refuses('keys and values must be two vectors of as many keys as values', { torch.LongTensor { 1 }, torch.randn(2) })
      refuses('an index is out of range: wanted 1 to 5, got 6 to 6', { torch.LongTensor { 6 }, torch.randn(1) })
      refuses('sizes add up to 3, but there are 2 keys', { torch.LongTensor { 1, 2 }, torch.randn(2), torch.LongTensor { 1, 2 } })
      checks.refuses('You must specify a learning rate', function() module:updateParameters() end)
   end)
end)

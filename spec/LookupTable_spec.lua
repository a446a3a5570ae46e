local checks = require 'spec.support.module_checks'

local function table_of(type, ...)
   torch.manualSeed(5)
   local module = nn.LookupTable(...)
   return module[type](module)
end

-- What a loop over the entries gives.
local function gradient(module, input, gradOutput, skip, by_frequency)
   local sum, count = torch.zeros(module.weight:size()), torch.zeros(module.weight:size(1))
   local index, g = input:contiguous():view(-1), gradOutput:double():contiguous():view(-1, module.weight:size(2))
   for i = 1, index:size(1) do
      count[index[i]] = count[index[i]] + 1
   end
   for i = 1, index:size(1) do
      if index[i] ~= skip then
         sum[index[i]]:add(by_frequency and 1 / count[index[i]] or 1, g[i])
      end
   end
   return sum
end

describe('nn.LookupTable', function()
   it('looks rows up, for vectors and matrices of any number type', function()
      for _, type in ipairs { 'float', 'double' } do
         local module = table_of(type, 6, 4)
         for _, convert in ipairs { 'long', 'int', 'float', 'double', 'byte' } do
            local output = module:forward(torch.Tensor { 6, 1, 1 }[convert](torch.Tensor { 6, 1, 1 }))
            assert.same({ 3, 4 }, output:size():totable())
            checks.close(module.weight[6], output[1], 0, convert)
            checks.close(module.weight[1], output[3], 0, convert)
         end
         local output = module:forward(torch.LongTensor { { 2, 3 }, { 4, 5 }, { 6, 1 } })
         assert.same({ 3, 2, 4 }, output:size():totable())
         checks.close(module.weight[4], output[2][1], 0, 'a matrix')
         assert.is_true(rawequal(output, module:forward(torch.LongTensor { 1 })))
      end
   end)

   it('adds the gradients of each row up, the same for any number of threads', function()
      for _, type in ipairs { 'float', 'double' } do
         for _, columns in ipairs { 3, 40, 100 } do
            local input, gradOutput = torch.LongTensor(50, 40):random(1, 30), torch.randn(50, 40, columns)
            gradOutput = gradOutput[type](gradOutput)
            local first
            checks.threads(function()
               local module = table_of(type, 30, columns)
               module:forward(input)
               local gradInput = module:backward(input, gradOutput, 0.5)
               assert.equal('torch.LongTensor', gradInput:type())
               assert.equal(0, gradInput:sum())
               first = first or module.gradWeight
               checks.close(first, module.gradWeight, 0, 'threads')
               checks.close(gradient(module, input, gradOutput) * 0.5, module.gradWeight, type == 'float' and 1e-5 or 1e-13, 'gradWeight')
            end)
         end
      end
   end)

   it('gives padding no gradient, and divides by frequency when asked', function()
      local input, gradOutput = torch.LongTensor(20):random(1, 4), torch.randn(20, 3)
      local module = nn.LookupTable(4, 3, 2)
      module:backward(input, gradOutput)
      checks.close(gradient(module, input, gradOutput, 2), module.gradWeight, 1e-14, 'padding')
      module:setPadding(0):zeroGradParameters()
      module:scaleGradByFreq():backward(input, gradOutput)
      checks.close(gradient(module, input, gradOutput, 0, true), module.gradWeight, 1e-14, 'frequency')
   end)

   it('shortens the rows that it looks up to maxNorm', function()
      for _, p in ipairs { 1, 2, 3 } do
         local module = nn.LookupTable(5, 8):setMaxNorm(0.5):setNormType(p)
         local before = module.weight:clone()
         module:forward(torch.LongTensor { 2, 4, 2 })
         for i = 1, 5 do
            local norm = before[i]:norm(p)
            local wanted = (i == 2 or i == 4) and before[i] * (0.5 / (norm + 1e-7)) or before[i]
            checks.close(wanted, module.weight[i], 1e-14, 'row ' .. i)
         end
      end
   end)

   it('is updated in each of the ways', function()
      local input = torch.randperm(9):narrow(1, 1, 4):int()
      local module = nn.LookupTable(9, 3)
      local test = nn.Jacobian
      assert.is_true(test.testJacobianParameters(module, input, module.weight, module.gradWeight, 1, 9) < 1e-7)
      assert.is_true(test.testJacobianUpdateParameters(module, input, module.weight, 1, 9) < 1e-7)
      for way, distance in pairs(test.testAllUpdate(module, input, 'weight', 'gradWeight')) do
         assert(distance < 1e-10, way)
      end
      local forward, backward = test.testIO(module, torch.IntTensor(2, 3), 1, 9)
      assert.equal(0, forward + backward)
      local only = module:clone():accUpdateOnly()
      local output = only:forward(input):clone()
      only:backwardUpdate(input, output, 0.5)
      checks.close(output * 0.5, only:forward(input), 1e-14, 'accUpdateOnly')
   end)

   it('takes weights and gradients with gaps', function()
      local input, gradOutput = torch.LongTensor { 1, 3, 3 }, torch.randn(3, 4)
      local module = nn.LookupTable(3, 4):setMaxNorm(1)
      local other = module:clone()
      other.weight, other.gradWeight = checks.scattered(other.weight), checks.scattered(other.gradWeight)
      checks.close(module:forward(input), other:forward(input), 0, 'output')
      module:backward(input, gradOutput)
      other:backward(input, checks.scattered(gradOutput))
      checks.close(module.gradWeight, other.gradWeight, 0, 'gradWeight')
      checks.close(module.weight, other.weight, 0, 'weight')
   end)

   it('keeps whole numbers whole through type, and works after clearState', function()
      local module = nn.LookupTable(5, 2):float()
      assert.equal('torch.LongTensor', module._input:type())
      assert.equal('torch.IntTensor', module._count:type())
      local output = module:forward(torch.IntTensor { 1, 2 }):clone()
      assert.equal(0, module:clearState().output:nElement())
      checks.close(output, module:forward(torch.IntTensor { 1, 2 }), 0, 'output')
      local copy = torch.deserialize(torch.serialize(module))
      checks.close(output, copy:forward(torch.IntTensor { 1, 2 }), 0, 'a copy')
   end)

   it('loads files that know nothing of the later fields', function()
      local module = nn.LookupTable(5, 2)
      for _, name in ipairs { '_count', '_input', 'shouldScaleGradByFreq', 'paddingValue' } do
         module[name] = nil
      end
      module:forward(torch.LongTensor { 1, 2 })
      module:backward(torch.LongTensor { 1, 2 }, torch.ones(2, 2))
      assert.equal(4, module.gradWeight:sum())
   end)

   it('refuses numbers that name no row', function()
      local module = nn.LookupTable(5, 2)
      checks.refuses('nn.LookupTable: input holds 6 at position 2, out of range: wanted 1 to 5', function()
         module:forward(torch.LongTensor { 5, 6 })
      end)
      checks.refuses('nn.LookupTable: input holds 0 at position 1, out of range: wanted 1 to 5', function() module:forward(torch.Tensor { 0, 6 }) end)
      checks.refuses('nn.LookupTable: input must be a vector or matrix, got size 1x1x1', function() module:forward(torch.ones(1, 1, 1)) end)
      checks.refuses('nn.LookupTable: input: a tensor of numbers expected, got number', function() module:forward(3) end)
      checks.refuses('nn.LookupTable: gradOutput of size 2x3, wanted 2 elements for each of 2 rows', function()
         module:backward(torch.LongTensor { 1, 2 }, torch.randn(2, 3))
      end)
   end)
end)

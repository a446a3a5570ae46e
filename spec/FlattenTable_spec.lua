require 'nn'

local function nested()
   return { torch.rand(1), { torch.rand(2), { torch.rand(3) } }, torch.rand(4) }
end

describe('nn.FlattenTable', function()
   it('passes on the tensors of a nested table in their order, and gradients back into its shape', function()
      local module, input, g = nn.FlattenTable(), nested(), { torch.rand(1), torch.rand(2), torch.rand(3), torch.rand(4) }
      local output = module:forward(input)
      assert.equal(4, #output)
      assert.is_true(rawequal(input[1], output[1]) and rawequal(input[2][1], output[2]))
      assert.is_true(rawequal(input[2][2][1], output[3]) and rawequal(input[3], output[4]))
      local gradients = module:backward(input, g)
      assert.is_true(rawequal(g[1], gradients[1]) and rawequal(g[2], gradients[2][1]))
      assert.is_true(rawequal(g[3], gradients[2][2][1]) and rawequal(g[4], gradients[3]))
      assert.is_true(rawequal(gradients, module:backward(input, g)))
   end)

   it('makes its tables anew just when something else comes', function()
      local module, input = nn.FlattenTable(), nested()
      local output, map = module:forward(input), module.input_map
      local function changes()
         local new = module:forward(input)
         local changed = not rawequal(output, new) and not rawequal(map, module.input_map)
         output, map = new, module.input_map
         return changed
      end
      assert.is_false(changes())
      input[2][3] = torch.rand(5)
      assert.is_true(changes())
      assert.equal(5, #output)
      input[3] = nil
      assert.is_true(changes())
      assert.equal(4, #output)
      input[1] = torch.rand(1)
      assert.is_true(changes())
      assert.is_false(changes())
   end)

   it('forgets the tensors by clearState and type, and leaves them as they are', function()
      local module, input = nn.FlattenTable(), nested()
      module:forward(input)
      assert.is_true(rawequal(module, module:clearState()))
      assert.same({}, module.output)
      module:forward(input)
      module:float()
      assert.same({}, module.output)
      assert.equal('torch.DoubleTensor', input[1]:type())
      assert.equal(4, input[3]:nElement())
   end)
end)

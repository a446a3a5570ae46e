local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.ZipTableOneToMany', function()
   it('pairs one with each of many, and adds up its gradients', function()
      local module = nn.ZipTableOneToMany()
      local input = { torch.randn(3), { torch.randn(4), torch.randn(5) } }
      local output = module:forward(input)
      assert.equal(2, #output)
      for i = 1, 2 do
         assert.is_true(rawequal(input[1], output[i][1]) and rawequal(input[2][i], output[i][2]))
      end
      local g = { { torch.randn(3), torch.randn(4) }, { torch.randn(3), torch.randn(5) } }
      local gradients = module:backward(input, g)
      tensors.close(g[1][1] + g[2][1], gradients[1], 1e-15, 'gradInput[1]')
      assert.is_true(rawequal(g[1][2], gradients[2][1]) and rawequal(g[2][2], gradients[2][2]))
      module:clearState()
      assert.equal(0, module.gradInputEl:nElement())
      assert.equal(4, input[2][1]:nElement())
   end)

   it('asks for a pair', function()
      tensors.refuses('nn.ZipTableOneToMany: input must be table of element and table', function()
         nn.ZipTableOneToMany():forward { torch.randn(3) }
      end)
   end)
end)

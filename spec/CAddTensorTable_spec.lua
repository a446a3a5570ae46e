local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.CAddTensorTable', function()
   it('adds the first to each of the second, and adds up its gradients', function()
      local module = nn.CAddTensorTable()
      local input = { torch.randn(3), { torch.randn(3), torch.randn(3), torch.randn(3) } }
      local g = { torch.randn(3), torch.randn(3), torch.randn(3) }
      local output = module:forward(input)
      assert.equal(3, #output)
      for i = 1, 3 do
         tensors.close(input[1] + input[2][i], output[i], 0, 'output')
      end
      local gradients = module:backward(input, g)
      tensors.close(g[1] + g[2] + g[3], gradients[1], 1e-15, 'gradInput[1]')
      for i = 1, 3 do
         tensors.close(g[i], gradients[2][i], 0, 'gradInput[2]')
      end
      input[2][3], g[3] = nil, nil
      assert.equal(2, #module:forward(input))
      assert.equal(2, #module:backward(input, g)[2])
   end)

   it('names what it was given and what it wanted', function()
      tensors.refuses('nn.CAddTensorTable: input[2][1] of size 4 does not have as many elements as the input[1] of size 3', function()
         nn.CAddTensorTable():forward { torch.randn(3), { torch.randn(4) } }
      end)
      tensors.refuses('nn.CAddTensorTable: gradOutput: a table of 1 tensors expected', function()
         nn.CAddTensorTable():backward({ torch.randn(3), { torch.randn(3) } }, torch.randn(3))
      end)
   end)
end)

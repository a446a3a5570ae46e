require 'nn'

describe('nn.ZipTable', function()
   it('turns a table of tables, and its gradients back', function()
      local module = nn.ZipTable()
      local input = { { torch.randn(1), torch.randn(2) }, { torch.randn(3), torch.randn(4) }, { torch.randn(5), torch.randn(6) } }
      local output = module:forward(input)
      assert.equal(2, #output)
      local gradients = module:backward(input, output)
      assert.equal(3, #gradients)
      for i = 1, 3 do
         for j = 1, 2 do
            assert.is_true(rawequal(input[i][j], output[j][i]))
            assert.is_true(rawequal(input[i][j], gradients[i][j]))
         end
      end
   end)
end)

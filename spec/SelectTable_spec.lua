local checks = require 'spec.support.module_checks'

local function inputs()
   return { torch.rand(3, 4), torch.rand(2), { torch.rand(3), { torch.rand(2) } } }
end

describe('nn.SelectTable', function()
   it('gives an entry, and zeros for the gradients of the others', function()
      local x, g = inputs(), inputs()
      for i = 1, 3 do
         for _, index in ipairs { i, i - 4 } do
            local module = nn.SelectTable(index)
            assert.is_true(rawequal(x[i], module:forward(x)))
            local gradInput = module:backward(x, g[i])
            for j = 1, 3 do
               local function agrees(wanted, got)
                  if torch.isTensor(wanted) then
                     checks.close(i == j and wanted or wanted * 0, got, 0, 'gradInput')
                  else
                     for k in ipairs(wanted) do
                        agrees(wanted[k], got[k])
                     end
                  end
               end
               agrees(g[j], gradInput[j])
            end
         end
      end
   end)

   it('takes other keys, and tables whose entries change', function()
      local module, x = nn.SelectTable('b'), { a = torch.rand(2), b = torch.rand(3) }
      assert.is_true(rawequal(x.b, module:forward(x)))
      module:backward(x, x.b)
      x = { b = torch.rand(4), c = torch.rand(1) }
      module:forward(x)
      local gradInput = module:backward(x, x.b)
      assert.is_nil(gradInput.a)
      assert.same({ 0 }, gradInput.c:totable())
      checks.close(x.b, gradInput.b, 0, 'gradInput')
   end)

   it('changes type, clears its state and is cloned', function()
      local module, x = nn.SelectTable(2), inputs()
      module:forward(x)
      module:backward(x, x[2])
      module = module:float():clone():clearState()
      assert.is_true(rawequal(x[2], module:forward(x)))
      checks.close(x[2], module:backward(x, x[2])[2], 0, 'gradInput')
      assert.equal('nn.SelectTable(2)', tostring(module))
      assert.equal('nn.SelectTable(key)', tostring(nn.SelectTable('key')))
   end)

   it('refuses what is not there', function()
      checks.refuses('nn.SelectTable(4): index does not exist in the input table', function() nn.SelectTable(4):forward(inputs()) end)
   end)
end)

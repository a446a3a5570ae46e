local table_checks = require 'spec.support.table_checks'
local tensors = require 'spec.support.tensors'

describe('nn.CMulTable', function()
   local function value(...)
      local product = 1
      for _, x in ipairs { ... } do
         product = product * x
      end
      return product
   end

   table_checks.elementwise {
      new = nn.CMulTable, any = true, value = value,
      derivative = function(i, ...)
         local others = { ... }
         table.remove(others, i)
         return value(unpack(others))
      end,
   }

   it('has gradients where factors are zero', function()
      local gradients = nn.CMulTable():updateGradInput({ torch.Tensor { 0 }, torch.Tensor { 2 }, torch.Tensor { 3 } }, torch.Tensor { 1 })
      assert.same({ 6, 0, 0 }, { gradients[1][1], gradients[2][1], gradients[3][1] })
   end)

   it('has them by dividing the output, too', function()
      local module, input, g = nn.CMulTable(), { torch.rand(4):add(1), torch.rand(4):add(1), torch.rand(4):add(1) }, torch.randn(4)
      module:forward(input)
      local wanted = {}
      for i, gradient in ipairs(module:updateGradInput(input, g)) do
         wanted[i] = gradient:clone()
      end
      for i, gradient in ipairs(module:updateGradInput_efficient(input, g)) do
         tensors.close(wanted[i], gradient, 1e-14, 'gradInput')
      end
   end)
end)

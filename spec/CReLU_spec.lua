local checks = require 'spec.support.module_checks'

describe('nn.CReLU', function()
   local function parts(x, dim)
      return torch.cat(torch.cmax(x, 0), torch.cmax(-x, 0), dim)
   end

   it('gives the positive and the negative part along the first dimension of a sample', function()
      for _, inplace in ipairs { false, true } do
         local rows, images = nn.CReLU(1, inplace), nn.CReLU(3, inplace)
         local x, y = torch.randn(4, 6), torch.randn(2, 3, 4, 5)
         checks.close(parts(x, 2), rows:forward(x), 0, 'rows')
         checks.close(parts(x[1], 1), rows:forward(x[1]), 0, 'a row')
         checks.close(parts(y, 2), images:forward(checks.scattered(y)), 0, 'images')
         checks.close(parts(y[2], 1), images:forward(y[2]), 0, 'an image')
      end
   end)

   it('has the gradients that finite differences show', function()
      local x = torch.randn(2, 3, 4, 5)
      assert.is_true(nn.Jacobian.testJacobian(nn.CReLU(3), x) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobian(nn.CReLU(3, true), x) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobian(nn.CReLU(4), x) < 1e-6)
      assert.same({ 0, 0 }, { nn.Jacobian.testIO(nn.CReLU(3), x) })
   end)

   it('prints, and is the same as a clone and in float', function()
      local module, x = nn.CReLU(3), torch.randn(3, 4, 5)
      assert.equal('nn.CReLU(3)', tostring(module))
      checks.close(parts(x, 1), module:clone():forward(x), 0, 'a clone')
      checks.close(parts(x, 1):float(), module:float():forward(x:float()), 0, 'float')
   end)
end)

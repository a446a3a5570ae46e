--- Products of matrices, or of batches of them, for nn.MM and nn.MV.
local check = require 'nn.check'

local products = {}

--- Demands that input is a pair of tensors of the module's type, Float or Double.
-- @return descriptor of the type, the first, the second
function products.pair(module, input)
   if type(input) ~= 'table' or #input ~= 2 then
      check.fail(module, 'input must be a pair of minibatch matrices')
   end
   local T = check.floating(module, input[1], 'input[1]')
   check.floating(module, input[2], 'input[2]')
   return T, input[1], input[2]
end

--- The last two dimensions of x exchanged.
function products.turned(x)
   local n = x:dim()
   return x:transpose(n - 1, n)
end

--- result = a b.
function products.multiply(result, a, b)
   return a:dim() == 2 and result:mm(a, b) or result:bmm(a, b)
end

return products

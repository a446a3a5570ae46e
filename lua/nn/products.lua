--- Products of matrices, or of batches of them, for nn.MM and nn.MV.
local products = {}

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

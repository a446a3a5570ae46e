--- x + y, x * 2 and the other operators: new tensors of the same type.
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

-- What goes wrong in an operator names both operands.
local function unsupported(symbol, a, b)
   blame('no operator %s between %s and %s', symbol, class.type(a), class.type(b))
end

for _, T in ipairs(types.all) do
   local M, new = T.tensor, T.newTensor

   local function is(x)
      return handle.typeOf(x) == T
   end

   function M.__add__(a, b)
      if is(a) and (type(b) == 'number' or is(b)) then
         return new():add(a, b)
      elseif is(b) and type(a) == 'number' then
         return new():add(b, a)
      end
      unsupported('+', a, b)
   end

   function M.__sub__(a, b)
      if is(a) and (type(b) == 'number' or is(b)) then
         return new():csub(a, b)
      elseif is(b) and type(a) == 'number' then
         return new():resizeAs(b):fill(a):csub(b)
      end
      unsupported('-', a, b)
   end

   function M.__unm__(a)
      return new():mul(a, -1)
   end

   local function product(a, b)
      local m, n = a:dim(), b:dim()
      if m == 1 and n == 1 then
         return a:dot(b)
      elseif m == 2 and n == 1 then
         return new():mv(a, b)
      elseif m == 2 and n == 2 then
         return new():mm(a, b)
      end
      blame('multiplication between %dD and %dD tensors not yet supported', m, n)
   end

   function M.__mul__(a, b)
      if is(a) and type(b) == 'number' then
         return new():mul(a, b)
      elseif is(b) and type(a) == 'number' then
         return new():mul(b, a)
      elseif is(a) and is(b) then
         return product(a, b)
      end
      unsupported('*', a, b)
   end

   function M.__div__(a, b)
      if is(a) and type(b) == 'number' then
         return new():div(a, b)
      end
      unsupported('/', a, b)
   end

   function M.__mod__(a, b)
      if is(a) and type(b) == 'number' then
         return new():remainder(a, b)
      end
      unsupported('%', a, b)
   end

   -- Straight to the methods above (or to what a script puts in their place): the general way through the classes of both operands
   -- is a loop, which costs more than a small tensor's arithmetic.
   function M.__add(a, b) return M.__add__(a, b) end
   function M.__sub(a, b) return M.__sub__(a, b) end
   function M.__unm(a) return M.__unm__(a) end
   function M.__mul(a, b) return M.__mul__(a, b) end
   function M.__div(a, b) return M.__div__(a, b) end
   function M.__mod(a, b) return M.__mod__(a, b) end
   function M.__eq(a, b) return M.__eq__(a, b) end
end

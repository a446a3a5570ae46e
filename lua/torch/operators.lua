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
   local M = T.tensor

   local function is(x)
      return handle.typeOf(x) == T
   end

   local function copy(x)
      return x:clone()
   end

   function M.__add__(a, b)
      if is(a) and (type(b) == 'number' or is(b)) then
         return copy(a):add(b)
      elseif is(b) and type(a) == 'number' then
         return copy(b):add(a)
      end
      unsupported('+', a, b)
   end

   function M.__sub__(a, b)
      if is(a) and (type(b) == 'number' or is(b)) then
         return copy(a):csub(b)
      elseif is(b) and type(a) == 'number' then
         return T.newTensor():resizeAs(b):fill(a):csub(b)
      end
      unsupported('-', a, b)
   end

   function M.__unm__(a)
      return copy(a):mul(-1)
   end

   local function product(a, b)
      local m, n = a:dim(), b:dim()
      if m == 1 and n == 1 then
         return a:dot(b)
      elseif m == 2 and n == 1 then
         return T.newTensor():mv(a, b)
      elseif m == 2 and n == 2 then
         return T.newTensor():mm(a, b)
      end
      blame('multiplication between %dD and %dD tensors not yet supported', m, n)
   end

   function M.__mul__(a, b)
      if is(a) and type(b) == 'number' then
         return copy(a):mul(b)
      elseif is(b) and type(a) == 'number' then
         return copy(b):mul(a)
      elseif is(a) and is(b) then
         return product(a, b)
      end
      unsupported('*', a, b)
   end

   function M.__div__(a, b)
      if is(a) and type(b) == 'number' then
         return copy(a):div(b)
      end
      unsupported('/', a, b)
   end

   function M.__mod__(a, b)
      if is(a) and type(b) == 'number' then
         return copy(a):remainder(b)
      end
      unsupported('%', a, b)
   end
end

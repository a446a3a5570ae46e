--- Comparison: x:lt(y) and its kind, equal, all, any.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local handle = require 'torch.handle'
local library = require 'lampas.library'
local types = require 'torch.types'

local define, paired, done, raw = overload.define, operands.paired, operands.done, operands.raw
local core = library.core

-- Work of comparison `name` of tensors of type S (nil: of the type that is being defined) with a number, or with a tensor.
local function with_number(name, S)
   return function(T)
      local f = (S or T).kernels[name]
      return function(r, x, v)
         local to, from = raw(r), raw(x)
         handle.resizeAs(to, from)
         done(f(to, from, nil, v))
      end
   end
end

local function with_tensor(name, S)
   return function(T)
      local f = (S or T).kernels[name]
      return function(r, x, y)
         local to, from, other = raw(r), raw(x), raw(y)
         paired(name, from, other)
         handle.resizeAs(to, from)
         done(f(to, from, other, 0))
      end
   end
end

--- x:lt(v), x:lt(y), torch.lt([b,] x, v or y): a ByteTensor of 1 where it holds and 0 where not; r:lt(x, v or y) with r of x's type writes there.
for _, name in ipairs { 'lt', 'le', 'gt', 'ge', 'eq', 'ne' } do
   local of_bytes = { { '*Byte T real', with_number(name) }, { '*Byte T T', with_tensor(name) } }
   for i = 2, #types.all do
      local S = types.all[i]
      define(name, { S }, {
         { '*Byte T real', with_number(name) }, { '*Byte T T', with_tensor(name) },
         { '!T T real', with_number(name) }, { '!T T T', with_tensor(name) },
      })
      -- torch.lt(b, x, v) is looked up for the type of b
      of_bytes[#of_bytes + 1] = { ('!T %s real'):format(S.name), with_number(name, S) }
      of_bytes[#of_bytes + 1] = { ('!T %s %s'):format(S.name, S.name), with_tensor(name, S) }
   end
   define(name, { types.by_name.Byte }, of_bytes)
end

--- x:equal(y): true when sizes and all elements agree.
define('equal', types.all, {
   { 'T T', function(T)
      local equal = T.kernels.equal
      return function(x, y)
         local a, b = raw(x), raw(y)
         if core.THTensor_isSameSizeAs(a, b) == 0 then
            return false
         end
         local outcome = equal(a, b)
         done(outcome < 0 and outcome or 0)
         return outcome == 1
      end
   end },
})

--- x:all(), x:any(): whether all elements, or any, of a ByteTensor are not 0.
define('all', { types.by_name.Byte }, {
   { 'T', function(T)
      local least = T.kernels.minAll
      return function(x)
         return least(raw(x)) ~= 0
      end
   end },
})

define('any', { types.by_name.Byte }, {
   { 'T', function(T)
      local greatest = T.kernels.maxAll
      return function(x)
         local p = raw(x)
         return p.nDimension > 0 and greatest(p) ~= 0
      end
   end },
})

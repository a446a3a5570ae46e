--- Products of matrices and vectors. r:mm(a, b) overwrites r; x:addmm([beta,] [t,] [alpha,] a, b) = beta*t + alpha*(a·b), t being x when it is
-- not given; torch.addmm([r,] [beta,] t, [alpha,] a, b) writes to r or a new tensor.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local handle = require 'torch.handle'
local types = require 'torch.types'
local ffi = require 'ffi'
local blame = require 'lampas.blame'

local define, done, raw, apart = overload.define, operands.done, operands.raw, operands.apart

local function brackets(p)
   return '[' .. operands.text(p) .. ']'
end

local function mismatch(a, b)
   blame('size mismatch, m1: %s, m2: %s', brackets(a), brackets(b))
end

local buffer = ffi.new('long[3]')

-- Sizes of each product, from its operands: number and `long *`.
local shapes = {
   mm = function(a, b)
      if a.size[1] ~= b.size[0] then
         mismatch(a, b)
      end
      buffer[0], buffer[1] = a.size[0], b.size[1]
      return 2
   end,
   mv = function(a, x)
      if a.size[1] ~= x.size[0] then
         mismatch(a, x)
      end
      buffer[0] = a.size[0]
      return 1
   end,
   r = function(x, y)
      buffer[0], buffer[1] = x.size[0], y.size[0]
      return 2
   end,
   bmm = function(a, b)
      if a.size[0] ~= b.size[0] or a.size[2] ~= b.size[1] then
         mismatch(a, b)
      end
      buffer[0], buffer[1], buffer[2] = a.size[0], a.size[1], b.size[2]
      return 3
   end,
   bsum = function(a, b)
      if a.size[0] ~= b.size[0] or a.size[2] ~= b.size[1] then
         mismatch(a, b)
      end
      buffer[0], buffer[1] = a.size[1], b.size[2]
      return 2
   end,
}

-- r = a·b
local function overwrite(kernel, sizes)
   return function(T)
      local f = T.kernels[kernel]
      return function(r, a, b)
         a, b = apart(r, a), apart(r, b)
         local n = sizes(raw(a), raw(b))
         local to = raw(r)
         handle.resize(to, n, buffer, nil)
         done(f(to, 0, 1, raw(a), raw(b)))
      end
   end
end

-- r = beta*t + alpha*(a·b)
local function update(name, kernel, sizes)
   return function(T)
      local f, copy = T.kernels[kernel], T.kernels.copy
      return function(r, beta, t, alpha, a, b)
         local other, first, second = raw(t), raw(a), raw(b)
         local n = sizes(first, second)
         local agree = other.nDimension == n
         for d = 0, agree and n - 1 or -1 do
            agree = agree and other.size[d] == buffer[d]
         end
         if not agree then
            blame("size mismatch in '%s', t: %s, m1: %s, m2: %s", name, brackets(other), brackets(first), brackets(second))
         end
         local to = raw(r)
         if to ~= other then
            a, b = apart(r, a), apart(r, b)
            handle.resizeAs(to, other)
            done(copy(to, other))
         end
         done(f(to, beta, alpha, raw(a), raw(b)))
      end
   end
end

define('mm', types.all, { { '!T T/2 T/2', overwrite('addmm', shapes.mm) } })
define('mv', types.all, { { '!T T/2 T/1', overwrite('addmv', shapes.mv) } })
define('ger', types.all, { { '!T T/1 T/1', overwrite('addr', shapes.r) } })
define('bmm', types.all, { { '!T T/3 T/3', overwrite('baddbmm', shapes.bmm) } })

local function without_beta(work)
   return function(T)
      local f = work(T)
      return function(r, t, alpha, a, b)
         f(r, 1, t, alpha, a, b)
      end
   end
end

local function define_update(name, dims, kernel, sizes, operand_words)
   local work = update(name, kernel, sizes)
   define(name, types.all, {
      { '*T real=1 T/' .. dims .. ' real=1 ' .. operand_words, work, form = 'function' },
      { '!T/' .. dims .. ' T=1 real=1 ' .. operand_words, without_beta(work), form = 'method' },
      { '!T/' .. dims .. ' real T=1 real ' .. operand_words, work, form = 'method' },
   })
end

define_update('addmm', 2, 'addmm', shapes.mm, 'T/2 T/2')
define_update('addmv', 1, 'addmv', shapes.mv, 'T/2 T/1')
define_update('addr', 2, 'addr', shapes.r, 'T/1 T/1')
define_update('baddbmm', 3, 'baddbmm', shapes.bmm, 'T/3 T/3')
define_update('addbmm', 2, 'addbmm', shapes.bsum, 'T/3 T/3')

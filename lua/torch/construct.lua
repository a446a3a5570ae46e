--- Constructed tensors: zeros, ones, eye, range, linspace, logspace, diag, tril, triu, cross; trace.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local handle = require 'torch.handle'
local types = require 'torch.types'
local blame = require 'lampas.blame'

local define, raw, apart = overload.define, operands.raw, operands.apart

--- torch.zeros([r,] sizes), torch.ones([r,] sizes); x:zeros(sizes) resizes x.
for name, value in pairs { zeros = 0, ones = 1 } do
   define(name, types.all, {
      { '!T sizes', function(T)
         local fill = T.kernels.fill
         return function(r, n, sizes)
            local p = raw(r)
            handle.resize(p, n, sizes, nil)
            fill(p, value)
         end
      end },
   })
end

-- Diagonal k of a matrix as a vector view, nil where the matrix has none there.
local function diagonal(x, k)
   local rows, columns = x:size(1), x:size(2)
   local down, right = math.max(-k, 0), math.max(k, 0)
   local n = math.min(rows - down, columns - right)
   if n > 0 then
      return x.new(x:storage(), x:storageOffset() + down * x:stride(1) + right * x:stride(2), n, x:stride(1) + x:stride(2))
   end
end

--- torch.eye([r,] n [, m = n]): ones on the diagonal, else zeros.
define('eye', types.all, {
   { '!T long long=nil', function()
      return function(r, n, m)
         if n <= 0 or (m or 1) <= 0 then
            blame("bad argument to 'eye' (sizes must be positive, got %s and %s)", tostring(n), tostring(m or n))
         end
         diagonal(r:resize(n, m or n):zero(), 0):fill(1)
      end
   end },
})

local function truncated(T, v)
   return T.integer and (v < 0 and math.ceil(v) or math.floor(v)) or v
end

--- torch.range([r,] a, b [, step = 1]): a, a + step, … up to b, included when it is met.
define('range', types.all, {
   { '!T real real real=1', function(T)
      local range = T.kernels.range
      return function(r, a, b, step)
         a, b, step = truncated(T, a), truncated(T, b), truncated(T, step)
         if step == 0 then
            blame("bad argument to 'range' (step must be a non-null number)")
         elseif (step > 0 and a > b) or (step < 0 and a < b) then
            blame('upper bound and larger bound incoherent with step sign: from %g to %g by %g', a, b, step)
         end
         local n = math.floor((b - a) / step) + 1
         if r:nElement() ~= n then
            r:resize(n)
         end
         range(raw(r), a, step)
      end
   end },
})

--- torch.linspace([r,] a, b [, n = 100]): n evenly spaced numbers; logspace: 10 to those powers.
for _, name in ipairs { 'linspace', 'logspace' } do
   define(name, types.floating, {
      { '!T real real long=100', function(T)
         local kernel = T.kernels[name]
         return function(r, a, b, n)
            if n < 1 or (n == 1 and a ~= b) then
               blame("bad argument to '%s' (invalid number of points: %s)", name, tostring(n))
            end
            if r:nElement() ~= n then
               r:resize(n)
            end
            kernel(raw(r), a, b)
         end
      end },
   })
end

--- torch.diag([r,] x [, k = 0]): diagonal k of a matrix; of a vector, the matrix that has it there.
define('diag', types.all, {
   { '*T T long=0', function()
      return function(r, x, k)
         x = apart(r, x)
         if x:dim() == 1 then
            local n = x:size(1) + math.abs(k)
            diagonal(r:resize(n, n):zero(), k):copy(x)
         elseif x:dim() == 2 then
            local view = diagonal(x, k) or blame("bad argument to 'diag' (a %dx%d matrix has no diagonal %d)", x:size(1), x:size(2), k)
            r:resize(view:size(1)):copy(view)
         else
            blame("bad argument to 'diag' (matrix or a vector expected, got %s)", operands.text(raw(x)))
         end
      end
   end },
})

--- torch.tril([r,] x [, k = 0]): x with zeros above diagonal k; triu: below it.
for _, name in ipairs { 'tril', 'triu' } do
   define(name, types.all, {
      { '*T T/2 long=0', function(T)
         local kernel = T.kernels[name]
         return function(r, x, k)
            x = operands.inPlaceOrApart(r, x)
            local to, from = operands.like(r, x)
            kernel(to, from, k)
         end
      end },
   })
end

--- x:trace(): the sum of a matrix's diagonal.
define('trace', types.all, {
   { 'T/2', function()
      return function(x)
         return diagonal(x, 0):sum()
      end
   end },
})

local function first_of_size_three(x)
   for d = 1, x:dim() do
      if x:size(d) == 3 then
         return d
      end
   end
   blame("bad argument to 'cross' (no dimension of size 3 in %s)", operands.text(raw(x)))
end

--- torch.cross([r,] x, y [, d]): vector products along dimension d, the first of size 3 when it is not given.
define('cross', types.all, {
   { '*T T T long=nil', function()
      return function(r, x, y, d)
         operands.sameSize('cross', raw(x), raw(y))
         d = d or first_of_size_three(x)
         if operands.dimension('cross', raw(x), d) and x:size(d) ~= 3 then
            blame("bad argument to 'cross' (dimension %d does not have size 3 in %s)", d, operands.text(raw(x)))
         end
         x, y = apart(r, x), apart(r, y)
         r:resizeAs(x)
         for i = 1, 3 do
            local j, k = i % 3 + 1, (i + 1) % 3 + 1
            r:narrow(d, i, 1):cmul(x:narrow(d, j, 1), y:narrow(d, k, 1)):addcmul(-1, x:narrow(d, k, 1), y:narrow(d, j, 1))
         end
      end
   end },
})

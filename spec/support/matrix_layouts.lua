--- Tensors of given values in every memory layout, and naive matrices (nested tables) to compare them with.
local layouts = {}

local function constructor(T)
   return torch.getconstructortable(T.tensorName)
end

--- Names of the layouts of layouts.make.
layouts.names = { 'contiguous', 'transposed', 'narrowed', 'strided' }

--- A tensor of type T with the values of a nested table, laid out as named: contiguous; with its first and last dimension
-- exchanged in memory; a part of a larger tensor; every second element of each row.
function layouts.make(T, values, layout)
   local x = constructor(T)(values)
   local n = x:dim()
   if layout == 'contiguous' then
      return x
   end
   local sizes = x:size():totable()
   local view
   if layout == 'transposed' then
      sizes[1], sizes[n] = sizes[n], sizes[1]
      view = constructor(T)(unpack(sizes)):transpose(1, n)
   elseif layout == 'narrowed' then
      for d = 1, n do
         sizes[d] = sizes[d] + 2
      end
      view = constructor(T)(unpack(sizes)):fill(77)
      for d = 1, n do
         view = view:narrow(d, 2, sizes[d] - 2)
      end
   else
      sizes[n + 1] = 2
      view = constructor(T)(unpack(sizes)):fill(77):select(n + 1, 2)
   end
   return view:copy(x)
end

--- rows x columns of random numbers in (-1, 1).
function layouts.random(rows, columns)
   local values = {}
   for i = 1, rows do
      values[i] = columns and layouts.random(columns) or 2 * math.random() - 1
   end
   return values
end

function layouts.transpose(a)
   local values = {}
   for j = 1, #a[1] do
      values[j] = {}
      for i = 1, #a do
         values[j][i] = a[i][j]
      end
   end
   return values
end

function layouts.multiply(a, b)
   local values = {}
   for i = 1, #a do
      values[i] = {}
      for j = 1, #b[1] do
         local sum = 0
         for k = 1, #b do
            sum = sum + a[i][k] * b[k][j]
         end
         values[i][j] = sum
      end
   end
   return values
end

--- The square matrix with f(i, j) in its places, f of one argument: on its diagonal.
function layouts.square(n, f)
   local values = {}
   for i = 1, n do
      values[i] = {}
      for j = 1, n do
         values[i][j] = f(i, j)
      end
   end
   return values
end

--- The largest difference of two nested tables; infinite when their shapes differ or something is not a number.
function layouts.distance(a, b)
   if type(a) == 'number' then
      local difference = math.abs(a - b)
      return difference == difference and difference or math.huge
   end
   local most = #a == #b and 0 or math.huge
   for i = 1, math.min(#a, #b) do
      most = math.max(most, layouts.distance(a[i], b[i]))
   end
   return most
end

return layouts

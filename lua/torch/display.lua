--- Printing: tostring of tensors and storages, exactly as Torch prints them.
--
-- One format serves all elements of a tensor. With e(x) = floor(log10(x)) + 1, the number of digits before the point:
-- integers get the width of the largest, plus one; other values are printed with four decimals when their magnitudes
-- allow it, with a common factor ahead when all are large or small, and in scientific form when they differ too much.
local types = require 'torch.types'
local handle = require 'torch.handle'

local LINE = 80 -- characters

local function magnitude(x)
   return x ~= 0 and math.floor(math.log10(x)) + 1 or 1
end

-- Format, common factor or nil, and width for an array of numbers.
local function choose_format(values)
   local whole, least, most = true, math.huge, 0
   for _, x in ipairs(values) do
      if x ~= x then
         return '%f', nil, 0 / 0
      end
      whole = whole and x == math.ceil(x)
      local size = math.abs(x)
      least, most = math.min(least, size), math.max(most, size)
   end
   local low, high = magnitude(least), magnitude(most)
   if whole then
      if high > 9 then
         return '%11.4e', nil, 11
      end
      return ('%%%dd'):format(high + 1), nil, high + 1
   elseif high - low > 4 then
      local width = (math.abs(high) > 99 or math.abs(low) > 99) and 12 or 11
      return ('%%%d.4e'):format(width), nil, width
   elseif high > 5 or high < 0 then
      return '%7.4f', 10 ^ (high - 1), 7
   end
   local width = high == 0 and 7 or high + 6
   return ('%%%d.4f'):format(width), nil, width
end

local function factor_line(factor)
   return factor and ('%g *\n'):format(factor) or ''
end

local function vector(values)
   local format, factor = choose_format(values)
   local lines = {}
   for i, x in ipairs(values) do
      lines[i] = format:format(x / (factor or 1)) .. '\n'
   end
   return factor_line(factor) .. table.concat(lines)
end

-- Rows x columns of the values from values[first + 1] on, cut into blocks of columns that fit a line.
local function matrix(values, first, rows, columns, indent)
   local format, factor, width = choose_format(values)
   local each = math.floor((LINE - #indent) / (width + 1))
   if each ~= each or each < 1 then
      each = columns
   end
   local parts = { factor and indent .. factor_line(factor) or '' }
   local lead = factor and indent .. ' ' or indent
   for from = 1, columns, each do
      local to = math.min(from + each - 1, columns)
      if each < columns then
         parts[#parts + 1] = (from > 1 and '\n' or '') .. ('%sColumns %d to %d\n'):format(indent, from, to)
      end
      for row = 0, rows - 1 do
         local words = {}
         for column = from, to do
            words[#words + 1] = format:format(values[first + row * columns + column] / (factor or 1))
         end
         parts[#parts + 1] = lead .. table.concat(words, ' ') .. '\n'
      end
   end
   return table.concat(parts)
end

-- All matrices of a tensor with more than two dimensions; the first leading index varies fastest.
local function matrices(values, sizes)
   local n = #sizes
   local rows, columns = sizes[n - 1], sizes[n]
   local counter, parts, total = {}, {}, 1
   for d = 1, n - 2 do
      counter[d] = 1
      total = total * sizes[d]
   end
   for k = 1, total do
      local at = 0
      for d = 1, n - 2 do
         at = at * sizes[d] + counter[d] - 1
      end
      parts[k] = ('(%s,.,.) = \n'):format(table.concat(counter, ',')) .. matrix(values, at * rows * columns, rows, columns, ' ')
      local d = 1
      while d <= n - 2 do
         counter[d] = counter[d] + 1
         if counter[d] <= sizes[d] then
            break
         end
         counter[d], d = 1, d + 1
      end
   end
   return table.concat(parts, '\n')
end

local function flat_values(x)
   x = x:contiguous()
   local data, values = handle.elements(x), {}
   for i = 1, x:nElement() do
      values[i] = tonumber(data[i - 1])
   end
   return values
end

for _, T in ipairs(types.stored) do
   T.tensor.__tostring__ = function(self)
      local sizes = T.tensor.size(self):totable()
      if #sizes == 0 then
         return ('[%s with no dimension]\n'):format(T.tensorName)
      end
      local values = flat_values(self)
      local body
      if #sizes == 1 then
         body = vector(values)
      elseif #sizes == 2 then
         body = matrix(values, 0, sizes[1], sizes[2], '')
      else
         body = matrices(values, sizes)
      end
      return ('%s[%s of size %s]\n'):format(body, T.tensorName, table.concat(sizes, 'x'))
   end

   T.storage.__tostring__ = function(self)
      local values = T.storage.totable(self)
      return ('%s[%s of size %d]\n'):format(#values > 0 and vector(values) or '', T.storageName, #values)
   end
end


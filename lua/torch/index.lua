--- Elements: x[i], x[{…}], x[LongStorage], x[mask], their assignment, apply, map, totable.
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local Long, Byte = types.by_name.Long, types.by_name.Byte
local pointer = handle.pointer

-- 0-based position of index i (negative: from the end) in a dimension of `size`.
local function position(i, size)
   local at = i < 0 and size + i or i - 1
   if not (at >= 0 and at < size) then
      blame('index %s out of range: the dimension has size %d', i, size)
   end
   return at
end

-- Narrow `view` by one entry {a [, b]} of an index table.
local function narrow_by(view, d, range)
   local size = view:size(d)
   local first = range[1]
   if first == nil then
      return view
   end
   local last = range[2] == nil and first or range[2]
   if type(first) ~= 'number' or type(last) ~= 'number' then
      blame('a range of numbers expected at dimension %d, got %s and %s', d, class.type(first), class.type(last))
   end
   first = first < 0 and size + first + 1 or first
   last = last < 0 and size + last + 1 or last
   if not (first >= 1 and first < size + 1) then
      blame('start index out of bound: %s at dimension %d of size %d', first, d, size)
   elseif not (last >= 1 and last < size + 1) then
      blame('end index out of bound: %s at dimension %d of size %d', last, d, size)
   elseif last < first then
      blame('end index must be greater or equal to start index: %s to %s at dimension %d', first, last, d)
   end
   return view:narrow(d, first, last - first + 1)
end

local function define(T)
   local M = T.tensor

   local function elements(p)
      return T.elements(p.storage.data) + p.storageOffset
   end

   -- Place in memory of the element that the numbers keys[1..n] name, when they name one.
   local function element_of(p, n, keys)
      local offset = 0
      for d = 1, n do
         local size = tonumber(p.size[d - 1])
         local i = tonumber(keys[d])
         local at = i < 0 and size + i or i - 1
         if not (at >= 0 and at < size) then
            blame('index out of bound: %s at dimension %d of size %d', i, d, size)
         end
         offset = offset + at * tonumber(p.stride[d - 1])
      end
      return offset
   end

   -- x[{…}]: an offset when the table names one element, else a view.
   local function by_table(self, p, keys)
      local count = #keys
      if count > p.nDimension then
         blame('too many indices provided: %d for a %dD tensor', count, p.nDimension)
      end
      local numbers = count == p.nDimension and count > 0
      for d = 1, count do
         numbers = numbers and type(keys[d]) == 'number'
      end
      if numbers then
         return element_of(p, count, keys)
      end
      local view, d = self, 1
      for i = 1, count do
         local key = keys[i]
         if type(key) == 'number' then
            view = view:select(d, position(key, view:size(d)) + 1)
         elseif type(key) == 'table' then
            view = narrow_by(view, d, key)
            d = d + 1
         else
            blame('a number or a table expected at dimension %d of an index, got %s', i, class.type(key))
         end
      end
      return nil, view == self and T.newTensor():set(self) or view
   end

   local function by_storage(p, key)
      if p.nDimension == 0 then
         blame('empty tensor')
      elseif key:size() ~= p.nDimension then
         blame('invalid size: %d indices for a %dD tensor', key:size(), p.nDimension)
      end
      return element_of(p, key:size(), key)
   end

   local function by_number(p, key)
      if p.nDimension == 0 then
         blame('empty tensor')
      end
      return position(key, tonumber(p.size[0]))
   end

   --- x[key]: second result true when the key is one that names elements.
   function M:__index__(key)
      local kind = type(key)
      if kind == 'number' then
         local p = pointer(self)
         local at = by_number(p, key)
         if p.nDimension == 1 then
            return tonumber(elements(p)[at * p.stride[0]]), true
         end
         return self:select(1, at + 1), true
      elseif kind == 'table' then
         local p = pointer(self)
         local offset, view = by_table(self, p, key)
         return view or tonumber(elements(p)[offset]), true
      elseif kind == 'userdata' then
         local meta = getmetatable(key)
         if meta == Long.storage then
            local p = pointer(self)
            local offset = by_storage(p, key)
            return tonumber(elements(p)[offset]), true
         elseif meta == Byte.tensor then
            pointer(self)
            return self:maskedSelect(key), true
         end
      end
      return nil, false
   end

   local function assign(view, value)
      if type(value) == 'number' then
         view:fill(value)
      elseif handle.typeOf(value) then
         view:copy(value)
      else
         blame('a number or a tensor expected to assign, got %s', class.type(value))
      end
   end

   local function assign_element(p, offset, value)
      if handle.typeOf(value) and value:nElement() == 1 then
         value = tonumber(handle.elements(value)[0])
      elseif type(value) ~= 'number' then
         blame('a number expected to assign to one element, got %s', class.type(value))
      end
      elements(p)[offset] = value
   end

   --- x[key] = value: a number fills, a tensor of any type is copied; true when the key is one that names elements.
   function M:__newindex__(key, value)
      local kind = type(key)
      if kind == 'number' then
         local p = pointer(self)
         local at = by_number(p, key)
         if p.nDimension == 1 then
            assign_element(p, at * tonumber(p.stride[0]), value)
         else
            assign(self:select(1, at + 1), value)
         end
         return true
      elseif kind == 'table' then
         local p = pointer(self)
         local offset, view = by_table(self, p, key)
         if view then
            assign(view, value)
         else
            assign_element(p, offset, value)
         end
         return true
      elseif kind == 'userdata' then
         local meta = getmetatable(key)
         if meta == Long.storage then
            local p = pointer(self)
            assign_element(p, by_storage(p, key), value)
            return true
         elseif meta == Byte.tensor then
            pointer(self)
            if type(value) == 'number' then
               self:maskedFill(key, value)
            else
               self:maskedCopy(key, value)
            end
            return true
         end
      end
      return false
   end

   M.__index = function(self, key)
      if type(key) ~= 'string' then
         local value, handled = M.__index__(self, key)
         if handled then
            return value
         end
      end
      return M[key]
   end

   M.__newindex = function(self, key, value)
      if not M.__newindex__(self, key, value) then
         blame('%s cannot be indexed by a %s', T.tensorName, class.type(key))
      end
   end

   -- ---- one element after the other, in row-major order ----------------------------------------------------------------

   -- Fail unless f is a function and the others are tensors with as many elements as self.
   local function check_each(f, self, ...)
      local n = M.nElement(self)
      for k = 1, select('#', ...) do
         local x = select(k, ...)
         pointer(x)
         if x:nElement() ~= n then
            blame('inconsistent tensor size: %d and %d elements', n, x:nElement())
         end
      end
      if type(f) ~= 'function' then
         blame('a function of elements expected, got %s', class.type(f))
      end
   end

   -- Calls visit(places in memory, indices) for each element of the tensors.
   local function each(visit, ...)
      local tensors, data, index, where = { ... }, {}, {}, {}
      local n = tensors[1]:nElement()
      for k, x in ipairs(tensors) do
         where[k], data[k], index[k] = pointer(x), handle.elements(x), 0
      end
      local counters = {}
      for k in ipairs(tensors) do
         counters[k] = {}
      end
      for _ = 1, n do
         visit(data, index)
         for k, p in ipairs(where) do
            local counter, d = counters[k], p.nDimension - 1
            while d >= 0 do
               local c = (counter[d] or 0) + 1
               index[k] = index[k] + tonumber(p.stride[d])
               if c < tonumber(p.size[d]) then
                  counter[d] = c
                  break
               end
               index[k] = index[k] - c * tonumber(p.stride[d])
               counter[d] = 0
               d = d - 1
            end
         end
      end
   end

   local function store(data, index, value)
      if type(value) == 'number' then
         data[1][index[1]] = value
      elseif value ~= nil then
         blame('given function should return a number or nil')
      end
   end

   --- x:apply(f): f(element) → its new value, or nil to leave it. Returns self.
   function M:apply(f)
      check_each(f, self)
      each(function(data, index)
         store(data, index, f(tonumber(data[1][index[1]])))
      end, self)
      return self
   end

   --- x:map(y, f): f(element of x, of y) → the new value in x, or nil. Returns self.
   function M:map(y, f)
      check_each(f, self, y)
      each(function(data, index)
         store(data, index, f(tonumber(data[1][index[1]]), tonumber(data[2][index[2]])))
      end, self, y)
      return self
   end

   --- x:map2(y, z, f): f(element of x, of y, of z) → the new value in x, or nil. Returns self.
   function M:map2(y, z, f)
      check_each(f, self, y, z)
      each(function(data, index)
         store(data, index, f(tonumber(data[1][index[1]]), tonumber(data[2][index[2]]), tonumber(data[3][index[3]])))
      end, self, y, z)
      return self
   end

   local function to_table(data, p, d)
      local values = {}
      local stride = tonumber(p.stride[d])
      for i = 0, tonumber(p.size[d]) - 1 do
         if d == p.nDimension - 1 then
            values[i + 1] = tonumber(data[i * stride])
         else
            values[i + 1] = to_table(data + i * stride, p, d + 1)
         end
      end
      return values
   end

   --- Nested Lua tables of the values; a vector gives a flat table, an empty tensor an empty one.
   function M:totable()
      local p = pointer(self)
      return p.nDimension > 0 and to_table(handle.elements(self), p, 0) or {}
   end
end

for _, T in ipairs(types.stored) do
   define(T)
end

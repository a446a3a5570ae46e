--- Gathers tensors into one vector that they become views of: the work behind getParameters.
--
-- Tensors are seen as runs of consecutive elements of their storages. The union of all runs over a storage gives its used
-- segments; these follow each other in the flat vector, storages in the order in which they were met. So tensors that
-- overlap still do afterwards, an element used twice is there once, and unused gaps are gone.
local handle = require 'torch.handle'
local class = require 'torch.class'
local blame = require 'lampas.blame'

-- Dimensions as { size, stride }, the largest stride first, without those that repeat one element; neighbours that make up
-- one consecutive dimension are merged.
local function merged_dimensions(x)
   local p = handle.raw(x)
   local dims = {}
   for d = 0, p.nDimension - 1 do
      local size, stride = tonumber(p.size[d]), tonumber(p.stride[d])
      if size > 1 and stride ~= 0 then
         dims[#dims + 1] = { size = size, stride = stride }
      end
   end
   table.sort(dims, function(a, b)
      return a.stride > b.stride
   end)
   for d = #dims - 1, 1, -1 do
      local outer, inner = dims[d], dims[d + 1]
      if outer.stride == inner.size * inner.stride then
         inner.size = inner.size * outer.size
         table.remove(dims, d)
      end
   end
   return dims
end

-- Appends the runs { first, last } of x to a list; positions in the storage from 0. Returns the first and last of them all.
local function add_runs(runs, x)
   local dims = merged_dimensions(x)
   local length = 1
   if #dims > 0 and dims[#dims].stride == 1 then
      length = table.remove(dims).size
   end
   local function visit(d, first)
      if d > #dims then
         runs[#runs + 1] = { first = first, last = first + length - 1 }
         return first + length - 1
      end
      local last
      for i = 0, dims[d].size - 1 do
         last = visit(d + 1, first + i * dims[d].stride)
      end
      return last
   end
   local first = x:storageOffset() - 1
   return first, visit(1, first)
end

-- The runs as segments without overlap or contact, in order.
local function union(runs)
   table.sort(runs, function(a, b)
      return a.first < b.first
   end)
   local segments = {}
   for _, run in ipairs(runs) do
      local segment = segments[#segments]
      if segment and run.first <= segment.last + 1 then
         segment.last = math.max(segment.last, run.last)
      else
         segments[#segments + 1] = { first = run.first, last = run.last }
      end
   end
   return segments
end

local function segment_at(segments, position)
   local low, high = 1, #segments
   while low < high do
      local middle = math.ceil((low + high) / 2)
      if segments[middle].first <= position then
         low = middle
      else
         high = middle - 1
      end
   end
   return segments[low]
end

-- Groups { storage, runs } in the order in which storages are met, and for each tensor its group and extent.
local function group_by_storage(tensors)
   local groups, places, by_pointer = {}, {}, {}
   for i, x in ipairs(tensors) do
      if x:type() ~= tensors[1]:type() then
         blame('tensors of one type expected, got %s and %s', tensors[1]:type(), x:type())
      end
      if x:nElement() > 0 then
         local storage = x:storage()
         local key = class.pointer(storage)
         local group = by_pointer[key]
         if not group then
            group = { storage = storage, runs = {} }
            by_pointer[key] = group
            groups[#groups + 1] = group
         end
         local first, last = add_runs(group.runs, x)
         places[i] = { group = group, first = first, last = last }
      end
   end
   return groups, places
end

--- One vector with the elements of all the tensors of a list, which are changed to be views of it.
return function(tensors)
   if not tensors or #tensors == 0 then
      return torch.Tensor()
   end
   local groups, places = group_by_storage(tensors)
   local total = 0
   for _, group in ipairs(groups) do
      group.segments = union(group.runs)
      for _, segment in ipairs(group.segments) do
         segment.base = total
         total = total + segment.last - segment.first + 1
      end
   end
   for _, place in pairs(places) do
      place.segment = segment_at(place.group.segments, place.first)
      if place.last > place.segment.last then
         blame('Cannot gather tensors that are not compact')
      end
   end
   local new = tensors[1].new
   local flat = new(total)
   for _, group in ipairs(groups) do
      for _, segment in ipairs(group.segments) do
         local n = segment.last - segment.first + 1
         flat:narrow(1, segment.base + 1, n):copy(new(group.storage, segment.first + 1, torch.LongStorage { n }))
      end
   end
   local storage = flat:storage()
   for i, place in pairs(places) do
      local x = tensors[i]
      x:set(storage, place.segment.base + place.first - place.segment.first + 1, x:size(), x:stride())
   end
   return flat
end

--- Tensors that a module keeps in its fields from call to call: outputs, gradients, contiguous copies.
--
-- A field may be nil (an old file, a script that cut it out) or hold a tensor of another type: then it is made anew.
-- Otherwise it is resized, never remade, so that memory is touched once and callers may hold on to the tensor.
local ffi = require 'ffi'
local library = require 'lampas.library'
local handle = require 'torch.handle'

local core = library.core
local raw, typeOf = handle.raw, handle.typeOf

local buffers = {}

--- The tensor of type T in self[field], of any size; made if it is missing.
function buffers.kept(self, field, T)
   local x = self[field]
   if typeOf(x) ~= T then
      x = T.newTensor()
      self[field] = x
   end
   return x
end

local function resize(x, n, sizes)
   local p = raw(x)
   handle.resize(p, n, sizes, nil)
   if core.THTensor_isContiguous(p) == 0 then -- it was set to a view of something else
      handle.set(p, nil, 0, 0, nil, nil)
      handle.resize(p, n, sizes, nil)
   end
   return x
end

--- self[field] as a contiguous tensor with the sizes (and by default the type) of `like`.
function buffers.like(self, field, like, T)
   local p = raw(like)
   return resize(buffers.kept(self, field, T or typeOf(like)), p.nDimension, p.size)
end

local sizes = ffi.new('long[6]')

--- self[field] as a contiguous tensor of type T with n sizes.
function buffers.sized(self, field, T, n, s1, s2, s3, s4, s5, s6)
   sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5] = s1, s2 or 0, s3 or 0, s4 or 0, s5 or 0, s6 or 0
   return resize(buffers.kept(self, field, T), n, sizes)
end

--- self[field] as a contiguous tensor of type T with the sizes in a list.
function buffers.resized(self, field, T, list)
   return resize(buffers.kept(self, field, T), #list, ffi.new('long[?]', #list, list))
end

--- self[field] as planes × s1 (× s2 (× s3)), or a batch of them when `batch` is not nil.
function buffers.map(self, field, T, batch, planes, s1, s2, s3)
   local n = s3 and 4 or s2 and 3 or 2
   if batch then
      return buffers.sized(self, field, T, n + 1, batch, planes, s1, s2, s3)
   end
   return buffers.sized(self, field, T, n, planes, s1, s2, s3)
end

--- self[field] as a table of contiguous tensors with the sizes and types of those in the table `likes`.
function buffers.list(self, field, likes)
   local list = self[field]
   if type(list) ~= 'table' then
      list = {}
      self[field] = list
   end
   for i = 1, #likes do
      buffers.like(list, i, likes[i])
   end
   for i = #likes + 1, #list do
      list[i] = nil
   end
   return list
end

--- x itself if it is contiguous, else a copy in self[field].
function buffers.contiguous(self, field, x)
   if core.THTensor_isContiguous(raw(x)) ~= 0 then
      return x
   end
   return buffers.like(self, field, x):copy(x)
end

--- After a kernel wrote to what `contiguous` made of x: copies it back if that was not x itself.
function buffers.back(x, copy)
   if not rawequal(x, copy) then
      x:copy(copy)
   end
end

return buffers

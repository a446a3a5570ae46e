--- From tensors as Lua sees them (userdata) to tensors as C sees them (THTensor *), and back.
--
-- A pointer does not keep its tensor alive. The interpreter does while the tensor stands in a local variable, but compiled code
-- forgets variables that are not read again, so a collection between taking a pointer and using it may free the tensor. The rule:
-- take pointers after whatever allocates (new, resize), and use them at once; or use the tensor itself afterwards, as returning it does.
-- Within the work of an operation that overload.lua declares, the arguments are kept alive by its caller.
local ffi = require 'ffi'
local library = require 'lampas.library'
local memory = require 'torch.memory'
local blame = require 'lampas.blame'

local core, box = library.core, library.box
local cast, getmetatable = ffi.cast, getmetatable

local TENSOR = ffi.typeof('THTensor **')
local STORAGE = ffi.typeof('THStorage **')
local NULL = ffi.cast('void *', 0)
local STRUCT_BYTES = ffi.sizeof('THTensor') + ffi.sizeof('THStorage')

local handle = {}

local tensor_types, storage_types = {}, {} -- class metatable → type descriptor

--- Tensor.lua and Storage.lua tell which class metatables are theirs.
function handle.registerTensor(T)
   tensor_types[T.tensor] = T
end

function handle.registerStorage(T)
   storage_types[T.storage] = T
end

--- Type descriptor of a tensor; nil for anything else.
function handle.typeOf(value)
   return type(value) == 'userdata' and tensor_types[getmetatable(value)] or nil
end

--- Type descriptor of a storage; nil for anything else.
function handle.storageTypeOf(value)
   return type(value) == 'userdata' and storage_types[getmetatable(value)] or nil
end

--- THTensor * of a tensor; an error at the caller's line for anything else.
function handle.pointer(x)
   if type(x) ~= 'userdata' or not tensor_types[getmetatable(x)] then
      blame('tensor expected, got %s', require('torch.class').type(x))
   end
   return cast(TENSOR, x)[0]
end

--- THTensor * of what is known to be a tensor (an argument that overload.lua matched), or a field that a script may have cut out.
function handle.raw(x)
   if x == nil then
      blame('tensor expected, got nil')
   end
   return cast(TENSOR, x)[0]
end

--- THStorage * of a storage; an error at the caller's line for anything else.
function handle.storagePointer(x)
   if type(x) ~= 'userdata' or not storage_types[getmetatable(x)] then
      blame('storage expected, got %s', require('torch.class').type(x))
   end
   return cast(STORAGE, x)[0]
end

--- A userdata that takes over one reference of `pointer` (a THTensor *).
function handle.wrap(T, pointer)
   return box(T.tensor, pointer)
end

--- A userdata that takes over one reference of `pointer` (a THStorage *).
function handle.wrapStorage(T, pointer)
   return box(T.storage, pointer)
end

local function out_of_memory(bytes)
   blame('not enough memory: %.1f MB more were needed', bytes / 2 ^ 20)
end

--- A new tensor without dimensions: the userdata and its THTensor *.
function handle.new(T)
   memory.prepare(STRUCT_BYTES)
   local pointer = core.THTensor_new(T.code)
   if pointer == nil then
      out_of_memory(STRUCT_BYTES)
   end
   return box(T.tensor, pointer), pointer
end

--- A new storage of n elements: the userdata and its THStorage *.
function handle.newStorage(T, n)
   local bytes = n * T.bytes
   memory.prepare(bytes + STRUCT_BYTES)
   local pointer = core.THStorage_new(T.code, n)
   if pointer == nil then
      out_of_memory(bytes)
   end
   return box(T.storage, pointer), pointer
end

--- Raise what a status of the core's allocating functions stands for; 0 is fine.
function handle.check(status, bytes)
   if status == -2 then
      blame('Trying to resize storage that is not resizable')
   elseif status ~= 0 then
      out_of_memory(bytes or 0)
   end
end

--- Resize a THTensor * to n sizes (`long *`), with strides or contiguous.
function handle.resize(pointer, n, sizes, strides)
   local growth = tonumber(core.THTensor_growth(pointer, n, sizes, strides))
   if growth > 0 then
      memory.prepare(growth)
   end
   handle.check(core.THTensor_resize(pointer, n, sizes, strides), growth)
end

--- Resize a THTensor * to the sizes of another.
function handle.resizeAs(pointer, other)
   if core.THTensor_isSameSizeAs(pointer, other) == 0 then
      handle.resize(pointer, other.nDimension, other.size, nil)
   end
end

--- THTensor_set with room made first.
function handle.set(pointer, storage, offset, n, sizes, strides)
   local status = core.THTensor_set(pointer, storage, offset, n, sizes, strides)
   if status == -1 then -- garbage may be holding the memory
      collectgarbage()
      status = core.THTensor_set(pointer, storage, offset, n, sizes, strides)
   end
   handle.check(status)
end

--- The elements of a tensor from its first one on: a pointer, or for halves what behaves like one and gives numbers.
function handle.elements(x)
   local p = cast(TENSOR, x)[0]
   return tensor_types[getmetatable(x)].elements(p.storage ~= nil and p.storage.data or NULL) + p.storageOffset
end

--- Number of dimensions.
function handle.ndim(x)
   return cast(TENSOR, x)[0].nDimension
end

handle.NULL = NULL

return handle

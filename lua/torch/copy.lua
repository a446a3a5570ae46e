--- Copies: x:copy(y) between any two types, x:clone().
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local operands = require 'torch.operands'
local blame = require 'lampas.blame'

local done = operands.done

-- The kernel for copies into a half tensor is the source's, for copies from one the target's; halves among themselves move as any
-- elements of two bytes.
local function copy_to_half(to, from)
   local source = types.by_code[from.type].kernels
   if source then
      return source.copyToHalf(to, from)
   end
   return types.by_name.Short.kernels.copy(to, from)
end

for _, T in ipairs(types.stored) do
   local M, copy = T.tensor, T.kernels and T.kernels.copy or copy_to_half

   --- The elements of y, a tensor of any type with as many of them, in row-major order; floating numbers are truncated towards
   -- zero where this tensor has integers. Returns self.
   function M:copy(y)
      if not handle.typeOf(y) then
         blame("bad argument #1 to 'copy' (tensor expected, got %s)", class.type(y))
      end
      local to, from = handle.pointer(self), handle.raw(y)
      operands.paired('copy', to, from)
      done(copy(to, from))
      return self
   end

   --- A contiguous copy with a storage of its own.
   function M:clone()
      local from = handle.pointer(self)
      local result, to = handle.new(T)
      handle.resizeAs(to, from)
      done(copy(to, from))
      return result
   end
end

--- Targets of criteria in the form that kernels take them: contiguous, classes as LongTensor, labels in the criterion's type.
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local Long = types.by_name.Long

local targets = {}

-- `target` as a contiguous tensor of type T: itself if it is one, else a copy in self[field]; a number is taken `count` times.
local function as(self, field, target, T, count)
   if type(target) == 'number' then
      return buffers.sized(self, field, T, 1, count):fill(target)
   end
   local from = handle.typeOf(target)
   if not from then
      check.fail(self, 'target: a number or a tensor expected, got %s', class.type(target))
   elseif from == T and target:isContiguous() then
      return target
   end
   return buffers.like(self, field, target, T):copy(target)
end

--- Classes of any number type as a LongTensor with the target's sizes; a number as one class.
function targets.classes(self, field, target)
   return as(self, field, target, Long, 1)
end

--- One class for each row, from a vector or a number.
function targets.ofRows(self, field, target, rows)
   local classes = targets.classes(self, field, target)
   if classes:dim() ~= 1 then
      check.fail(self, 'multi-target not supported: target of size %s, wanted a vector', check.size(classes))
   elseif classes:nElement() ~= rows then
      check.fail(self, 'target of %d classes, wanted one for each of %d rows', classes:nElement(), rows)
   end
   return classes
end

--- Labels, 1 or -1, for `count` things: a tensor of so many, or a number for all of them.
function targets.labels(self, target, T, count)
   local labels = as(self, '_y', target, T, count)
   if labels:nElement() ~= count then
      check.fail(self, 'target of size %s, wanted %d labels', check.size(labels), count)
   end
   return labels
end

--- Rows and columns of an input of one or two dimensions.
function targets.rows(self, input)
   local p = handle.raw(input)
   local n = p.nDimension
   if n ~= 1 and n ~= 2 then
      check.fail(self, 'input tensor should be 1D or 2D, got size %s', check.size(input))
   end
   return n == 2 and tonumber(p.size[0]) or 1, tonumber(p.size[n - 1])
end

--- The two tensors of a pair, with equal sizes, made contiguous.
function targets.pair(self, input)
   if type(input) ~= 'table' or input[1] == nil or input[2] == nil then
      check.fail(self, 'input: a table of two tensors expected, got %s', type(input) == 'table' and 'one of ' .. #input or class.type(input))
   end
   local T = check.floating(self, input[1], 'input[1]')
   check.floating(self, input[2], 'input[2]')
   check.sameSize(self, input[2], 'input[2]', input[1], 'input[1]')
   return T, buffers.contiguous(self, '_x1', input[1]), buffers.contiguous(self, '_x2', input[2])
end

--- self.gradInput as a pair of tensors with the sizes of `like`.
function targets.pairGradient(self, like)
   if type(self.gradInput) ~= 'table' then
      self.gradInput = {}
   end
   return buffers.like(self.gradInput, 1, like), buffers.like(self.gradInput, 2, like)
end

return targets

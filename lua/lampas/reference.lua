--- Naive references: what a layer must compute, entry by entry, in double precision, in plain Lua loops over the layer's own inputs.
--
-- `lampas/reference/<Class>.lua` describes the class nn.<Class>; a class without such a file has no reference. Each file returns
--
--    geometry(module, size)   plain numbers read from the module and the list of its input's sizes; the other functions take it as g
--    cost(g, bytes)           { forward, backward }, each { flops, bytes }: the arithmetic (2 a multiply-add, nil when memory alone
--                             counts) and the least memory traffic, every operand once, for elements of `bytes` bytes
--    before(module, context)  optional: looks at state that a forward call changes; context.seed is what the generator was seeded with
--    forward(g, module, input, context), backward(g, module, input, gradOutput, context)
--                             lists of arrays to compare with what the module holds after that call; gradParameters were zero before
--
-- (for criteria: input, target and no gradOutput). An array is made by `reference.array`. Every entry can be had alone, so that large
-- layers can be checked on entries drawn at random. Tensors are contiguous.
local reference = {}

--- One array of results to compare.
-- @param name such as 'gradWeight'
-- @param actual the tensor that the module filled, or a number
-- @param size the sizes it must have; {} for a number
-- @param terms how many terms are summed for one entry: what an entry costs, and how far its rounding may go
-- @param fill `fill(indices, n, values)`: the reference of the entries indices[0] to indices[n - 1] (from 0, row-major) into values;
--    both are arrays of double
-- @param traits optional: `slack`, how many times the usual rounding is allowed (transforms that trade some); `exact`, true when
--    entries must be equal
function reference.array(name, actual, size, terms, fill, traits)
   local count = 1
   for _, n in ipairs(size) do
      count = count * n
   end
   traits = traits or {}
   return {
      name = name, actual = actual, size = size, count = count, terms = terms, fill = fill, slack = traits.slack or 1,
      exact = traits.exact,
   }
end

local held = setmetatable({}, { __mode = 'k' })

--- The memory of a contiguous tensor, which lives as long as this pointer is held.
function reference.read(tensor)
   local pointer = tensor:data()
   held[pointer] = tensor
   return pointer
end

--- The sizes of a tensor as a list.
function reference.sizes(tensor)
   local list = {}
   for d = 1, tensor:dim() do
      list[d] = tensor:size(d)
   end
   return list
end

local missing = {}

--- The reference of a class of nn.
-- @param name as torch.typename gives it: 'nn.ReLU'
-- @return what its file returns, or nil when it has none
function reference.of(name)
   local class = name:match('^nn%.([%w_]+)$')
   if not class or missing[class] then
      return nil
   end
   local path = 'lampas.reference.' .. class
   if package.loaded[path] then
      return package.loaded[path]
   end
   local ok, result = pcall(require, path)
   if ok then
      return result
   end
   if not tostring(result):find("module '" .. path .. "' not found", 1, true) then
      error(result, 0)
   end
   missing[class] = true
   return nil
end

--- What a layer's reference makes of an instance (lampas.instance): its geometry.
function reference.geometry(layer, self)
   return layer.geometry(self.module, reference.sizes(self.input))
end

return reference

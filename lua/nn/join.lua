--- Tensors one behind the other along a dimension, and the way back to the parts.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local handle = require 'torch.handle'

local join = {}

--- The sizes of the whole; the parts have to agree in all the other dimensions.
-- @param what function(i) → name of part i in messages
local function whole_size(module, parts, dimension, what)
   local size, n = parts[1]:size(), parts[1]:dim()
   if dimension < 1 or dimension > n then
      check.fail(module, '%s of size %s has no dimension %d', what(1), check.size(parts[1]), dimension)
   end
   for i = 2, #parts do
      for d = 1, n do
         if parts[i]:dim() ~= n or d ~= dimension and parts[i]:size(d) ~= size[d] then
            check.fail(module, '%s of size %s does not fit to %s of size %s along dimension %d', what(i), check.size(parts[i]), what(1),
               check.size(parts[1]), dimension)
         end
      end
      size[dimension] = size[dimension] + parts[i]:size(dimension)
   end
   return size
end

--- Calls act(i, piece) for the piece of `whole` that each of the parts takes.
function join.pieces(whole, parts, dimension, act)
   local offset = 1
   for i = 1, #parts do
      local n = parts[i]:size(dimension)
      act(i, whole:narrow(dimension, offset, n))
      offset = offset + n
   end
end

--- self.output = the parts along a dimension. Returns it and its sizes.
function join.output(self, parts, dimension, what)
   local size = whole_size(self, parts, dimension, what)
   local output = buffers.kept(self, 'output', handle.typeOf(parts[1])):resize(size)
   join.pieces(output, parts, dimension, function(i, piece)
      piece:copy(parts[i])
   end)
   return output, size
end

--- What children gave, by index, in messages.
function join.outputOfChild(i)
   return ('output of child %d'):format(i)
end

return join

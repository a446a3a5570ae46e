--- What nn.CMul and nn.CAdd share: a parameter of given sizes that meets each element of an input.
--
-- An input with as many dimensions as the parameter meets it dimension by dimension: where the parameter has size 1 it is repeated.
-- An input of as many elements is one sample, whatever its sizes; otherwise the input's first dimension is the batch and the
-- parameter is repeated over it.
local check = require 'nn.check'

local broadcast = {}

--- The sizes that a constructor was given: numbers, or one LongStorage.
function broadcast.sizes(first, ...)
   if torch.type(first) == 'torch.LongStorage' then
      return torch.LongStorage(first:size()):copy(first)
   end
   return torch.LongStorage { first, ... }
end

local function fits(parameter, x)
   for d = 1, x:dim() do
      if parameter:size(d) ~= 1 and parameter:size(d) ~= x:size(d) then
         return false
      end
   end
   return true
end

-- The sizes to view inputs with, and those of the parameter's view, which may be 1 where the former are not.
local function shapes(self, parameter, input)
   local count, n = parameter:nElement(), input:nElement()
   if n == count then
      return { n }, { n }
   elseif parameter:dim() == input:dim() and fits(parameter, input) then
      return input:size():totable(), parameter:size():totable()
   elseif input:dim() > 1 and n == input:size(1) * count then
      return { input:size(1), count }, { 1, count }
   end
   check.fail(self, 'input of size %s does not fit the parameter of size %s', check.size(input), check.size(parameter))
end

--- A function that views contiguous tensors of the input's sizes, the expanded parameter that goes with them, and the parameter's
-- own sizes in that view.
function broadcast.views(self, parameter, input)
   local sizes, own = shapes(self, parameter, input)
   local storage = torch.LongStorage(sizes)
   local function view(x)
      return x:view(storage)
   end
   return view, parameter:contiguous():view(torch.LongStorage(own)):expand(storage), own
end

--- x, a tensor in such a view, added up over the dimensions in which the parameter is repeated.
function broadcast.sum(x, own)
   for d = 1, #own do
      if own[d] == 1 and x:size(d) > 1 then
         x = x:sum(d)
      end
   end
   return x
end

return broadcast

--- Which dimension of an input a layer means.
local check = require 'nn.check'
local raw = require('torch.handle').raw

--- A negative `dim` counts from the last dimension, -1. Where the input has one dimension more than nInputDims, the first is the
-- batch, and a positive `dim` counts after it.
-- @return the dimension from 1 on; an error where the input has no such dimension
return function(module, input, dim, nInputDims)
   local n = raw(input).nDimension
   local d = dim
   if dim < 0 then
      d = n + dim + 1
   elseif nInputDims and n == nInputDims + 1 then
      d = dim + 1
   end
   if d < 1 or d > n then
      check.fail(module, 'dimension %d exceeds input dimensions: input of size %s', dim, check.size(input))
   end
   return d
end

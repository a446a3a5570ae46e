--- What layers ask of their arguments, once, before a kernel runs. Every message names the layer as it prints itself, what
-- came and what was wanted, and blames the line of the caller's code.
local types = require 'torch.types'
local class = require 'torch.class'
local shape = require 'torch.shape'
local handle = require 'torch.handle'
local library = require 'lampas.library'
local blame = require 'lampas.blame'

local core = library.core
local raw, typeOf = handle.raw, handle.typeOf

local check = {}

-- A layer as it prints itself; what needs several lines for that by its class name.
local function name_of(module)
   local text = tostring(module)
   return text:find('\n', 1, true) and class.type(module) or text
end

--- Raise an error that begins with the layer.
function check.fail(module, message, ...)
   blame('%s: %s', name_of(module), message:format(...))
end

--- '2x3x4' for a tensor.
function check.size(x)
   local p = raw(x)
   return p.nDimension > 0 and shape.text(p.nDimension, p.size) or 'no dimension'
end

local function refuse(module, x, what, floating)
   local T = typeOf(x)
   if not T then
      check.fail(module, '%s: a tensor expected, got %s', what, class.type(x))
   elseif floating and not T.floating then
      check.fail(module, '%s is a %s, but %s is only supported for Float or Double Tensors', what, T.tensorName, class.type(module))
   end
   local wanted = types.by_name[(module._type or ''):match('^torch%.(%a+)Tensor$') or '']
   check.fail(module, '%s is a %s, but the module has type %s (convert one of them: %s:%s() or module:%s())', what, T.tensorName,
      tostring(module._type), what, wanted and wanted.suffix or 'type', T.suffix)
end

--- Descriptor of the type of x, which is the module's, Float or Double: what has kernels.
function check.floating(module, x, what)
   local T = typeOf(x)
   if not T or not T.floating or T.tensorName ~= module._type then
      refuse(module, x, what, true)
   end
   return T
end

--- Descriptor of the type of x, which is the module's, whichever it is.
function check.tensor(module, x, what)
   local T = typeOf(x)
   if not T or T.tensorName ~= module._type then
      refuse(module, x, what)
   end
   return T
end

--- x has the sizes of `like`.
function check.sameSize(module, x, what, like, like_what)
   if core.THTensor_isSameSizeAs(raw(x), raw(like)) == 0 then
      check.fail(module, '%s of size %s, wanted %s like the %s', what, check.size(x), check.size(like), like_what)
   end
end

--- x has as many elements as `like`.
function check.sameCount(module, x, what, like, like_what)
   local n = core.THTensor_nElement(raw(x))
   if n ~= core.THTensor_nElement(raw(like)) then
      check.fail(module, '%s of size %s does not have as many elements as the %s of size %s', what, check.size(x), like_what, check.size(like))
   end
end

--- A table of tensors of the module's type, all with as many elements as the first. Returns the descriptor of the type.
-- @param wanted how many there have to be; nil: at least one
function check.list(module, list, what, wanted)
   if type(list) ~= 'table' or #list ~= (wanted or math.max(1, #list)) then
      check.fail(module, '%s: a table of %s tensors expected, got %s', what, wanted or 'one or more',
         type(list) == 'table' and #list .. ' entries' or class.type(list))
   end
   local first, T = list[1], typeOf(list[1])
   local n = T and core.THTensor_nElement(raw(first))
   for i = 1, #list do
      local x = list[i]
      if typeOf(x) ~= T or not T or T.tensorName ~= module._type or core.THTensor_nElement(raw(x)) ~= n then
         local name = ('%s[%d]'):format(what, i)
         check.tensor(module, x, name)
         check.sameCount(module, x, name, first, what .. '[1]')
      end
   end
   return T
end

--- A gradient to go back through an output of the size of a list's first tensor. Returns the descriptor of the type.
function check.gradOfList(module, gradOutput, list)
   local T = check.tensor(module, gradOutput, 'gradOutput')
   check.sameCount(module, gradOutput, 'gradOutput', list[1], 'input[1]')
   return T
end

--- A gradient to go back through an output: the module's type and the output's sizes. Returns the type's descriptor.
function check.gradOutput(module, gradOutput, output)
   local T = check.floating(module, gradOutput, 'gradOutput')
   check.sameSize(module, gradOutput, 'gradOutput', output, 'output')
   return T
end

local MAPS = { 'frames', 'images', 'volumes' }

--- A map of planes with `dims` further dimensions (2: images of planes × height × width), or a batch of them.
-- @param planes number of planes wanted, or nil for any
-- @return batch size, or nil for a single map; the 0-based dimension of the planes
function check.map(module, input, dims, planes)
   local p = raw(input)
   local at = p.nDimension - dims - 1
   if at ~= 0 and at ~= 1 then
      check.fail(module, '%dD or %dD (batch of %s) tensor expected, got input of size %s', dims + 1, dims + 2, MAPS[dims], check.size(input))
   end
   if planes and p.size[at] ~= planes then
      check.fail(module, 'input of size %s has %d planes, wanted %d', check.size(input), tonumber(p.size[at]), planes)
   end
   return at == 1 and tonumber(p.size[0]) or nil, at
end

local wanted = {}

--- x has n sizes, the ones given.
function check.sizes(module, x, what, n, s1, s2, s3, s4, s5)
   local p = raw(x)
   wanted[1], wanted[2], wanted[3], wanted[4], wanted[5] = s1, s2, s3, s4, s5
   local same = p.nDimension == n
   for d = 1, same and n or 0 do
      same = same and p.size[d - 1] == wanted[d]
   end
   if not same then
      check.fail(module, '%s of size %s, wanted %s', what, check.size(x), table.concat(wanted, 'x', 1, n))
   end
end

--- x is planes × s1 (× s2 (× s3)), or a batch of `batch` of them.
function check.isMap(module, x, what, batch, planes, s1, s2, s3)
   local n = s3 and 4 or s2 and 3 or 2
   if batch then
      check.sizes(module, x, what, n + 1, batch, planes, tonumber(s1), s2 and tonumber(s2), s3 and tonumber(s3))
   else
      check.sizes(module, x, what, n, planes, tonumber(s1), s2 and tonumber(s2), s3 and tonumber(s3))
   end
end

--- The weights that a criterion is constructed with: a vector. Returns them.
function check.weights(criterion, weights)
   if not typeOf(weights) or weights:dim() ~= 1 then
      check.fail(criterion, 'weights input should be 1-D Tensor, got %s', typeOf(weights) and 'size ' .. check.size(weights) or class.type(weights))
   end
   return weights
end

--- Status of a kernel that takes scratch memory.
function check.done(module, status)
   if status ~= 0 then
      check.fail(module, 'not enough memory')
   end
end

--- Demands that input is a vector of so many elements, or a matrix of so many columns.
-- @return the matrix's rows as batch size, nil for a vector
function check.vectors(module, input, columns)
   local p = raw(input)
   local n = p.nDimension
   if n ~= 1 and n ~= 2 then
      check.fail(module, 'input must be vector or matrix, got size %s', check.size(input))
   elseif p.size[n - 1] ~= columns then
      check.fail(module, 'input of size %s has %d columns, wanted %d (size mismatch)', check.size(input), tonumber(p.size[n - 1]), columns)
   end
   return n == 2 and tonumber(p.size[0]) or nil
end

return check

--- A naive reference of padding and upsampling, one element at a time.
local resampling = {}

-- What each output of an axis is made of: a list of { position from 1, weight }.
local sources = {}

function sources.zero(o, size, pad)
   local i = o - pad
   return i >= 1 and i <= size and { { i, 1 } } or {}
end

function sources.reflection(o, size, pad)
   local i = o - pad
   while i < 1 or i > size do
      i = i < 1 and 2 - i or 2 * size - i
   end
   return { { i, 1 } }
end

function sources.replication(o, size, pad)
   return { { math.min(math.max(o - pad, 1), size), 1 } }
end

function sources.nearest(o, size, _, outputs)
   return { { math.floor((o - 1) / (outputs / size)) + 1, 1 } }
end

function sources.linear(o, size, _, outputs)
   local at = outputs > 1 and (o - 1) * (size - 1) / (outputs - 1) or 0
   local i = math.floor(at)
   if at == i then
      return { { i + 1, 1 } }
   end
   return { { i + 1, i + 1 - at }, { i + 2, at - i } }
end

-- x with dimension d resampled.
local function along(x, d, outputs, rule, pad)
   local size = x:size()
   size[d] = outputs
   local y = x.new():resize(size):zero()
   for o = 1, outputs do
      for _, part in ipairs(sources[rule](o, x:size(d), pad, outputs)) do
         y:select(d, o):add(part[2], x:select(d, part[1]))
      end
   end
   return y
end

--- The output for an input, from the back: sizes and paddings of the last dimension, the one before it …
-- @param rule 'zero', 'reflection', 'replication', 'nearest', 'linear'
-- @param axes list of { outputs, padding before }
function resampling.naive(x, rule, axes)
   local y = x:double()
   for i, axis in ipairs(axes) do
      y = along(y, x:dim() + 1 - i, axis[1], rule, axis[2])
   end
   return y
end

--- A reference of a padding class, from the back: the names of the fields before and after.
function resampling.padding(rule, fields)
   return function(module, x)
      local axes = {}
      for i, names in ipairs(fields) do
         local before, after = module[names[1]], module[names[2]]
         axes[i] = { x:size(x:dim() + 1 - i) + before + after, before }
      end
      return resampling.naive(x, rule, axes)
   end
end

--- A reference of an upsampling class over `dims` dimensions.
function resampling.upsampling(rule, dims)
   return function(module, x)
      local given = { module.owidth, module.oheight, module.odepth }
      local axes = {}
      for i = 1, dims do
         axes[i] = { module.scale_factor and module.scale_factor * x:size(x:dim() + 1 - i) or given[i], 0 }
      end
      return resampling.naive(x, rule, axes)
   end
end

resampling.SPATIAL = { { 'pad_l', 'pad_r' }, { 'pad_t', 'pad_b' } }

return resampling

--- A naive reference of pooling: windows as lists of positions along each axis, one window at a time.
local pooling = {}

--- Windows along an axis that move: their positions inside 1 … size, and how many elements each counts for with its padding.
function pooling.moving(size, outputs, kernel, stride, pad, dilation)
   pad, dilation = pad or 0, dilation or 1
   return outputs, function(o)
      local positions, counted = {}, 0
      for k = 0, kernel - 1 do
         local i = (o - 1) * stride - pad + k * dilation + 1
         if i >= 1 and i <= size then
            positions[#positions + 1] = i
         end
         counted = counted + (i <= size + pad and 1 or 0)
      end
      return positions, counted
   end
end

--- Windows along an axis that divide it among them.
function pooling.adapting(size, outputs)
   return outputs, function(o)
      local positions = {}
      for i = math.floor((o - 1) * size / outputs), math.ceil(o * size / outputs) - 1 do
         positions[#positions + 1] = i + 1
      end
      return positions, #positions
   end
end

-- The elements of x (as many dimensions as there are windows) in a window, in reading order.
local function elements(x, windows, d, found)
   for _, i in ipairs(windows[d]) do
      if d == #windows then
         found[#found + 1] = x[i]
      else
         elements(x[i], windows, d + 1, found)
      end
   end
   return found
end

-- One map.
local function pool(x, axes, combine, y, d, windows, count)
   for o = 1, axes[d].outputs do
      local counted
      windows[d], counted = axes[d].window(o)
      if d < #axes then
         pool(x, axes, combine, y[o], d + 1, windows, count * counted)
      else
         y[o] = combine(elements(x, windows, 1, {}), count * counted)
      end
   end
end

--- x pooled along its last dimensions.
-- @param axes list of { outputs, window }, as `moving` gives them, outermost first
-- @param combine function(list of elements in reading order, number that they count for)
function pooling.naive(x, axes, combine)
   x = x:double():contiguous()
   local sizes, first = x:size():totable(), x:dim() - #axes
   local maps = 1
   for d = 1, first do
      maps = maps * sizes[d]
   end
   local flat_in, flat_out = { maps }, { maps }
   for i, axis in ipairs(axes) do
      flat_in[i + 1], flat_out[i + 1], sizes[first + i] = sizes[first + i], axis.outputs, axis.outputs
   end
   x = x:view(torch.LongStorage(flat_in))
   local y = torch.DoubleTensor(torch.LongStorage(flat_out))
   for m = 1, maps do
      pool(x[m], axes, combine, y[m], 1, {}, 1)
   end
   return y:view(torch.LongStorage(sizes))
end

function pooling.maximum(values)
   local best = -math.huge
   for _, value in ipairs(values) do
      best = value > best and value or best
   end
   return best
end

function pooling.mean(values, count)
   local sum = 0
   for _, value in ipairs(values) do
      sum = sum + value
   end
   return sum / count
end

--- A reference of a class with fields kW, dW, padW, dilationW …
-- @param letters of the axes, outermost first, such as { 'H', 'W' }
function pooling.layer(letters, combine)
   return function(module, x)
      local y, axes = module:forward(x), {}
      for i, letter in ipairs(letters) do
         local d = x:dim() - #letters + i
         local outputs, window = pooling.moving(x:size(d), y:size(d), module['k' .. letter], module['d' .. letter], module['pad' .. letter],
            module['dilation' .. letter])
         axes[i] = { outputs = outputs, window = window }
      end
      return pooling.naive(x, axes, combine)
   end
end

--- A reference of a class that adapts to H × W.
function pooling.adaptive(combine)
   return function(module, x)
      local axes = {}
      for i, outputs in ipairs { module.H, module.W } do
         local _, window = pooling.adapting(x:size(x:dim() - 2 + i), outputs)
         axes[i] = { outputs = outputs, window = window }
      end
      return pooling.naive(x, axes, combine)
   end
end

return pooling

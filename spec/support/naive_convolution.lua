--- Convolutions of images and volumes by their definition, element by element, from a layer's fields.
require 'nn'

local naive = {}

local function read(x)
   return x:double():contiguous()
end

-- The window of a layer in (depth, height, width).
local function window_of(m)
   return {
      kernel = { m.kT or 1, m.kH, m.kW }, stride = { m.dT or 1, m.dH, m.dW }, pad = { m.padT or 0, m.padH or 0, m.padW or 0 },
      dilation = { m.dilationT or 1, m.dilationH or 1, m.dilationW or 1 }, adj = { m.adjT or 0, m.adjH or 0, m.adjW or 0 },
   }
end

-- x as batch × planes × depth × height × width.
local function five(m, x)
   local size = x:size():totable()
   if #size == (m.kT and 4 or 3) then
      table.insert(size, 1, 1)
   end
   if not m.kT then
      table.insert(size, 3, 1)
   end
   return read(x):view(unpack(size)), size
end

-- The output's own dimensions again.
local function like(m, x, y)
   y = m.kT and y or y:select(3, 1)
   return x:dim() == (m.kT and 4 or 3) and y[1] or y
end

-- f(large place, small place, tap) for every element of every window inside the large side; places are { z, y, x } from 1.
local function each(w, large, small, f)
   local function along(d, at, tap)
      local i = (at - 1) * w.stride[d] + (tap - 1) * w.dilation[d] - w.pad[d] + 1
      return i >= 1 and i <= large[d] and i or nil
   end
   for z = 1, small[1] do for y = 1, small[2] do for x = 1, small[3] do
      for t = 1, w.kernel[1] do for h = 1, w.kernel[2] do for v = 1, w.kernel[3] do
         local i, j, k = along(1, z, t), along(2, y, h), along(3, x, v)
         if i and j and k then
            f(i, j, k, z, y, x, ((t - 1) * w.kernel[2] + h - 1) * w.kernel[3] + v)
         end
      end end end
   end end end
end

local function start(y, bias)
   for o = 1, bias and y:size(2) or 0 do
      y:select(2, o):fill(bias[o])
   end
   return y
end

-- Every pair of planes by default; a layer with a table of connections has its own: { from, to, number of the filter }.
local function pairs_of(m, from, to)
   local list = {}
   if m.connTable then
      for k = 1, m.connTable:size(1) do
         list[k] = { m.connTable[k][1], m.connTable[k][2], k }
      end
      return list
   end
   for i = 1, from do
      for o = 1, to do
         list[#list + 1] = { i, o, m.transposed and (i - 1) * to + o or (o - 1) * from + i }
      end
   end
   return list
end

--- The output of a convolution.
function naive.convolution(m, input)
   local x, size = five(m, input)
   local w, small = window_of(m), {}
   local large = { size[3], size[4], size[5] }
   for d = 1, 3 do
      small[d] = math.floor((large[d] + 2 * w.pad[d] - w.dilation[d] * (w.kernel[d] - 1) - 1) / w.stride[d]) + 1
   end
   local y = torch.DoubleTensor(size[1], m.nOutputPlane, unpack(small)):zero()
   start(y, m.bias)
   local weight = read(m.weight):view(-1, w.kernel[1] * w.kernel[2] * w.kernel[3])
   local links = pairs_of(m, size[2], m.nOutputPlane)
   each(w, large, small, function(i, j, k, z, v, u, tap)
      for b = 1, size[1] do
         for _, link in ipairs(links) do
            y[b][link[2]][z][v][u] = y[b][link[2]][z][v][u] + weight[link[3]][tap] * x[b][link[1]][i][j][k]
         end
      end
   end)
   return like(m, input, y)
end

--- The output of a full convolution.
function naive.transposed(m, input)
   local x, size = five(m, input)
   local w, large = window_of(m), {}
   local small = { size[3], size[4], size[5] }
   for d = 1, 3 do
      large[d] = (small[d] - 1) * w.stride[d] - 2 * w.pad[d] + w.kernel[d] + w.adj[d]
   end
   local y = torch.DoubleTensor(size[1], m.nOutputPlane, unpack(large)):zero()
   start(y, m.bias)
   local weight = read(m.weight):view(-1, w.kernel[1] * w.kernel[2] * w.kernel[3])
   local links = pairs_of({ connTable = m.connTable, transposed = true }, size[2], m.nOutputPlane)
   each(w, large, small, function(i, j, k, z, v, u, tap)
      for b = 1, size[1] do
         for _, link in ipairs(links) do
            y[b][link[2]][i][j][k] = y[b][link[2]][i][j][k] + weight[link[3]][tap] * x[b][link[1]][z][v][u]
         end
      end
   end)
   return like(m, input, y)
end

return naive

-- y = the largest x of the window that lies inside the plane; indices: its flat position in the plane, from 1; the first of equals wins.
local ffi = require 'ffi'
local reference = require 'lampas.reference'

local read = reference.read

local SpatialMaxPooling = {}

local function outputs(inputs, kernel, stride, pad, ceil)
   local steps = (inputs + 2 * pad - kernel) / stride
   local n = (ceil and math.ceil(steps) or math.floor(steps)) + 1
   if pad > 0 and (n - 1) * stride >= inputs + pad then
      n = n - 1 -- a last window may not start beyond the right edge
   end
   return n
end

function SpatialMaxPooling.geometry(module, size)
   local first = #size == 4 and 2 or 1
   local g = {
      batched = #size == 4, batch = #size == 4 and size[1] or 1, planes = size[first], iH = size[first + 1], iW = size[first + 2],
      kH = module.kH, kW = module.kW, dH = module.dH, dW = module.dW, padH = module.padH or 0, padW = module.padW or 0,
   }
   g.oH = outputs(g.iH, g.kH, g.dH, g.padH, module.ceil_mode)
   g.oW = outputs(g.iW, g.kW, g.dW, g.padW, module.ceil_mode)
   return g
end

-- The indices take 8 bytes whatever the element type.
function SpatialMaxPooling.cost(g, bytes)
   local planes = g.batch * g.planes
   local traffic = planes * (bytes * (g.iH * g.iW + g.oH * g.oW) + 8 * g.oH * g.oW)
   return { forward = { bytes = traffic }, backward = { bytes = traffic } }
end

local function sizes(g, height, width)
   return g.batched and { g.batch, g.planes, height, width } or { g.planes, height, width }
end

-- Largest value and its position (from 0 in the plane that starts at x[plane]) of the window at output (i, j).
local function maximum(g, x, plane, i, j)
   local top, left = i * g.dH - g.padH, j * g.dW - g.padW
   local best, where = -math.huge, 0
   for r = math.max(0, top), math.min(g.iH, top + g.kH) - 1 do
      for c = math.max(0, left), math.min(g.iW, left + g.kW) - 1 do
         local value = x[plane + r * g.iW + c]
         if value > best then
            best, where = value, r * g.iW + c
         end
      end
   end
   return best, where
end

-- Fills from `pick(value, position)` of every entry's window.
local function filler(g, x, pick)
   return function(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         local j = index % g.oW
         local rest = (index - j) / g.oW
         local i = rest % g.oH
         local plane = (rest - i) / g.oH
         values[entry] = pick(maximum(g, x, plane * g.iH * g.iW, i, j))
      end
   end
end

function SpatialMaxPooling.forward(g, module, input)
   local x, size, terms = read(input), sizes(g, g.oH, g.oW), g.kH * g.kW
   local arrays = {
      reference.array('output', module.output, size, terms, filler(g, x, function(value) return value end), { exact = true }),
   }
   if module.indices then
      arrays[2] = reference.array('indices', module.indices, size, terms,
         filler(g, x, function(_, position) return position + 1 end), { exact = true })
   end
   return arrays
end

-- First and last output whose window covers position `at`.
local function covering(at, kernel, stride, pad, n)
   return math.max(0, math.ceil((at + pad - kernel + 1) / stride)), math.min(n - 1, math.floor((at + pad) / stride))
end

function SpatialMaxPooling.backward(g, module, input, gradOutput)
   local x, dy = read(input), read(gradOutput)
   local first, last = ffi.new('int[?]', g.iW), ffi.new('int[?]', g.iW)
   for j = 0, g.iW - 1 do
      first[j], last[j] = covering(j, g.kW, g.dW, g.padW, g.oW)
   end
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         local c = index % g.iW
         local rest = (index - c) / g.iW
         local r = rest % g.iH
         local plane = (rest - r) / g.iH
         local i1, i2 = covering(r, g.kH, g.dH, g.padH, g.oH)
         local sum = 0
         for i = i1, i2 do
            for j = first[c], last[c] do
               local _, where = maximum(g, x, plane * g.iH * g.iW, i, j)
               if where == r * g.iW + c then
                  sum = sum + dy[(plane * g.oH + i) * g.oW + j]
               end
            end
         end
         values[entry] = sum
      end
   end
   local terms = g.kH * g.kW * math.ceil(g.kH / g.dH) * math.ceil(g.kW / g.dW)
   return { reference.array('gradInput', module.gradInput, sizes(g, g.iH, g.iW), terms, fill) }
end

return SpatialMaxPooling

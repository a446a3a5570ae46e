-- y[b][o][i][j] = bias[o] + sum over c, p, q of weight[o][c][p][q] * x[b][c][i*dH - padH + p][j*dW - padW + q], zero outside x.
local ffi = require 'ffi'
local reference = require 'lampas.reference'

local read = reference.read

local SpatialConvolution = {}

function SpatialConvolution.geometry(module, size)
   local batched = #size == 4
   local first = batched and 2 or 1
   local g = {
      batched = batched, batch = batched and size[1] or 1, nIn = size[first], iH = size[first + 1], iW = size[first + 2],
      nOut = module.nOutputPlane, kH = module.kH, kW = module.kW, dH = module.dH, dW = module.dW,
      padH = module.padH or 0, padW = module.padW or 0, bias = module.bias ~= nil,
   }
   g.oH = math.floor((g.iH + 2 * g.padH - g.kH) / g.dH) + 1
   g.oW = math.floor((g.iW + 2 * g.padW - g.kW) / g.dW) + 1
   g.terms = g.nIn * g.kH * g.kW
   return g
end

function SpatialConvolution.cost(g, bytes)
   local x, y = g.batch * g.nIn * g.iH * g.iW, g.batch * g.nOut * g.oH * g.oW
   local weight, bias = g.nOut * g.terms, g.bias and g.nOut or 0
   return {
      forward = { flops = 2 * y * g.terms, bytes = bytes * (x + weight + bias + y) },
      backward = { flops = 4 * y * g.terms, bytes = bytes * ((y + weight + x) + (x + y + 2 * (weight + bias))) },
   }
end

local function sizes(g, planes, height, width)
   return g.batched and { g.batch, planes, height, width } or { planes, height, width }
end

-- Short stride-1 kernels may run by Winograd's transform, which rounds some times worse than a plain sum.
local function slack(g)
   local transformable = g.dH == 1 and g.dW == 1 and g.kH == g.kW and (g.kH == 3 or g.kH == 5)
   return transformable and 10 or 1
end

-- The terms of one window in the weight's order: row and column within the kernel, and offset in x from the window's corner.
local function window(g)
   local row, column, offset = ffi.new('int[?]', g.terms), ffi.new('int[?]', g.terms), ffi.new('int[?]', g.terms)
   for k = 0, g.terms - 1 do
      column[k] = k % g.kW
      row[k] = math.floor(k / g.kW) % g.kH
      local plane = math.floor(k / (g.kW * g.kH))
      offset[k] = (plane * g.iH + row[k]) * g.iW + column[k]
   end
   return row, column, offset
end

function SpatialConvolution.forward(g, module, input)
   local x, w, bias = read(input), read(module.weight), g.bias and read(module.bias)
   local row, column, offset = window(g)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         local j = index % g.oW
         local rest = (index - j) / g.oW
         local i = rest % g.oH
         rest = (rest - i) / g.oH
         local o = rest % g.nOut
         local b = (rest - o) / g.nOut
         local top, left = i * g.dH - g.padH, j * g.dW - g.padW
         local corner = (b * g.nIn * g.iH + top) * g.iW + left
         local sum = bias and bias[o] or 0
         local kernel = o * g.terms
         for k = 0, g.terms - 1 do
            local r, c = top + row[k], left + column[k]
            if r >= 0 and r < g.iH and c >= 0 and c < g.iW then
               sum = sum + w[kernel + k] * x[corner + offset[k]]
            end
         end
         values[entry] = sum
      end
   end
   return {
      reference.array('output', module.output, sizes(g, g.nOut, g.oH, g.oW), g.terms, fill, { slack = slack(g) }),
   }
end

-- The windows that cover position `at` of one dimension: every output position i and kernel position k with i*d - pad + k = at.
local function covering(at, kernel, stride, pad, outputs)
   local list = {}
   for k = 0, kernel - 1 do
      local i = (at + pad - k) / stride
      if i >= 0 and i < outputs and i % 1 == 0 then
         list[#list + 1] = { i = i, k = k }
      end
   end
   return list
end

local function gradInput(g, module, gradOutput)
   local dy, w = read(gradOutput), read(module.weight)
   local rows, columns = {}, {}
   for i = 0, g.iH - 1 do
      rows[i] = covering(i, g.kH, g.dH, g.padH, g.oH)
   end
   for j = 0, g.iW - 1 do
      columns[j] = covering(j, g.kW, g.dW, g.padW, g.oW)
   end
   local plane = g.oH * g.oW
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         local j = index % g.iW
         local rest = (index - j) / g.iW
         local i = rest % g.iH
         rest = (rest - i) / g.iH
         local c = rest % g.nIn
         local b = (rest - c) / g.nIn
         local sum = 0
         for _, r in ipairs(rows[i]) do
            for _, s in ipairs(columns[j]) do
               local from = b * g.nOut * plane + r.i * g.oW + s.i
               local tap = (c * g.kH + r.k) * g.kW + s.k
               for o = 0, g.nOut - 1 do
                  sum = sum + w[o * g.terms + tap] * dy[from + o * plane]
               end
            end
         end
         values[entry] = sum
      end
   end
   local terms = g.nOut * math.ceil(g.kH / g.dH) * math.ceil(g.kW / g.dW)
   return reference.array('gradInput', module.gradInput, sizes(g, g.nIn, g.iH, g.iW), terms, fill, { slack = slack(g) })
end

-- The output positions whose windows reach inside x with kernel position k: first and last.
local function reached(k, stride, pad, inputs, outputs)
   return math.max(0, math.ceil((pad - k) / stride)), math.min(outputs - 1, math.floor((inputs - 1 + pad - k) / stride))
end

local function gradWeight(g, module, input, gradOutput)
   local x, dy = read(input), read(gradOutput)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         local q = index % g.kW
         local rest = (index - q) / g.kW
         local p = rest % g.kH
         rest = (rest - p) / g.kH
         local c = rest % g.nIn
         local o = (rest - c) / g.nIn
         local i1, i2 = reached(p, g.dH, g.padH, g.iH, g.oH)
         local j1, j2 = reached(q, g.dW, g.padW, g.iW, g.oW)
         local sum = 0
         for b = 0, g.batch - 1 do
            for i = i1, i2 do
               local line = ((b * g.nIn + c) * g.iH + i * g.dH - g.padH + p) * g.iW - g.padW + q
               local from = ((b * g.nOut + o) * g.oH + i) * g.oW
               for j = j1, j2 do
                  sum = sum + x[line + j * g.dW] * dy[from + j]
               end
            end
         end
         values[entry] = sum
      end
   end
   local terms = g.batch * g.oH * g.oW
   local size = module.weight:dim() == 2 and { g.nOut, g.terms } or { g.nOut, g.nIn, g.kH, g.kW }
   return reference.array('gradWeight', module.gradWeight, size, terms, fill, { slack = math.max(2.5, slack(g)) })
end

local function gradBias(g, module, gradOutput)
   local dy, plane = read(gradOutput), g.oH * g.oW
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local sum = 0
         for b = 0, g.batch - 1 do
            local from = (b * g.nOut + indices[entry]) * plane
            for i = 0, plane - 1 do
               sum = sum + dy[from + i]
            end
         end
         values[entry] = sum
      end
   end
   return reference.array('gradBias', module.gradBias, { g.nOut }, g.batch * plane, fill, { slack = 2.5 })
end

function SpatialConvolution.backward(g, module, input, gradOutput)
   local arrays = { gradInput(g, module, gradOutput), gradWeight(g, module, input, gradOutput) }
   if g.bias then
      arrays[3] = gradBias(g, module, gradOutput)
   end
   return arrays
end

return SpatialConvolution

--- Shapes of convolutions for specs of the engine, and what is multiplied with what.
local ffi = require 'ffi'

local shapes = {}

--- What a case is: batch, inputs, height, width, outputs, kH, kW, dH, dW, padH, padW [, dilationH, dilationW
-- [, depth, kT, dT, padT, dilationT]].
function shapes.geometry(batch, inputs, height, width, outputs, kH, kW, dH, dW, padH, padW, dilationH, dilationW, depth, kT, dT, padT, dilationT)
   local g = {
      batch = batch, inputs = inputs, outputs = outputs,
      input = { depth or 1, height, width }, kernel = { kT or 1, kH, kW }, stride = { dT or 1, dH, dW }, pad = { padT or 0, padH, padW },
      dilation = { dilationT or 1, dilationH or 1, dilationW or 1 }, output = {},
   }
   for d = 1, 3 do
      g.output[d] = math.floor((g.input[d] + 2 * g.pad[d] - g.dilation[d] * (g.kernel[d] - 1) - 1) / g.stride[d]) + 1
   end
   g.area = g.input[1] * g.input[2] * g.input[3]
   g.pixels = g.output[1] * g.output[2] * g.output[3]
   g.taps = g.kernel[1] * g.kernel[2] * g.kernel[3]
   return g
end

--- The struct that kernels take.
function shapes.shape_of(...)
   local g = shapes.geometry(...)
   local s = ffi.new('SpatialConvolution_shape', { batch = g.batch, nInputPlane = g.inputs, nOutputPlane = g.outputs })
   s.inputDepth, s.inputHeight, s.inputWidth = unpack(g.input)
   s.outputDepth, s.outputHeight, s.outputWidth = unpack(g.output)
   s.kT, s.kH, s.kW = unpack(g.kernel)
   s.dT, s.dH, s.dW = unpack(g.stride)
   s.padT, s.padH, s.padW = unpack(g.pad)
   s.dilationT, s.dilationH, s.dilationW = unpack(g.dilation)
   return s
end

-- f(output place, input place, tap) for every element of a window that lies in the input: 0-based places in one plane.
local function each_tap(g, f)
   local function along(d, at, tap)
      local i = at * g.stride[d] + tap * g.dilation[d] - g.pad[d]
      return i >= 0 and i < g.input[d] and i or nil
   end
   for pixel = 0, g.pixels - 1 do
      local x, row = pixel % g.output[3], math.floor(pixel / g.output[3])
      local y, z = row % g.output[2], math.floor(row / g.output[2])
      for tap = 0, g.taps - 1 do
         local kW, line = tap % g.kernel[3], math.floor(tap / g.kernel[3])
         local i, j, k = along(1, z, math.floor(line / g.kernel[2])), along(2, y, line % g.kernel[2]), along(3, x, kW)
         if i and j and k then
            f(pixel, (i * g.input[2] + j) * g.input[3] + k, tap)
         end
      end
   end
end

--- f(output index, input index, weight index) for every product of the convolution.
function shapes.each_product(g, f)
   each_tap(g, function(pixel, place, tap)
      for n = 0, g.batch - 1 do
         for o = 0, g.outputs - 1 do
            for c = 0, g.inputs - 1 do
               f((n * g.outputs + o) * g.pixels + pixel, (n * g.inputs + c) * g.area + place, (o * g.inputs + c) * g.taps + tap)
            end
         end
      end
   end)
end

return shapes

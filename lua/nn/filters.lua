--- What layers share that connect single planes, each connection with a filter of its own (src/nn/PlaneFilters.h): the three passes and
-- gradBias, over contiguous tensors.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local window = require 'nn.window'

local filters = {}

local Longs = ffi.typeof('long[?]')
local Shape = ffi.typeof('SpatialConvolution_shape')
local Connections = ffi.typeof('lampas_connections')

--- n connections as kernels take them.
-- @param link link(i) → input plane, output plane, filter of connection i; all count from 0
function filters.connect(n, link)
   local arrays = { from = Longs(n), to = Longs(n), filter = Longs(n) }
   for i = 0, n - 1 do
      arrays.from[i], arrays.to[i], arrays.filter[i] = link(i)
   end
   arrays.c = Connections(n, arrays.from, arrays.to, arrays.filter) -- the arrays stay alive with the table
   return arrays
end

--- n planes, each connected to itself.
function filters.oneToOne(n)
   return filters.connect(n, function(i) return i, i, i end)
end

--- The shape of `batch` sequences of planes of one row: n elements, a window of k elements, d apart.
function filters.rows(planes, batch, n, k, d)
   return Shape {
      batch = batch, nInputPlane = planes, nOutputPlane = planes, inputDepth = 1, inputHeight = 1, inputWidth = n,
      outputDepth = 1, outputHeight = 1, outputWidth = window.count(n, k, d, 0), kT = 1, kH = 1, kW = k, dT = 1, dH = 1, dW = d,
      dilationT = 1, dilationH = 1, dilationW = 1,
   }
end

local function data(x)
   return x and x:data()
end

--- output = start + filters over input.
-- @param start a number for each plane of the output, or nil
function filters.forward(self, T, s, links, x, weight, start, output)
   check.done(self, T.kernels.PlaneFilters_updateOutput(s, links.c, x:data(), weight:data(), data(start), output:data()))
end

--- gradInput = start + what the filters send back of gradOutput.
function filters.backward(self, T, s, links, g, weight, start, gradInput)
   check.done(self, T.kernels.PlaneFilters_updateGradInput(s, links.c, g:data(), weight:data(), data(start), gradInput:data()))
end

--- gradWeight += scale times its gradient.
function filters.accumulate(self, T, s, links, x, g, gradWeight, scale)
   check.done(self, T.kernels.PlaneFilters_accGradParameters(s, links.c, x:data(), g:data(), gradWeight:data(), scale))
end

--- scale times the sums of the planes of g (batch × planes × area elements): the gradient of a number for each plane.
function filters.sums(T, g, batch, planes, scale)
   local sums = T.newTensor():resize(planes):zero()
   T.kernels.lampas_plane_sums(g:data(), batch, planes, g:nElement() / (batch * planes), scale, sums:data())
   return sums
end

--- self.gradBias += scale times the sums of the planes of g.
function filters.accumulateBias(self, T, g, batch, planes, scale)
   local gradBias = convolution.parameter(self, 'gradBias', nil, T, planes)
   T.kernels.lampas_plane_sums(g:data(), batch, planes, g:nElement() / (batch * planes), scale, gradBias:data())
   buffers.back(self.gradBias, gradBias)
end

--- For a layer with one weight for a whole window: a filter of `taps` equal elements for each plane.
function filters.constant(self, T, taps)
   local weight = convolution.parameter(self, 'weight', '_weight', T, self.weight:nElement())
   local n = weight:nElement()
   return buffers.sized(self, '_filter', T, 2, n, taps):copy(weight:view(n, 1):expand(n, taps))
end

--- gradWeight of such a layer += scale times its gradient.
function filters.accumulateConstant(self, T, s, links, x, g, scale)
   local n, taps = self.gradWeight:nElement(), s.kT * s.kH * s.kW
   local gradient = buffers.sized(self, '_filter', T, 2, n, taps):zero()
   filters.accumulate(self, T, s, links, x, g, gradient, scale)
   self.gradWeight:add(gradient:sum(2):viewAs(self.gradWeight))
end

return filters

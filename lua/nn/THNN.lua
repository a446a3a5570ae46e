--- The convention by which third-party layers reach kernels: `input.THNN.Threshold_updateOutput(input:cdata(), …)`.
--
-- Such a call runs the method of the layer's own class on an object that holds the arguments (nn/signatures.lua names them), so
-- there is one implementation and one set of checks. The type is that of the tensor class the table was taken from.
local ffi = require 'ffi'
local signatures = require 'nn.signatures'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local library = require 'lampas.library'
local blame = require 'lampas.blame'

local THNN = { kernels = {} }

THNN.NULL = handle.NULL

--- The pointer of a tensor, NULL for nil.
function THNN.optionalTensor(x)
   return x and x:cdata() or THNN.NULL
end

--- The state argument of C libraries that have one; ours need none.
function THNN.getState()
   return THNN.NULL
end

-- ---- from arguments to objects --------------------------------------------------------------------------------------------

-- A tensor over what a pointer points to; nil for NULL where the word allows it.
local function tensor(pointer, name, word)
   if type(pointer) ~= 'cdata' then
      blame('%s: a pointer to a tensor expected as %s, got %s', name, word.name, class.type(pointer))
   elseif pointer == nil then
      return not word.optional and blame('%s: the tensor %s is NULL', name, word.name) or nil
   end
   local p = ffi.cast('THTensor *', pointer)
   library.core.THTensor_retain(p)
   return handle.wrap(types.all[p.type + 1], p)
end

local GIVEN = { input = true, gradOutput = true, target = true, scale = true }

-- Fields that a class keeps but that a call leaves to the tensors.
local complete = {}

-- Convolutions tell their planes, and some their kernel, by the size of the weight.
local function convolved(object)
   local weight = object.weight or object.gradWeight
   if not object.kW then
      object.kT, object.kH, object.kW = weight:size(3), weight:size(4), weight:size(5)
   end
   object.nOutputPlane = weight:size(1)
   object.nInputPlane = weight:nElement() / (object.nOutputPlane * (object.kT or 1) * object.kW * object.kH)
end

local function convolved_back(object)
   convolved(object)
   object.nInputPlane, object.nOutputPlane = object.nOutputPlane, object.nInputPlane
end

for _, name in ipairs { 'SpatialConvolutionMM', 'SpatialDepthWiseConvolution', 'SpatialDilatedConvolution', 'VolumetricConvolution',
   'VolumetricConvolutionMM', 'VolumetricDilatedConvolution' } do
   complete[name] = convolved
end
complete.SpatialFullConvolution, complete.VolumetricFullConvolution = convolved_back, convolved_back

function complete.SpatialConvolutionLocal(object, input)
   object.nInputPlane = input:size(input:dim() - 2)
   local window = object.nInputPlane * object.kW * object.kH
   object.nOutputPlane = (object.weight or object.gradWeight):nElement() / (object.oH * object.oW * window)
end

function complete.SpatialConvolutionMap(object)
   local weight = object.weight or object.gradWeight
   object.kH, object.kW = weight:size(2), weight:size(3)
end

complete.SpatialFullConvolutionMap = complete.SpatialConvolutionMap

function complete.SpatialSubSampling(object)
   object.nInputPlane = (object.weight or object.gradWeight):nElement()
end

function complete.TemporalConvolution(object, input)
   object.inputFrameSize, object.outputFrameSize = input:size(input:dim()), (object.weight or object.gradWeight):size(1)
end

function complete.TemporalRowConvolution(object)
   object.inputFrameSize = (object.weight or object.gradWeight):size(1)
end

complete.TemporalSubSampling = complete.TemporalRowConvolution

complete.SpatialDilatedMaxPooling = complete.SpatialMaxPooling

function complete.BatchNormalization(object, input)
   object.nDim = input:dim()
end

-- These calls tell the sizes of an input that they do not show.
local function upsampled(object, _, given)
   if not given.input then
      local o = object
      given.input = o.idepth and o.gradInput:resize(o.nbatch, o.nchannels, o.idepth, o.iheight, o.iwidth)
         or o.gradInput:resize(o.nbatch, o.nchannels, o.iheight, o.iwidth)
   end
end

complete.SpatialUpSamplingBilinear = upsampled

function complete.VolumetricUpSamplingNearest(object)
   object.mode = 'nearest'
end

function complete.VolumetricUpSamplingTrilinear(object, input, given)
   object.mode = 'linear'
   upsampled(object, input, given)
end

-- Samples that are given are those to use.
function complete.SpatialFractionalMaxPooling(object)
   object.newRandomPool = true
end

complete.VolumetricFractionalMaxPooling = complete.SpatialFractionalMaxPooling

-- Names that are not their class's.
local classes = {
   GatedLinear = 'GatedLinearUnit', VolumetricConvolutionMM = 'VolumetricConvolution', VolumetricUpSamplingNearest = 'UpSampling',
   VolumetricUpSamplingTrilinear = 'UpSampling',
}

-- The words of a signature as a list of { name, tensor, optional }.
local function parse(signature)
   local words = {}
   for star, name, mark in signature:gmatch('(%*?)([%w_]+)(%??)') do
      words[#words + 1] = { name = name, tensor = star == '*', optional = mark == '?' }
   end
   return words
end

-- The function of one type behind a name such as Threshold_updateOutput.
local function implement(T, name, signature)
   local class_name, method = name:match('^(.-)_(%a+)$')
   local words = parse(signature)
   return function(_, ...)
      local given, object = {}, class.factory('nn.' .. (classes[class_name] or class_name))()
      object._type = T.tensorName
      for i, word in ipairs(words) do
         local value = (select(i, ...))
         if word.tensor then
            value = tensor(value, name, word)
         end
         local place = GIVEN[word.name] and given or object
         place[word.name] = value
      end
      if complete[class_name] then
         complete[class_name](object, given.input, given)
      end
      local result = object[method](object, given.input, given.gradOutput or given.target, given.scale)
      if object.output_tensor and type(result) == 'number' then
         object.output_tensor[1] = result
      end
   end
end

-- ---- the tables -------------------------------------------------------------------------------------------------------------

--- The kernels under the names that a C library would export, state argument first: THNN.C.THNN_FloatThreshold_updateOutput.
THNN.C = {}

local names = {}
for name, signature in pairs(signatures) do
   names[#names + 1] = name
   for _, T in ipairs(types.floating) do
      THNN.C[('THNN_%s%s'):format(T.name, name)] = implement(T, name, signature)
   end
end

--- bind(library, names, 'Float', getState): functions by name that call library.THNN_Float<name> with a state in front.
function THNN.bind(lib, base_names, type_name, state_getter)
   local bound = {}
   for _, name in ipairs(base_names) do
      local ok, f = pcall(function()
         return lib['THNN_' .. type_name .. name]
      end)
      if ok and f then
         bound[name] = function(...)
            return f(state_getter(), ...)
         end
      else
         print(('not found: THNN_%s%s'):format(type_name, name))
      end
   end
   return bound
end

--- runKernel(name, tensor type name, …): the function of that type.
function THNN.runKernel(name, type_name, ...)
   local kernels = THNN.kernels[type_name] or blame('%s.THNN backend not imported', tostring(type_name))
   local f = kernels[name] or blame('Function \'%s\' not found', tostring(name))
   return f(...)
end

for _, T in ipairs(types.floating) do
   THNN.kernels[T.tensorName] = THNN.bind(THNN.C, names, T.name, THNN.getState)
   T.tensor.THNN = THNN.kernels[T.tensorName]
end

-- What other types answer.
for _, T in ipairs(types.integer) do
   T.tensor.nn = setmetatable({}, {
      __index = function(_, name)
         return function()
            blame('nn.%s is only supported for Float or Double Tensors.', name)
         end
      end,
   })
end

return THNN

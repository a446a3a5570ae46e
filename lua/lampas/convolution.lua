--- lampas.convolution(name): which algorithms convolutions may use.
--
-- * 'auto' (at first): for each pass the one with the least work, by arithmetic
-- * 'direct': never Winograd's, whose float results are off by up to 1e-5 of the largest (usually 2e-6, the direct method's 1e-6)
-- * 'winograd': Winograd's wherever it is defined (images, windows of 3 × 3 or 5 × 5, stride 1), whether or not it is quicker
--
-- Returns what was set before; without an argument changes nothing. With the environment's LAMPAS_VERBOSE=1 every convolution
-- layer tells on stderr, once for each pass and size, which algorithm computes it.
local blame = require 'lampas.blame'
local library = require 'lampas.library'

local MODES = { [0] = 'auto', 'direct', 'winograd' }
local METHODS = { [0] = 'direct', 'scattered', 'Winograd' }
local PASSES = { updateOutput = 0, updateGradInput = 1, accGradParameters = 2 }

local convolution = { verbose = os.getenv('LAMPAS_VERBOSE') == '1' }

local function set(_, name)
   local before = MODES[library.engine.lampas_convolution_get()]
   if name ~= nil then
      local mode
      for i = 0, #MODES do
         mode = MODES[i] == name and i or mode
      end
      if not mode then
         blame("lampas.convolution: 'auto', 'direct' or 'winograd' expected, got %s", tostring(name))
      end
      library.engine.lampas_convolution_set(mode)
   end
   return before
end

--- Which algorithm computes a pass: 'direct', 'scattered' (gradInput alone) or 'Winograd'.
-- @param kernels the element type's, for example library.kernels.float
-- @param shape a SpatialConvolution_shape
-- @param pass 'updateOutput', 'updateGradInput' or 'accGradParameters'
function convolution.method(kernels, shape, pass)
   return METHODS[kernels.SpatialConvolution_method(shape, PASSES[pass])]
end

local told = {}

--- Says so on stderr, once for each layer as printed, size and method of it.
-- @param name the layer's method
-- @param pass which pass of a convolution that is: a transposed one's output is a gradInput
function convolution.tell(module, name, kernels, shape, pass)
   local text = ('%s, %d images of %dx%d, %s: %s\n'):format(tostring(module), tonumber(shape.batch), tonumber(shape.inputHeight),
      tonumber(shape.inputWidth), name, convolution.method(kernels, shape, pass))
   if not told[text] then
      told[text] = true
      io.stderr:write(text)
   end
end

return setmetatable(convolution, { __call = set })

-- The calls through THNN of convolutions give what their classes give.
local tensors = require 'spec.support.tensors'
require 'nn'
local THNN = require 'nn.THNN'

local SCRATCH = torch.Tensor()

-- What a module does is what the calls of `name` do.
-- @param after arguments after the tensors, names of the module's fields or values
-- @param scratch how many scratch tensors each pass is given
-- @param extra arguments that updateOutput alone has at its end
local function same(name, module, x, after, scratch, extra)
   scratch = scratch or {}
   local y, gx = torch.Tensor(), torch.Tensor()
   local arguments = {}
   for i, field in ipairs(after) do
      arguments[i] = type(field) == 'string' and module[field] or field
   end
   local function call(pass, tensor_arguments, with)
      local all = {}
      for _, one in ipairs(tensor_arguments) do
         all[#all + 1] = one:cdata()
      end
      for _ = 1, scratch[pass] or 0 do
         all[#all + 1] = SCRATCH:cdata()
      end
      for _, one in ipairs(module.connTable and { module.connTable:cdata() } or {}) do
         all[#all + 1] = one
      end
      for _, one in ipairs(arguments) do
         all[#all + 1] = one
      end
      for _, one in ipairs(with or {}) do
         all[#all + 1] = one
      end
      x.THNN[name .. '_' .. pass](unpack(all))
   end
   local wanted = module:forward(x)
   call('updateOutput', { x, y, module.weight, module.bias }, extra)
   tensors.close(wanted, y, 0, 'output')
   local g = torch.randn(wanted:size())
   module:zeroGradParameters()
   local wantedGradInput = module:backward(x, g)
   call('updateGradInput', { x, g, gx, module.weight, module.connTable and module.bias or nil })
   tensors.close(wantedGradInput, gx, 0, 'gradInput')
   local gw, gb = module.gradWeight:clone():zero(), module.gradBias:clone():zero()
   call('accGradParameters', { x, g, gw, gb }, { 2 })
   tensors.close(module.gradWeight * 2, gw, 1e-13, 'gradWeight')
   tensors.close(module.gradBias * 2, gb, 1e-13, 'gradBias')
end

local PLANE = { 'kW', 'kH', 'dW', 'dH', 'padW', 'padH' }
local VOLUME = { 'dT', 'dW', 'dH', 'padT', 'padW', 'padH' }
local TWO = { updateOutput = 2, updateGradInput = 2, accGradParameters = 2 }
local COLUMNS = { updateOutput = 2, updateGradInput = 1, accGradParameters = 2 }

local function join(...)
   local list = {}
   for _, part in ipairs { ... } do
      for _, one in ipairs(part) do
         list[#list + 1] = one
      end
   end
   return list
end

describe('the THNN convention', function()
   it('has the convolutions of images', function()
      local x = torch.randn(2, 2, 5, 6)
      same('SpatialDilatedConvolution', nn.SpatialDilatedConvolution(2, 3, 2, 3, 1, 2, 1, 1, 2, 1), x, join(PLANE, { 'dilationW', 'dilationH' }),
         COLUMNS)
      same('SpatialFullConvolution', nn.SpatialFullConvolution(2, 3, 2, 3, 2, 2, 1, 1, 1, 0), x, join(PLANE, { 'adjW', 'adjH' }), COLUMNS)
      same('SpatialDepthWiseConvolution', nn.SpatialDepthWiseConvolution(2, 3, 2, 3, 1, 2, 1, 0), x, PLANE, TWO)
      same('SpatialConvolutionLocal', nn.SpatialConvolutionLocal(2, 3, 6, 5, 3, 2), x, join(PLANE, { 6, 5, 4, 4 }), TWO)
      same('SpatialSubSampling', nn.SpatialSubSampling(2, 2, 3, 2, 1), x, { 'kW', 'kH', 'dW', 'dH' })
   end)

   it('has the convolutions with a table of connections', function()
      local x, after = torch.randn(2, 3, 5, 6), { 'nInputPlane', 'nOutputPlane', 'dW', 'dH' }
      same('SpatialConvolutionMap', nn.SpatialConvolutionMap(nn.tables.full(3, 2), 2, 3), x, after)
      same('SpatialFullConvolutionMap', nn.SpatialFullConvolutionMap(nn.tables.full(3, 2), 2, 3), x, after)
   end)

   it('has the convolutions of volumes', function()
      local x = torch.randn(2, 2, 3, 5, 4)
      local plain = nn.VolumetricConvolution(2, 3, 2, 3, 2, 1, 2, 1, 1, 0, 1)
      same('VolumetricConvolution', plain, x, VOLUME, COLUMNS)
      same('VolumetricConvolutionMM', plain, x, join({ 'kT', 'kW', 'kH' }, VOLUME), { updateOutput = 1, updateGradInput = 2, accGradParameters = 1 })
      same('VolumetricDilatedConvolution', nn.VolumetricDilatedConvolution(2, 3, 2, 3, 2, 1, 2, 1, 1, 0, 1, 2, 1, 1), x,
         join({ 'kT', 'kW', 'kH' }, VOLUME, { 'dilationT', 'dilationW', 'dilationH' }), COLUMNS)
      same('VolumetricFullConvolution', nn.VolumetricFullConvolution(2, 3, 2, 3, 2, 2, 2, 1, 1, 0, 1, 1, 0, 0), x,
         join(VOLUME, { 'adjT', 'adjW', 'adjH' }), TWO)
   end)

   it('has the layers of sequences', function()
      local x = torch.randn(2, 7, 3)
      local convolution, sampling = nn.TemporalConvolution(3, 4, 2), nn.TemporalSubSampling(3, 2, 2)
      same('TemporalConvolution', convolution, x, { 'kW', 'dW' }, nil, { 3, 4 })
      same('TemporalSubSampling', sampling, x, { 'kW', 'dW' }, nil, { 3 })
      same('TemporalRowConvolution', nn.TemporalRowConvolution(3, 2), x, { 'kW', 'dW', 0, false }, TWO)
      same('TemporalRowConvolution', nn.TemporalRowConvolution(7, 2, 1, true), x, { 'kW', 'dW', 0, true }, TWO)
   end)

   it('does without a bias', function()
      local full, x, y = nn.SpatialFullConvolution(2, 3, 2, 2):noBias(), torch.randn(2, 3, 3), torch.Tensor()
      x.THNN.SpatialFullConvolution_updateOutput(x:cdata(), y:cdata(), full.weight:cdata(), THNN.NULL, SCRATCH:cdata(), SCRATCH:cdata(), 2, 2, 1, 1,
         0, 0, 0, 0)
      tensors.close(full:forward(x), y, 0, 'output')
   end)
end)

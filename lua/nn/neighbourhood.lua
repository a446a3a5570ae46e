--- What local normalisations share: weighted means over the neighbourhood of each pixel and over all planes, as a network of other modules.
local check = require 'nn.check'

local neighbourhood = {}

--- The kernel of a constructor: 9 × 9 equal weights by default; sizes are odd.
function neighbourhood.kernel(self, kernel)
   kernel = kernel or torch.Tensor(9, 9):fill(1)
   local dims = kernel:dim()
   if dims ~= 1 and dims ~= 2 then
      check.fail(self, 'averaging kernel must be 2D or 1D, got one of size %s', check.size(kernel))
   elseif kernel:size(1) % 2 == 0 or (dims == 2 and kernel:size(2) % 2 == 0) then
      check.fail(self, 'averaging kernel must have ODD dimensions, got one of size %s', check.size(kernel))
   end
   return kernel
end

-- A convolution of all planes with one kernel, to a single plane.
local function convolve(network, planes, kernel)
   local convolution = nn.SpatialConvolution(planes, 1, kernel:size(2), kernel:size(1))
   for i = 1, planes do
      convolution.weight[1][i]:copy(kernel)
   end
   convolution.bias:zero()
   network:add(convolution)
end

-- The same by a vector along the rows of each plane, then along the columns.
local function convolve_separably(network, planes, kernel)
   local rows = nn.SpatialConvolutionMap(nn.tables.oneToOne(planes), kernel:size(1), 1)
   local columns = nn.SpatialConvolution(planes, 1, 1, kernel:size(1))
   for i = 1, planes do
      rows.weight[i]:copy(kernel)
      columns.weight[1][i]:copy(kernel)
   end
   rows.bias:zero()
   columns.bias:zero()
   network:add(rows):add(columns)
end

--- Adds to a Sequential: planes of weighted sums, all alike. The kernel's weights are taken as they are.
function neighbourhood.add(network, planes, kernel)
   local separable = kernel:dim() == 1
   local padH = math.floor(kernel:size(1) / 2)
   local padW = separable and padH or math.floor(kernel:size(2) / 2)
   network:add(nn.SpatialZeroPadding(padW, padW, padH, padH))
   if separable then
      convolve_separably(network, planes, kernel)
   else
      convolve(network, planes, kernel)
   end
   return network:add(nn.Replicate(planes, 1, 3))
end

--- self.coef: how much of the kernel lies inside the image at each pixel, for the sizes of `input`; computed when they change. Like the
-- sums, it has a dimension of size 1 after the planes, which nn.Replicate left.
function neighbourhood.updateCoefficients(self, input)
   local dim, coef = input:dim(), self.coef
   if coef:dim() == dim + 1 and coef:size(dim + 1) == input:size(dim) and coef:size(dim) == input:size(dim - 1)
      and (dim == 3 or coef:size(1) == input:size(1)) then
      return coef
   end
   self.ones = self.ones or input.new()
   self._coef = self._coef or coef.new()
   self.ones:resizeAs(dim == 4 and input[1] or input):fill(1)
   local sums = self.meanestimator:updateOutput(self.ones)
   self._coef:resizeAs(sums):copy(sums)
   self.coef = self._coef
   if dim == 4 then
      local sizes = self._coef:size():totable()
      self.coef = self._coef:view(1, unpack(sizes)):expand(input:size(1), unpack(sizes))
   end
   return self.coef
end

--- Empties what updateCoefficients keeps.
function neighbourhood.clear(self)
   nn.utils.clear(self, 'ones', '_coef')
   self.coef = self.coef.new(1, 1, 1)
end

return neighbourhood

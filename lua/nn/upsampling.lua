--- What the upsampling classes share: scales, sizes, printing.
local check = require 'nn.check'
local resampling = require 'nn.resampling'

local upsampling = {}

--- Sets the field scale_factor, a whole number from 1 on.
function upsampling.setScale(self, scale)
   if type(scale) ~= 'number' or scale < 1 then
      check.fail(self, 'scale_factor must be greater than 1, got %s', tostring(scale))
   elseif math.floor(scale) ~= scale then
      check.fail(self, 'scale_factor must be integer, got %g', scale)
   end
   self.scale_factor = scale
end

local function layout(self, height, width, time)
   local scale = self.scale_factor
   if scale then
      return height * scale, 0, width * scale, 0, time and time * scale
   end
   return self.oheight, 0, self.owidth, 0, time and self.odepth
end

-- inputSize and outputSize tell the sizes of the last call.
local function remember(self, input, output)
   self.inputSize, self.outputSize = input:size(), output:size()
end

--- @param dims 2 for images, 3 for volumes
-- @param mode of src/nn/Resampling.h
function upsampling.updateOutput(self, input, dims, mode)
   local output = resampling.updateOutput(self, input, dims, mode, layout)
   remember(self, input, output)
   return output
end

function upsampling.updateGradInput(self, input, gradOutput, dims, mode)
   return resampling.updateGradInput(self, input, gradOutput, dims, mode, layout)
end

return upsampling

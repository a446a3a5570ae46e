--- nn.UpSampling(scale or { odepth =, oheight =, owidth = } [, mode='nearest']): images (batch × planes × height × width) or volumes
-- (batch × planes × time × height × width) at a higher resolution.
--
-- Mode 'nearest' repeats elements; it takes a scale, a whole number. Mode 'linear' interpolates along every axis; corners show corners:
-- output o lies at o (input - 1) / (output - 1).
local check = require 'nn.check'
local upsampling = require 'nn.upsampling'
local handle = require 'torch.handle'

local UpSampling, parent = torch.class('nn.UpSampling', 'nn.Module')

local MODES = { nearest = 'RESAMPLING_NEAREST', linear = 'RESAMPLING_LINEAR', bilinear = 'RESAMPLING_LINEAR', trilinear = 'RESAMPLING_LINEAR' }

function UpSampling:__init(params, mode)
   parent.__init(self)
   self.mode = mode or 'nearest'
   if not MODES[self.mode] then
      check.fail(self, 'mode should be nearest or linear, got %s', tostring(mode))
   elseif type(params) == 'table' then
      if self.mode == 'nearest' then
         check.fail(self, 'nearest mode takes a scale_factor, got a table')
      end
      self.odepth, self.oheight, self.owidth = params.odepth or 1, params.oheight or 1, params.owidth or 1
   else
      upsampling.setScale(self, params or 1)
   end
   self.inputSize, self.outputSize = torch.LongStorage(5), torch.LongStorage(5)
end

-- 2 for a batch of images, 3 for a batch of volumes.
local function dimensions(self, input)
   check.floating(self, input, 'input')
   local n = handle.ndim(input)
   if n ~= 4 and n ~= 5 then
      check.fail(self, 'UpSampling only supports 4D or 5D tensors, got input of size %s', check.size(input))
   end
   return n - 2
end

function UpSampling:updateOutput(input)
   return upsampling.updateOutput(self, input, dimensions(self, input), MODES[self.mode])
end

function UpSampling:updateGradInput(input, gradOutput)
   return upsampling.updateGradInput(self, input, gradOutput, dimensions(self, input), MODES[self.mode])
end

function UpSampling:__tostring__()
   if self.scale_factor then
      return ('%s(%d, %s)'):format(torch.type(self), self.scale_factor, self.mode)
   end
   return ('%s(%dx%dx%d, %s)'):format(torch.type(self), self.odepth or 0, self.oheight or 0, self.owidth or 0, self.mode)
end

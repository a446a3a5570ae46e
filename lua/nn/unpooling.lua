--- What the max unpooling classes share: each element of the input goes to the place that its index tells.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long

local unpooling = {}

--- Takes the pooling module whose indices serve.
-- @param letters of its axes
function unpooling.init(self, module, class, letters)
   if torch.type(module) ~= class then
      check.fail(self, 'Argument must be a %s module, got %s', class, torch.type(module))
   end
   for _, letter in ipairs(letters) do
      if module['k' .. letter] ~= module['d' .. letter] then
         check.fail(self, 'The size of pooling module\'s kernel must be equal to its stride: %s', tostring(module))
      end
   end
   self.pooling = module
end

-- The pooling's shape, with the large map's sizes as its inputs: what kernels take. And the batch size and planes.
local function geometry(self, input, dims, encoding)
   local shape, batch, planes = pooling.map(self, input, dims)
   if dims == 3 then
      pooling.axis(shape.time, self.otime, shape.time.input, 0, self.dT, self.padT)
   end
   pooling.axis(shape.height, self.oheight, shape.height.input, 0, self.dH, self.padH)
   pooling.axis(shape.width, self.owidth, shape.width.input, 0, self.dW, self.padW)
   shape.indices = encoding
   if handle.typeOf(self.indices) ~= Long or not self.indices:isSameSizeAs(input) then
      check.fail(self, 'input of size %s does not have the size of the pooling\'s indices, %s', check.size(input),
         handle.typeOf(self.indices) and check.size(self.indices) or 'none')
   end
   return shape, batch, planes
end

-- The sizes of the large map.
local function large(shape, dims)
   if dims == 2 then
      return tonumber(shape.height.input), tonumber(shape.width.input)
   end
   return tonumber(shape.time.input), tonumber(shape.height.input), tonumber(shape.width.input)
end

local function done(self, wrong, dims)
   if wrong ~= 0 then
      check.fail(self, 'found an invalid max index: output %s are of size %s%dx%d', dims == 3 and 'volumes' or 'planes',
         dims == 3 and self.otime .. 'x' or '', self.oheight, self.owidth)
   end
end

function unpooling.updateOutput(self, input, dims, encoding)
   local T = check.floating(self, input, 'input')
   self:setParams()
   local shape, batch, planes = geometry(self, input, dims, encoding)
   local x, indices = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_indices', self.indices)
   local output = buffers.map(self, 'output', T, batch, planes, large(shape, dims))
   done(self, T.kernels.MaxPooling_scatter(output:data(), x:data(), indices:data(), shape, 0), dims)
   return output
end

function unpooling.updateGradInput(self, input, gradOutput, dims, encoding)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   self:setParams()
   local shape, batch, planes = geometry(self, input, dims, encoding)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, large(shape, dims))
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local indices = buffers.contiguous(self, '_indices', self.indices)
   local gradInput = buffers.like(self, 'gradInput', input)
   done(self, T.kernels.MaxPooling_gather(gradInput:data(), g:data(), indices:data(), shape), dims)
   return gradInput
end

function unpooling.describe(self)
   return torch.type(self) .. ' associated to ' .. tostring(self.pooling)
end

return unpooling

--- What pooling layers of images share: sizes, rounding, printing.
local check = require 'nn.check'
local window = require 'nn.window'
local raw = require('torch.handle').raw

local pooling = {}

--- Output sizes are rounded up: a last window may reach beyond the edge. Returns self.
function pooling.ceil(self)
   self.ceil_mode = true
   return self
end

--- Output sizes are rounded down. Returns self.
function pooling.floor(self)
   self.ceil_mode = false
   return self
end

--- The sizes of a call, from the layer's fields and its input: { batch (nil for one image), planes, height, width,
-- outputHeight, outputWidth, padH, padW }.
function pooling.geometry(self, input, dilationH, dilationW)
   local batch, at = check.map(self, input, 2)
   local p = raw(input)
   local g = {
      batch = batch, planes = tonumber(p.size[at]), height = tonumber(p.size[at + 1]), width = tonumber(p.size[at + 2]),
      padH = self.padH or 0, padW = self.padW or 0, -- old files have none
   }
   if g.padW > math.floor(self.kW / 2) or g.padH > math.floor(self.kH / 2) then
      check.fail(self, 'pad should be smaller than half of kernel size, but got padW = %d, padH = %d, kW = %d, kH = %d', g.padW, g.padH, self.kW,
         self.kH)
   end
   g.outputHeight = window.count(g.height, self.kH, self.dH, g.padH, dilationH, self.ceil_mode)
   g.outputWidth = window.count(g.width, self.kW, self.dW, g.padW, dilationW, self.ceil_mode)
   if g.outputHeight < 1 or g.outputWidth < 1 then
      check.fail(self, 'input of size %s is too small: the output would have %d rows and %d columns. Output size is too small', check.size(input),
         g.outputHeight, g.outputWidth)
   end
   return g
end

--- 'nn.SpatialMaxPooling(3x3, 2,2)', with the padding when there is one.
function pooling.describe(self)
   local text = ('%s(%dx%d, %d,%d'):format(torch.type(self), self.kW, self.kH, self.dW, self.dH)
   local padW, padH = self.padW or 0, self.padH or 0
   if padW ~= 0 or padH ~= 0 then
      text = text .. (', %d,%d'):format(padW, padH)
   end
   return text .. ')'
end

return pooling

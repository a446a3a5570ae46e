--- What the padding classes of images share: they differ in what they put around the image.
local check = require 'nn.check'
local resampling = require 'nn.resampling'

local padding = {}

local function layout(self, height, width)
   return height + self.pad_t + self.pad_b, self.pad_t, width + self.pad_l + self.pad_r, self.pad_l
end

--- Gives a class of nn its methods.
-- @param mode of src/nn/Resampling.h
function padding.spatial(class, parent, mode)
   function class:__init(pad_l, pad_r, pad_t, pad_b)
      parent.__init(self)
      self.pad_l = pad_l
      self.pad_r = pad_r or pad_l
      self.pad_t = pad_t or pad_l
      self.pad_b = pad_b or pad_l
   end

   function class:updateOutput(input)
      return resampling.updateOutput(self, input, 2, mode, class.layout)
   end

   function class:updateGradInput(input, gradOutput)
      return resampling.updateGradInput(self, input, gradOutput, 2, mode, class.layout)
   end

   function class:__tostring__()
      return ('%s(l=%d, r=%d, t=%d, b=%d)'):format(torch.type(self), self.pad_l, self.pad_r, self.pad_t, self.pad_b)
   end

   class.layout = layout
end

--- A layout for a mirror at the edges: every row and column is there to be shown.
function padding.mirrored(self, height, width)
   if math.max(self.pad_t, self.pad_b) >= height or math.max(self.pad_l, self.pad_r) >= width then
      check.fail(self, 'Padding size should be less than the corresponding input dimension: input of %dx%d', height, width)
   end
   return layout(self, height, width)
end

return padding

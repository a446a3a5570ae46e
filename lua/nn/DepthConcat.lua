--- nn.DepthConcat(dimension): like Concat, but in the other dimensions the output is as large as the largest of the children's
-- outputs; smaller ones are centred in it (where that does not come out even, one nearer to the beginning), with zeros around.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local join = require 'nn.join'
local handle = require 'torch.handle'

local DepthConcat = torch.class('nn.DepthConcat', 'nn.Concat')

-- Sum along the dimension, the largest along the others.
local function whole_size(self, outputs)
   local size, n = outputs[1]:size(), outputs[1]:dim()
   for i = 2, #outputs do
      if outputs[i]:dim() ~= n then
         check.fail(self, '%s of size %s, but %s of size %s', join.outputOfChild(i), check.size(outputs[i]), join.outputOfChild(1),
            check.size(outputs[1]))
      end
      for d = 1, n do
         local here = outputs[i]:size(d)
         size[d] = d == self.dimension and size[d] + here or math.max(size[d], here)
      end
   end
   return size
end

function DepthConcat:updateOutput(input)
   local outputs = self:outputs(input)
   self.outputSize = whole_size(self, outputs)
   local output = buffers.kept(self, 'output', handle.typeOf(outputs[1])):resize(self.outputSize):zero()
   self:pieces(output, outputs, function(i, piece)
      piece:copy(outputs[i])
   end)
   return output
end

--- Calls act(i, piece) for the window of `whole` that each of the children's outputs is in.
function DepthConcat:pieces(whole, outputs, act)
   join.pieces(whole, outputs, self.dimension, function(i, piece)
      for d = 1, whole:dim() do
         if d ~= self.dimension then
            local n = outputs[i]:size(d)
            piece = piece:narrow(d, math.floor((whole:size(d) - n) / 2) + 1, n)
         end
      end
      act(i, piece)
   end)
end

--- What full convolutions of images and volumes add to nn.convolution: inputs { tensor, tensor whose size the output shall have }.
local blame = require 'lampas.blame'

local transposed = {}

transposed.refuse = blame

-- Zeros of the size of x without memory for them.
local function zeros_like(self, x)
   self.zeroScalar = self.zeroScalar and self.zeroScalar:type() == x:type() and self.zeroScalar or x.new(1):zero()
   local ones = torch.LongStorage(x:dim()):fill(1)
   return self.zeroScalar:view(ones):expandAs(x)
end

--- Makes the updateGradInput of a class answer { gradient, zeros } to an input of two tensors.
function transposed.takeTables(class)
   local updateGradInput = class.updateGradInput

   function class:updateGradInput(input, gradOutput)
      if type(self.gradInput) == 'table' then
         self.gradInput = self.gradInput[1] or torch.Tensor()
      end
      local gradient = updateGradInput(self, input, gradOutput)
      if gradient and type(input) == 'table' then
         self.gradInput = { gradient, zeros_like(self, input[2]) }
      end
      return self.gradInput
   end
end

return transposed

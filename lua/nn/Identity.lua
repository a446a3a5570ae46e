--- nn.Identity(): passes the same object both ways. Arguments are ignored.
local Identity = torch.class('nn.Identity', 'nn.Module')

function Identity:updateOutput(input)
   self.output = input
   return input
end

function Identity:updateGradInput(_, gradOutput)
   self.gradInput = gradOutput
   return gradOutput
end

--- The fields show other modules' tensors: they are let go of, not emptied.
function Identity:clearState()
   self.output, self.gradInput = torch.Tensor():type(self._type), torch.Tensor():type(self._type)
   return self
end

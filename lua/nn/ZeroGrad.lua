--- nn.ZeroGrad(): passes its input on, a tensor or a nested table of them, and gives a gradient of zeros.
local ZeroGrad = torch.class('nn.ZeroGrad', 'nn.Module')

function ZeroGrad:updateOutput(input)
   self.output = input
   return input
end

function ZeroGrad:updateGradInput(input)
   if not self.gradInput then
      return nil
   end
   self.gradInput = nn.utils.recursiveFill(nn.utils.recursiveResizeAs(self.gradInput, input), 0)
   return self.gradInput
end

ZeroGrad.clearState = nn.Identity.clearState

--- nn.CriterionTable(criterion): a criterion as a module, whose input is the table { input, target } and whose output is the loss.
-- gradInput is { the criterion's gradient }: gradOutput is not looked at, and the target has no gradient.
local CriterionTable, parent = torch.class('nn.CriterionTable', 'nn.Module')

function CriterionTable:__init(criterion)
   parent.__init(self)
   self.criterion = criterion
   self.gradInput = { criterion.gradInput }
end

function CriterionTable:updateOutput(input)
   self.output = self.criterion:updateOutput(unpack(input))
   return self.output
end

function CriterionTable:updateGradInput(input)
   self.gradInput = { self.criterion:updateGradInput(unpack(input)) }
   return self.gradInput
end

--- nn.ModuleCriterion(criterion [, inputModule] [, targetModule] [, castTarget=true]): a criterion of what modules make of input and target.
-- gradInput goes back through the input module. Parameters of the modules are not updated. Without castTarget the target module keeps its
-- tensor type when the criterion's changes.
local ModuleCriterion, parent = torch.class('nn.ModuleCriterion', 'nn.Criterion')

function ModuleCriterion:__init(criterion, inputModule, targetModule, castTarget)
   parent.__init(self)
   self.criterion = criterion
   self.inputModule = inputModule
   self.targetModule = targetModule
   self.castTarget = castTarget == nil or castTarget
   local parameters = inputModule and inputModule:parameters()
   if parameters and #parameters > 0 then
      print('Warning: nn.ModuleCriterion doesn\'t support parameter updates')
   end
end

-- Input and target of the criterion, as forward left them.
local function seen(self, input, target)
   return self.inputModule and self.input or input, self.targetModule and self.target or target
end

function ModuleCriterion:updateOutput(input, target)
   self.input = self.inputModule and self.inputModule:forward(input)
   self.target = self.targetModule and self.targetModule:forward(target)
   self.output = self.criterion:forward(seen(self, input, target))
   return self.output
end

function ModuleCriterion:updateGradInput(input, target)
   self.gradInput = self.criterion:backward(seen(self, input, target))
   if self.inputModule then
      self.gradInput = self.inputModule:backward(input, self.gradInput)
   end
   return self.gradInput
end

function ModuleCriterion:type(name, cache)
   local module, target = self.targetModule, self.target
   if not self.castTarget then
      self.targetModule, self.target = nil, nil
   end
   parent.type(self, name, cache)
   self.targetModule = self.targetModule or module
   self.target = self.target or target
   return self
end

--- nn.PartialLinear(inputSize, outputSize [, bias=true]): nn.Linear of which some outputs alone are computed.
--
-- setPartition(indices) chooses the outputs, by numbers from 1; resetPartition() all of them, as at first. input: batch × inputSize;
-- output: batch × chosen. Inside, `network` looks the chosen rows of the weight up and multiplies with them. bias (1 × outputSize) begins as 0.
local check = require 'nn.check'

local PartialLinear, Module = torch.class('nn.PartialLinear', 'nn.Module')

function PartialLinear:__init(inputSize, outputSize, bias)
   Module.__init(self)
   local pair = nn.ParallelTable():add(nn.Identity()):add(nn.LookupTable(outputSize, inputSize))
   self.network = nn.Sequential():add(pair):add(nn.MM(false, true))
   if bias == nil or bias then
      self.bias = torch.Tensor(1, outputSize):zero()
      self.gradBias = torch.Tensor(1, outputSize):zero()
   end
   self.inputsize, self.outputsize = inputSize, outputSize
   self.allcolumns = torch.range(1, outputSize)
   self:resetPartition()
end

-- The table of weights.
local function rows(self)
   return self.network:get(1):get(2)
end

function PartialLinear:noBias()
   self.bias, self.gradBias = nil, nil
   return self
end

--- New weights (of standard deviation stdv, 1 by default) and biases of 0.
function PartialLinear:reset(stdv)
   rows(self):reset(stdv)
   if self.bias then
      self.bias:zero()
   end
   return self
end

function PartialLinear:parameters()
   if self.bias then
      return { rows(self).weight, self.bias }, { rows(self).gradWeight, self.gradBias }
   end
   return { rows(self).weight }, { rows(self).gradWeight }
end

--- Chooses the outputs: a vector of numbers from 1, of any number type.
function PartialLinear:setPartition(indices)
   self.partition = indices:type(self.allcolumns:type())
   return self
end

--- Chooses all outputs.
function PartialLinear:resetPartition()
   self.partition = self.allcolumns
   return self
end

function PartialLinear:updateOutput(input)
   check.floating(self, input, 'input')
   self.output:set(self.network:forward { input, self.partition })
   if self.bias then
      self.output:add(self.bias:index(2, self.partition:long()):expandAs(self.output))
   end
   return self.output
end

function PartialLinear:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.gradOutput(self, gradOutput, self.output)
   self.network:updateGradInput({ input, self.partition }, gradOutput)
   return self.gradInput:set(self.network.gradInput[1])
end

function PartialLinear:accGradParameters(input, gradOutput, scale)
   scale = scale or 1
   if not self.gradInput then -- updateGradInput did nothing, but the rows' gradients are made on its way
      self.network:updateGradInput({ input, self.partition }, gradOutput)
   end
   self.network:accGradParameters({ input, self.partition }, gradOutput, scale)
   if self.gradBias then
      self.gradBias:indexAdd(2, self.partition:long(), gradOutput:sum(1):mul(scale))
   end
end

--- The gradients are accumulated right into the parameters.
function PartialLinear:defaultAccUpdateGradParameters(input, gradOutput, lr)
   local lookup, gradWeight, gradBias = rows(self), rows(self).gradWeight, self.gradBias
   lookup.gradWeight, self.gradBias = lookup.weight, self.bias
   self:accGradParameters(input, gradOutput, -lr)
   lookup.gradWeight, self.gradBias = gradWeight, gradBias
end

PartialLinear.sharedAccUpdateGradParameters = PartialLinear.defaultAccUpdateGradParameters

--- output and gradInput show the network's tensors: they are let go of.
function PartialLinear:clearState()
   self.network:clearState()
   self.output, self.gradInput = self.output.new(), self.gradInput and self.gradInput.new()
   return self
end

function PartialLinear:__tostring__()
   return ('%s(%d -> %d)%s'):format(torch.type(self), self.inputsize, self.outputsize, self.bias and '' or ' without bias')
end

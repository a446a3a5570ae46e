--- nn.Euclidean(inputSize, outputSize): the distances ‖x - w_j‖ from learnt centres, the columns of weight (inputSize × outputSize).
--
-- input: inputSize, or batch × inputSize; output: outputSize, or batch × outputSize. The gradient divides by the distance + 1e-7.
-- weight begins as U(±1/√inputSize). `fastBackward` is Torch's and changes nothing here.
local centres = require 'nn.centres'
local initial = require 'nn.initial'

local Euclidean, parent = torch.class('nn.Euclidean', 'nn.Module')

function Euclidean:__init(inputSize, outputSize)
   parent.__init(self)
   self.weight = torch.Tensor(inputSize, outputSize)
   self.gradWeight = torch.Tensor(inputSize, outputSize):zero()
   self.fastBackward = true
   self:reset()
end

--- New centres of standard deviation stdv, by default as at first.
function Euclidean:reset(stdv)
   return initial.uniform(self, stdv, self.weight:size(1))
end

Euclidean.updateOutput = centres.updateOutput
Euclidean.updateGradInput = centres.updateGradInput
Euclidean.accGradParameters = centres.accGradParameters
Euclidean.clearState = centres.clearState

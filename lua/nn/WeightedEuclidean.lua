--- nn.WeightedEuclidean(inputSize, outputSize): the distances ‖c_j ∘ (x - w_j)‖ from learnt centres with learnt scales, the columns of
-- weight and diagCov (inputSize × outputSize).
--
-- input: inputSize, or batch × inputSize; output: outputSize, or batch × outputSize. The gradient divides by the distance + 1e-7.
-- weight begins as U(±1/√inputSize), diagCov as 1. `fastBackward` is Torch's and changes nothing here.
local centres = require 'nn.centres'
local initial = require 'nn.initial'

local WeightedEuclidean, parent = torch.class('nn.WeightedEuclidean', 'nn.Module')

function WeightedEuclidean:__init(inputSize, outputSize)
   parent.__init(self)
   self.weight = torch.Tensor(inputSize, outputSize)
   self.gradWeight = torch.Tensor(inputSize, outputSize):zero()
   self.diagCov = torch.Tensor(inputSize, outputSize)
   self.gradDiagCov = torch.Tensor(inputSize, outputSize):zero()
   self.fastBackward = true
   self:reset()
end

--- New centres of standard deviation stdv, by default as at first, and scales of 1.
function WeightedEuclidean:reset(stdv)
   initial.uniform(self, stdv, self.weight:size(1))
   self.diagCov:fill(1)
   return self
end

function WeightedEuclidean:parameters()
   return { self.weight, self.diagCov }, { self.gradWeight, self.gradDiagCov }
end

WeightedEuclidean.updateOutput = centres.updateOutput
WeightedEuclidean.updateGradInput = centres.updateGradInput
WeightedEuclidean.accGradParameters = centres.accGradParameters
WeightedEuclidean.clearState = centres.clearState

--- The gradients of both parameters are accumulated right into them.
function WeightedEuclidean:defaultAccUpdateGradParameters(input, gradOutput, lr)
   local gradDiagCov = self.gradDiagCov
   self.gradDiagCov = self.diagCov
   parent.defaultAccUpdateGradParameters(self, input, gradOutput, lr)
   self.gradDiagCov = gradDiagCov
end

--- nn.MultiLabelMarginCriterion(): the hinge loss of several labels at once.
--
-- input: scores, classes or batch × classes; target: of the same sizes, in each row the classes that apply (any number type), in any
-- order, and a 0 after the last of them. loss = Σ_t Σ_i max(0, 1 - x[t] + x[i]) / classes, t the row's classes and i the others, summed
-- over the batch and divided by its size unless the field sizeAverage is false.
local rows = require 'nn.rows'
local targets = require 'nn.targets'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local MultiLabelMarginCriterion, parent = torch.class('nn.MultiLabelMarginCriterion', 'nn.Criterion')

function MultiLabelMarginCriterion:__init()
   parent.__init(self)
   self.sizeAverage = true
   self.isTarget = torch.Tensor()
end

-- Kernels of the input's type, geometry, input, classes, and the flags of the classes that apply.
local function prepare(self, input, target)
   local T = check.floating(self, input, 'input')
   local batch, classes = targets.rows(self, input)
   local t = targets.classes(self, 'target_tensor', target)
   check.sameSize(self, t, 'target', input, 'input')
   return T.kernels, rows.geometry(self, batch, classes), buffers.contiguous(self, '_input', input), t, buffers.like(self, 'isTarget', input)
end

function MultiLabelMarginCriterion:updateOutput(input, target)
   local kernels, geometry, x, t, flags = prepare(self, input, target)
   local kernel = kernels.MultiLabelMarginCriterion_updateOutput
   return rows.updateLoss(self, kernel, geometry, t, flags:data(), x:data(), t:data())
end

function MultiLabelMarginCriterion:updateGradInput(input, target)
   local kernels, geometry, x, t, flags = prepare(self, input, target)
   local kernel = kernels.MultiLabelMarginCriterion_updateGradInput
   return rows.updateLossGradient(self, kernel, geometry, t, buffers.like(self, 'gradInput', input), flags:data(), x:data(), t:data())
end

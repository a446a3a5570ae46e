--- nn.L1HingeEmbeddingCriterion([margin=1]): for a pair { x, y } that is alike, target 1, or not, target -1.
-- With d = Σ |x - y|: d for a target of 1, max(0, margin - d) for one of -1. Where elements are equal, their gradient's sign is drawn at
-- random, as Torch does it, so that equal embeddings of what is not alike come apart.
local targets = require 'nn.targets'
local check = require 'nn.check'

local L1HingeEmbeddingCriterion, parent = torch.class('nn.L1HingeEmbeddingCriterion', 'nn.Criterion')

function L1HingeEmbeddingCriterion:__init(margin)
   parent.__init(self)
   self.margin = margin or 1
   self.gradInput = { torch.Tensor(), torch.Tensor() }
end

local function label(self, target)
   local value = torch.isTensor(target) and target:squeeze() or target
   return type(value) == 'number' and value or check.fail(self, 'target: 1 or -1 expected, got %s', tostring(target))
end

function L1HingeEmbeddingCriterion:updateOutput(input, target)
   local _, x, y = targets.pair(self, input)
   local distance = x:dist(y, 1)
   self.output = label(self, target) == -1 and math.max(0, self.margin - distance) or distance
   return self.output
end

local function sign_at_random(sign)
   return sign == 0 and 2 * torch.random(2) - 3 or sign
end

function L1HingeEmbeddingCriterion:updateGradInput(input, target)
   local _, x, y = targets.pair(self, input)
   local gx, gy = targets.pairGradient(self, x)
   local alike = label(self, target) ~= -1
   if not alike and x:dist(y, 1) > self.margin then
      gx:zero()
      gy:zero()
      return self.gradInput
   end
   gx:add(x, -1, y):sign()
   if gx:eq(0):any() then
      gx:apply(sign_at_random)
   end
   gx:mul(alike and 1 or -1)
   gy:mul(gx, -1)
   return self.gradInput
end

--- nn.Max([dimension=1] [, nInputDims]): the largest element along a dimension, which is left out of the output unless the input has no
-- other. The gradient goes to the first of the largest elements.
--
-- A negative dimension counts from the last. Where inputs have one dimension more than nInputDims, the first is the batch and
-- `dimension` counts after it.
local winners = require 'nn.winners'

local Max, parent = torch.class('nn.Max', 'nn.Module')

winners.define(Max, parent, torch.max)

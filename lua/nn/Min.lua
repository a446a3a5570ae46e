--- nn.Min([dimension=1] [, nInputDims]): the smallest element along a dimension, which is left out of the output unless the input has no
-- other. The gradient goes to the first of the smallest elements.
--
-- A negative dimension counts from the last. Where inputs have one dimension more than nInputDims, the first is the batch and
-- `dimension` counts after it.
local winners = require 'nn.winners'

local Min, parent = torch.class('nn.Min', 'nn.Module')

winners.define(Min, parent, torch.min)

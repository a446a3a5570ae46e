--- nn.SpatialReflectionPadding(pad_l [, pad_r=pad_l] [, pad_t=pad_l] [, pad_b=pad_l]): images of planes × height × width, or a batch of
-- them, mirrored at their first and last columns and rows, which are not repeated themselves. Less padding than there are columns and
-- rows; negative numbers leave some out.
local padding = require 'nn.padding'

local SpatialReflectionPadding, parent = torch.class('nn.SpatialReflectionPadding', 'nn.Module')

padding.spatial(SpatialReflectionPadding, parent, 'RESAMPLING_REFLECTION')

SpatialReflectionPadding.layout = padding.mirrored

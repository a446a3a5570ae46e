--- nn.SpatialReplicationPadding(pad_l [, pad_r=pad_l] [, pad_t=pad_l] [, pad_b=pad_l]): the first and last columns and rows of images of
-- planes × height × width, or of a batch of them, repeated outwards. Negative numbers leave columns or rows out.
local padding = require 'nn.padding'

padding.spatial(torch.class('nn.SpatialReplicationPadding', 'nn.Module'), nn.Module, 'RESAMPLING_REPLICATION')

--- nn.SpatialZeroPadding(pad_l [, pad_r=pad_l] [, pad_t=pad_l] [, pad_b=pad_l]): columns of zeros to the left and right, rows above and
-- below, of images of planes × height × width, or of a batch of them. Negative numbers leave so many columns or rows out.
local padding = require 'nn.padding'

padding.spatial(torch.class('nn.SpatialZeroPadding', 'nn.Module'), nn.Module, 'RESAMPLING_ZERO')

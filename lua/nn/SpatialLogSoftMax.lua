--- nn.SpatialLogSoftMax(): y = x - log Σ e^x over the planes of images, dimension 1 of 3-D inputs and 2 of 4-D ones.
-- 1-D and 2-D inputs as in nn.LogSoftMax.
local SpatialLogSoftMax = torch.class('nn.SpatialLogSoftMax', 'nn.Module')

SpatialLogSoftMax.updateOutput = nn.LogSoftMax.updateOutput
SpatialLogSoftMax.updateGradInput = nn.LogSoftMax.updateGradInput

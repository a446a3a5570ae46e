--- nn.SpatialSoftMax(): y = e^x / Σ e^x over the planes of images, dimension 1 of 3-D inputs and 2 of 4-D ones.
-- 1-D and 2-D inputs as in nn.SoftMax.
local SpatialSoftMax = torch.class('nn.SpatialSoftMax', 'nn.Module')

SpatialSoftMax.updateOutput = nn.SoftMax.updateOutput
SpatialSoftMax.updateGradInput = nn.SoftMax.updateGradInput

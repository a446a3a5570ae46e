--- nn.VolumetricBatchNormalization: BatchNormalization of batch × planes × time × height × width inputs, with statistics over the batch
-- and the positions of each plane.
local VolumetricBatchNormalization = torch.class('nn.VolumetricBatchNormalization', 'nn.BatchNormalization')

VolumetricBatchNormalization.__version = 2
VolumetricBatchNormalization.nDim = 5

--- nn.SpatialBatchNormalization: BatchNormalization of batch × planes × height × width inputs, with statistics over the batch
-- and the positions of each plane.
local SpatialBatchNormalization = torch.class('nn.SpatialBatchNormalization', 'nn.BatchNormalization')

SpatialBatchNormalization.__version = 2
SpatialBatchNormalization.nDim = 4

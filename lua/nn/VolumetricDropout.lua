--- nn.VolumetricDropout([p=0.5] [, stochasticInference]): SpatialDropout of planes × time × height × width inputs.
local VolumetricDropout = torch.class('nn.VolumetricDropout', 'nn.SpatialDropout')

VolumetricDropout.planeDims = 3

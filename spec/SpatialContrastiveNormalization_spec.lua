local neighbourhood = require 'spec.support.neighbourhood'

neighbourhood.describe('SpatialContrastiveNormalization', neighbourhood.contrastive, 0.4, 0.3)

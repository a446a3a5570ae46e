local neighbourhood = require 'spec.support.neighbourhood'

neighbourhood.describe('SpatialSubtractiveNormalization', neighbourhood.subtractive)

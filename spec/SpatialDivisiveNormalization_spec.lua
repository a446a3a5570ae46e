local neighbourhood = require 'spec.support.neighbourhood'

neighbourhood.describe('SpatialDivisiveNormalization', neighbourhood.divisive, 0.4, 0.3)

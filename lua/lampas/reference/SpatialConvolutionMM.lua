-- The same operation; its weight has two dimensions.
return require 'lampas.reference.SpatialConvolution'

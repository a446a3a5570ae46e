-- The same operation with a space of two dimensions behind the feature.
return require 'lampas.reference.BatchNormalization'

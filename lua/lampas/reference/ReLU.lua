-- The threshold at 0, which is what nn.ReLU's fields say.
return require 'lampas.reference.Threshold'

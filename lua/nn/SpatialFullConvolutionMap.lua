--- nn.SpatialFullConvolutionMap(connTable, kW, kH [, dW=1] [, dH=1]): SpatialConvolutionMap transposed, as SpatialFullConvolution is of
-- SpatialConvolution. Output sizes are (size - 1) d + k.
local connectiontable = require 'nn.connectiontable'

local SpatialFullConvolutionMap, parent = torch.class('nn.SpatialFullConvolutionMap', 'nn.Module')

connectiontable.define(SpatialFullConvolutionMap, parent, true)

function SpatialFullConvolutionMap:__init(connTable, kW, kH, dW, dH)
   connectiontable.initialise(self, parent, connTable, kW, kH, dW, dH)
end

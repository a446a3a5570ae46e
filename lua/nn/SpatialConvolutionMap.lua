--- nn.SpatialConvolutionMap(connTable, kW, kH [, dW=1] [, dH=1]): a convolution in which each output plane sees some of the input planes.
-- connTable (connections × 2, see nn.tables) lists pairs { input plane, output plane }; weight holds a filter (kH × kW) for each of them,
-- bias a number for each output plane. Output sizes are floor((size - k) / d) + 1; parameters begin as U(±1/√(kW kH c)), where c connections
-- lead to the output plane.
local connectiontable = require 'nn.connectiontable'

local SpatialConvolutionMap, parent = torch.class('nn.SpatialConvolutionMap', 'nn.Module')

connectiontable.define(SpatialConvolutionMap, parent)

function SpatialConvolutionMap:__init(connTable, kW, kH, dW, dH)
   connectiontable.initialise(self, parent, connTable, kW, kH, dW, dH)
end

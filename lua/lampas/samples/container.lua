--- Samples of containers (lampas.samples).
local nn = require 'nn'

return {
   {
      class = 'Sequential', new = function() return nn.Sequential():add(nn.Linear(256, 256)):add(nn.Tanh()) end, input = { 64, 256 },
      small = { new = function() return nn.Sequential():add(nn.Linear(4, 3)):add(nn.Tanh()) end, input = { 2, 4 } },
   },
}

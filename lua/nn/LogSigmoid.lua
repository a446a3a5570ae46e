--- nn.LogSigmoid(): y = log(1 / (1 + e^-x)), for any shape, without overflow.
local pointwise = require 'nn.pointwise'

local LogSigmoid, parent = torch.class('nn.LogSigmoid', 'nn.Module')

function LogSigmoid:__init()
   parent.__init(self)
   self.buffer = torch.Tensor() -- Torch keeps e^-x there; here it stays empty
end

pointwise.activation(LogSigmoid, 'LogSigmoid', 'input')

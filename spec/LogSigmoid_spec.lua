local checks = require 'spec.support.module_checks'

checks.module('LogSigmoid', {
   { 'a batch', function() return nn.LogSigmoid() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.LogSigmoid',
      reference = checks.pointwise(function(x) return -math.log(1 + math.exp(-x)) end) },
   { 'many elements', function() return nn.LogSigmoid() end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return -math.log(1 + math.exp(-x)) end) },
})

describe('nn.LogSigmoid', function()
   it('does not overflow', function()
      local x = torch.Tensor { -1000, 1000, 0 }
      local module = nn.LogSigmoid()
      checks.close(torch.Tensor { -1000, 0, -math.log(2) }, module:forward(x), 1e-15, 'output')
      checks.close(torch.Tensor { 1, 0, 0.5 }, module:backward(x, torch.ones(3)), 1e-15, 'gradInput')
   end)
end)

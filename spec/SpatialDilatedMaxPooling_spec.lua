local checks = require 'spec.support.module_checks'

-- Every second row and column, pooled without dilation, one phase after the other.
local function reference(module, x)
   local pool = nn.SpatialMaxPooling(module.kW, module.kH, 1, 1)
   local y = module:forward(x):double():clone()
   x = x:double()
   for row = 1, y:size(2) do
      for column = 1, y:size(3) do
         local window = x:narrow(2, row, 2 * module.kH - 1):narrow(3, column, 2 * module.kW - 1):clone()
         local kept = torch.Tensor(x:size(1), module.kH, module.kW)
         for i = 1, module.kH do
            for j = 1, module.kW do
               kept:select(2, i):select(2, j):copy(window:select(2, 2 * i - 1):select(2, 2 * j - 1))
            end
         end
         y:select(2, row):select(2, column):copy(pool:forward(kept))
      end
   end
   return y
end

checks.module('SpatialDilatedMaxPooling', {
   { 'every second element', function() return nn.SpatialDilatedMaxPooling(2, 3, 1, 1, 0, 0, 2, 2) end, input = { 2, 7, 6 }, reference = reference,
      prints = 'nn.SpatialDilatedMaxPooling(2x3, 1,1, 2,2)' },
   { 'a padded batch', function() return nn.SpatialDilatedMaxPooling(2, 2, 2, 2, 1, 1, 2, 1):ceil() end, input = { 2, 2, 6, 5 }, batch = true,
      prints = 'nn.SpatialDilatedMaxPooling(2x2, 2,2, 1,1, 2,1)' },
})

--- nn: modules and criteria. `require 'nn'` sets and returns the global table.
--
-- A class is loaded on first use: `nn.Linear` is required from nn/Linear.lua. Scripts may add classes of their own
-- (`torch.class('nn.Mine', 'nn.Module')`) and may set the flag `nn.oldSeed`, which changes nothing here: initial
-- weights are the same either way.
require 'torch'

nn = rawget(_G, 'nn') or {}
local nn = nn

-- Classes and helpers with a capital come from the file of that name; there is no list to keep in step.
setmetatable(nn, {
   __index = function(_, name)
      if type(name) == 'string' and name:find('^%u[%w_]*$') and package.searchpath('nn.' .. name, package.path) then
         local value = require('nn.' .. name)
         return rawget(nn, name) or value
      end
   end,
})

nn.utils = require 'nn.utils'
nn.tables = require 'nn.tables'
nn.hessian = require 'nn.hessian'
require 'nn.THNN'

--- nn.test([names] [, seed]), nn.testTHNN([names] [, seed]): run the self-tests (nn/test.lua), whole or those whose names match.
function nn.test(names, seed)
   return require('nn.test').all(names, seed)
end

function nn.testTHNN(names, seed)
   return require('nn.test').thnn(names, seed)
end

return nn

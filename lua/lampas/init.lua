--- lampas: what Torch has not. `require 'lampas'` returns a table whose fields are the modules of lua/lampas, loaded on first use:
-- `lampas.convolution 'direct'`.
return setmetatable({}, {
   __index = function(self, name)
      if type(name) == 'string' and package.searchpath('lampas.' .. name, package.path) then
         local value = require('lampas.' .. name)
         rawset(self, name, value)
         return value
      end
   end,
})

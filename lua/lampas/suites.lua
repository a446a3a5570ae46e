--- The suites that can be run, by name; each is what a script of bench/ runs.
local published = require 'lampas.suites.published'

local suites = {
   --- Their names, in the order in which they are told.
   names = { 'all', 'conv', 'linear', 'relu', 'pooling', 'batchnorm', 'dropout', 'criterion', 'modules', 'tensor', 'networks' },
}

local OTHERS = { modules = true, tensor = true, networks = true }

--- A suite; nil for an unknown name.
function suites.find(name)
   for _, known in ipairs(suites.names) do
      if name == known then
         return OTHERS[name] and require('lampas.suites.' .. name) or published(name, name ~= 'all' and name or nil)
      end
   end
   return nil
end

return suites

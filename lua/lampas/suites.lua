--- The suites that can be run, by name; each is what a script of bench/ runs.
local published = require 'lampas.suites.published'

local suites = {
   --- Their names, in the order in which they are told.
   names = { 'all', 'conv', 'linear', 'relu', 'pooling', 'batchnorm', 'dropout', 'criterion', 'modules', 'tensor', 'networks' },
   --- What each is, in a few words.
   about = {
      all = 'All layers of the published table', conv = 'Convolutions of the published table', linear = 'Linear layers of the published table',
      relu = 'ReLU of the published table', pooling = 'Max-pooling of the published table',
      batchnorm = 'Batch normalisation of the published table', dropout = 'Dropout of the published table',
      criterion = 'Criterions of the published table', modules = 'Every module and criterion of nn', tensor = 'Operations on tensors',
      networks = 'Whole networks',
   },
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

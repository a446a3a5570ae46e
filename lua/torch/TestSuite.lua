--- torch.TestSuite: a table of test functions that refuses a name which is taken, and anything but functions.
local blame = require 'lampas.blame'

local meta = {}

function meta.__index(suite, name)
   return rawget(suite, '__tests')[name]
end

function meta.__newindex(suite, name, test)
   local tests = rawget(suite, '__tests')
   if tests[name] ~= nil then
      blame('Test %s is already defined.', tostring(name))
   elseif type(test) == 'table' then
      blame('Nested tables of tests are not supported')
   elseif type(test) ~= 'function' then
      blame('Only functions are supported as members of a TestSuite')
   end
   tests[name] = test
end

--- An empty suite; torch.Tester's add takes it.
function torch.TestSuite()
   return setmetatable({ __tests = {}, __isTestSuite = true }, meta)
end

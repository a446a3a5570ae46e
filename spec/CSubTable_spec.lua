local table_checks = require 'spec.support.table_checks'

describe('nn.CSubTable', function()
   table_checks.elementwise {
      new = nn.CSubTable,
      value = function(a, b) return a - b end,
      derivative = function(i) return i == 1 and 1 or -1 end,
   }
end)

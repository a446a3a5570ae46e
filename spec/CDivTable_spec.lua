local table_checks = require 'spec.support.table_checks'

describe('nn.CDivTable', function()
   table_checks.elementwise {
      new = nn.CDivTable,
      value = function(a, b) return a / b end,
      derivative = function(i, a, b) return i == 1 and 1 / b or -a / (b * b) end,
   }
end)

local suite = require 'lampas.suites.tensor'

describe('the tensor suite', function()
   local limits = { threads = 1, flops = { float = 1, double = 1 }, copy = { { name = 'memory', capacity = math.huge, rate = 1 } } }

   for _, row in ipairs(suite.rows()) do
      if tonumber(row.parameter) <= 1000 then
         it(('agrees with its naive definition: %s'):format(row.label), function()
            for _, type in ipairs { 'float', 'double' } do
               local result = suite.run(row, type, { mode = 'steady', time = 1e-6, quick = true, limits = limits })
               assert.equal('checked', result.status, result.message)
               assert.is_true(result.ms > 0 and result.bytes > 0)
               assert.equal(row.row_id, result.row_id)
            end
         end)
      end
   end
end)

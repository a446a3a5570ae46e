--- Criteria that are sums over rows of classes, with classes wanted of each (src/nn/RowCriterion.h).
local ffi = require 'ffi'
local check = require 'nn.check'

local rows = {}

--- The description of a criterion that kernels take.
function rows.geometry(self, count, columns, margin, power)
   return ffi.new('RowCriterion', count, columns, margin or 0, power or 1, self.sizeAverage ~= false)
end

local function refuse(self, bad, geometry, target)
   if bad ~= 0 then
      local n = target:nElement() / tonumber(geometry.rows)
      local classes = target:view(-1, n)[tonumber(bad)]:totable()
      check.fail(self, 'target %s of row %d is out of range: there are %d classes', table.concat(classes, ' '), tonumber(bad),
         tonumber(geometry.columns))
   end
end

--- self.output = kernel(geometry, loss, …), which may refuse a row of `target`.
function rows.updateLoss(self, kernel, geometry, target, ...)
   local loss = ffi.new('double[1]')
   refuse(self, kernel(geometry, loss, ...), geometry, target)
   self.output = loss[0]
   return self.output
end

--- self.gradInput = kernel(geometry, gradInput, …), which may refuse a row of `target`.
function rows.updateLossGradient(self, kernel, geometry, target, gradInput, ...)
   refuse(self, kernel(geometry, gradInput:data(), ...), geometry, target)
   return gradInput
end

return rows

-- Every class of nn by its samples: it is there, can be made, printed, cloned, saved, loaded and converted, and has the gradient that
-- finite differences show.
local nn = require 'nn'
local classes = require 'spec.support.nn_classes'
local checks = require 'lampas.sample_checks'
local samples = require 'lampas.samples'

local function describe_sample(case)
   for _, check in ipairs(checks) do
      it(check.name, function()
         check.run(case.small, function(what, distance, limit)
            assert.is_true(distance <= limit, ('%s: %g'):format(what, distance))
         end)
      end)
   end
end

for _, class in ipairs(classes.names) do
   describe('nn.' .. class, function()
      it('exists', function()
         assert.is_truthy(nn[class])
      end)

      if classes.abstract[class] then
         return
      end

      it('has a sample', function()
         assert.is_true(#samples.of(class) > 0)
      end)

      for _, case in ipairs(samples.of(class)) do
         describe('as ' .. case.id, function()
            describe_sample(case)
         end)
      end
   end)
end

describe('a reason for a row far from its limit #once', function()
   it('names a row that there is', function()
      local rows = {}
      for _, case in ipairs(samples.all()) do
         rows[case.id .. '-forward'], rows[case.id .. '-backward'] = true, true
      end
      for row in pairs(require 'lampas.samples.reasons') do
         assert.is_true(rows[row], row)
      end
   end)
end)

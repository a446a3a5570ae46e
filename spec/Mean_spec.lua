local checks = require 'spec.support.module_checks'

checks.module('Mean', {
   { 'a dimension', function() return nn.Mean(2) end, input = { 3, 4, 5 }, prints = 'nn.Mean', anyType = true,
      reference = function(_, x) return x:double():mean(2):select(2, 1):clone() end },
   { 'a vector', function() return nn.Mean() end, input = { 7 }, anyType = true, reference = function(_, x) return x:double():mean(1) end },
   { 'after the batch', function() return nn.Mean(1, 1) end, input = { 3, 4 }, anyType = true,
      reference = function(_, x) return x:double():mean(2):select(2, 1):clone() end },
})

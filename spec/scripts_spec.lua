-- Scripts as they were written for Torch7: whole, run as they are, and asked whether they learned.
require 'torch'

-- Runs a script with its printing kept. Returns what it returned and the lines.
local function run(name)
   local lines, original = {}, print
   rawset(_G, 'print', function(...)
      local words = {}
      for i = 1, select('#', ...) do
         words[i] = tostring((select(i, ...)))
      end
      table.insert(lines, table.concat(words, '\t'))
   end)
   local ok, first, last, right = pcall(dofile, 'spec/scripts/' .. name .. '.lua')
   rawset(_G, 'print', original)
   torch.setdefaulttensortype('torch.DoubleTensor')
   assert(ok, first)
   return first, last, right, lines
end

local function learns(name, factor, wanted)
   local first, last, right, lines = run(name)
   assert(last < factor * first, ('%s: loss %g at first, %g at last'):format(name, first, last))
   assert(right > wanted, ('%s: %g right'):format(name, right))
   return lines
end

describe('a script of Torch7\'s time learns:', function()
   it('a perceptron trained by StochasticGradient', function()
      local lines = learns('mlp', 0.2, 0.95)
      assert.equal('# StochasticGradient: training', lines[1])
      assert.matches('^# current error = ', lines[2])
      assert.equal('# StochasticGradient: you have reached the maximum number of iterations', lines[#lines - 2])
      assert.matches('^# training error = ', lines[#lines - 1])
   end)

   it('a convolutional network, by a closure over its flat parameters', function()
      local lines = learns('cnn', 0.2, 0.95)
      assert.matches('^nn%.Sequential {\n  %[input %-> %(1%)', lines[1])
   end)

   it('two towers that share their weights', function()
      learns('siamese', 0.5, 0.85)
   end)

   it('a network over tables, with two outputs', function()
      learns('tables', 0.2, 0.95)
   end)

   it('a recurrent network, cloned over time', function()
      learns('rnn', 0.2, 0.95)
   end)
end)

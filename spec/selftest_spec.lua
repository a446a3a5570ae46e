-- torch.test, nn.test and nn.testTHNN: that they pass here, choose by name, and fail when something is wrong.
require 'nn'

-- Runs f; gives pcall's results, and what was written and printed.
local function quietly(f, ...)
   local name, print, lines = os.tmpname(), _G.print, {}
   local file = assert(io.open(name, 'w'))
   local before = io.output()
   io.output(file)
   _G.print = function(...) table.insert(lines, table.concat({ ... }, '')) end
   local fine, result = pcall(f, ...)
   _G.print = print
   io.output(before)
   file:close()
   file = assert(io.open(name))
   local text = file:read('*a')
   file:close()
   os.remove(name)
   return fine, result, text, lines
end

local function count(text)
   local asserts, tests, failures, errors = text:match('Completed (%d+) asserts in (%d+) tests? with (%d+) failures? and (%d+) errors?')
   return tonumber(asserts), tonumber(tests), tonumber(failures), tonumber(errors)
end

describe('torch.test', function()
   it('passes, with hundreds of asserts', function()
      local fine, tester, text = quietly(torch.test)
      assert(fine, text)
      assert.equal('torch.Tester', torch.type(tester))
      local asserts, tests, failures = count(text)
      assert.is_true(asserts > 500 and tests > 15 and failures == 0)
   end)

   it('runs the tests that are named', function()
      local _, _, text = quietly(torch.test, { 'views', '^copy$' })
      assert.equal(2, (select(2, count(text))))
      local fine, message = quietly(torch.test, 'no such test')
      assert.is_false(fine)
      assert.matches("Couldn't find test 'no such test'", message)
   end)

   it('fails when an operation is wrong', function()
      local meta = torch.getmetatable('torch.IntTensor')
      local cmul = torch.cmul
      torch.cmul = function(x, y) return cmul(x, y):add(x:type() == meta.__typename and 1 or 0) end
      local fine, message, text = quietly(torch.test, 'arithmetic')
      torch.cmul = cmul
      assert.is_false(fine)
      assert.matches('An error was found', message)
      assert.matches('cmul of torch.IntTensor', text)
   end)
end)

describe('nn.test', function()
   it('runs the tests that are named, on one thread, from a seed that it prints', function()
      local threads = torch.getnumthreads()
      torch.setnumthreads(2)
      local fine, tester, text, lines = quietly(nn.test, { '^Linear$', '^ClassNLLCriterion$', 'network' }, 5)
      assert(fine, text)
      assert.equal(2, torch.getnumthreads())
      torch.setnumthreads(threads)
      assert.equal('torch.Tester', torch.type(tester))
      local asserts, tests = count(text)
      assert.is_true(tests == 6 and asserts > 20)
      assert.same({ 'Seed: 5' }, lines)
   end)

   it('leaves the default type as it was', function()
      torch.setdefaulttensortype('torch.FloatTensor')
      local fine, _, text = quietly(nn.test, { '^Linear$', 'network' }, 5)
      local default = torch.getdefaulttensortype()
      torch.setdefaulttensortype('torch.DoubleTensor')
      assert(fine, text)
      assert.equal('torch.FloatTensor', default)
   end)

   it('draws a seed where none is given', function()
      local _, _, _, lines = quietly(nn.test, '^Tanh$')
      assert.matches('^Seed: %d+$', lines[1])
   end)

   it('fails when a gradient is wrong', function()
      local class = torch.getmetatable('nn.Tanh')
      local updateGradInput = class.updateGradInput
      class.updateGradInput = function(self, ...) return updateGradInput(self, ...):mul(1.001) end
      local fine, message, text = quietly(nn.test, '^Tanh$', 1)
      class.updateGradInput = updateGradInput
      assert.is_false(fine)
      assert.matches('An error was found', message)
      assert.matches('has the gradients of finite differences', text)
   end)
end)

describe('nn.testTHNN', function()
   it('passes', function()
      local fine, _, text = quietly(nn.testTHNN, nil, 1)
      assert(fine, text)
      assert.is_true(count(text) > 40)
   end)

   it('fails when a call is wrong', function()
      local calls = torch.DoubleTensor.THNN
      local tanh = calls.Tanh_updateOutput
      calls.Tanh_updateOutput = calls.Sigmoid_updateOutput
      local fine, _, text = quietly(nn.testTHNN, 'Tanh', 1)
      calls.Tanh_updateOutput = tanh
      assert.is_false(fine)
      assert.matches('Tanh_updateOutput, output', text)
   end)
end)

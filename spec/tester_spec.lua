require 'torch'
local tensors = require 'spec.support.tensors'

-- Runs a tester; returns what it printed, whether run succeeded, and what it returned or raised.
local function quietly(tester, ...)
   local text, write = {}, io.write
   io.write = function(...) -- luacheck: ignore
      for i = 1, select('#', ...) do
         text[#text + 1] = (select(i, ...))
      end
   end
   local fine, outcome = pcall(tester.run, tester, ...)
   io.write = write -- luacheck: ignore
   return table.concat(text), fine, outcome
end

local function tester_with(tests)
   local tester, suite = torch.Tester(), torch.TestSuite()
   for name, test in pairs(tests) do
      suite[name] = function()
         return test(tester)
      end
   end
   return tester:add(suite)
end

-- A tester whose assertions return what they would record.
local asking = torch.Tester()
function asking:_success(message) -- luacheck: ignore self
   return true, message
end
function asking:_failure(message) -- luacheck: ignore self
   return false, message
end

local MESSAGE = 'an informative message'

local function check(wanted, name, ...)
   local held, message = asking[name](asking, ...)
   assert.equal(wanted, held, name)
   assert.matches(MESSAGE, message)
end

local function boom()
   error('muahaha! :)', 0)
end

local function nothing() end

describe('the assertions of torch.Tester', function()
   for _, case in ipairs {
      { 'assert', { true }, { false } },
      { 'assertlt', { 1, 2 }, { 2, 2 } },
      { 'assertle', { 2, 2 }, { 3, 2 } },
      { 'assertgt', { 3, 2 }, { 2, 2 } },
      { 'assertge', { 2, 2 }, { 1, 2 } },
      { 'asserteq', { 'a', 'a' }, { 1, '1' } },
      { 'assertne', { 1, 2 }, { 1, 1 } },
      { 'assertalmosteq', { 1, 1 + 1e-17 }, { 1, 1.1 } },
      { 'assertalmosteq', { 1, 1.1, 0.2 }, { 1, 1.3, 0.2 } },
      { 'assertTableEq', { { 1, { 'x' } }, { 1, { 'x' } } }, { { 1, { 'x' } }, { 1, { 'y' } } } },
      { 'assertTableNe', { { 1 }, { 1, 2 } }, { { 1 }, { 1 } } },
      { 'assertTensorEq', { torch.Tensor { 1, 2 }, torch.Tensor { 1, 2.5 }, 0.5 }, { torch.Tensor { 1, 2 }, torch.Tensor { 1, 2.5 }, 0.4 } },
      { 'assertTensorNe', { torch.Tensor { 1 }, torch.Tensor { 1, 2 } }, { torch.Tensor(), torch.Tensor() } },
      { 'assertError', { boom }, { nothing } },
      { 'assertNoError', { nothing }, { boom } },
      { 'assertErrorMsg', { boom, 'muahaha! :)' }, { boom, 'muahaha' } },
      { 'assertErrorPattern', { boom, 'haha' }, { boom, 'hihi' } },
      {
         'assertErrorObj',
         { boom, function(problem)
            return #problem == 11
         end },
         { boom, function()
            return false
         end },
      },
   } do
      local name, holds, fails = unpack(case)
      it(name .. ' holds or fails', function()
         holds[#holds + 1], fails[#fails + 1] = MESSAGE, MESSAGE
         check(true, name, unpack(holds))
         check(false, name, unpack(fails))
      end)
   end

   local function compare(equal, ...)
      check(equal, 'eq', ...)
      check(not equal, 'ne', ...)
      check(equal, 'assertGeneralEq', ...)
      check(not equal, 'assertGeneralNe', ...)
   end

   it('eq and ne compare what values hold', function()
      local one = torch.Tensor { 1 }
      compare(true, one, torch.Tensor { 1 }, MESSAGE)
      compare(false, one, torch.FloatTensor { 1 }, MESSAGE)
      compare(false, one, 1, MESSAGE)
      compare(false, torch.Tensor(1, 2):fill(1), torch.Tensor(2):fill(1), MESSAGE)
      compare(true, torch.Tensor { { 1, 2 }, { 3, 4 } }:t(), torch.Tensor { { 1, 3 }, { 2, 4 } }, MESSAGE)
      compare(true, torch.Tensor(), torch.Tensor(), MESSAGE)
      compare(false, torch.Tensor { 0 / 0 }, torch.Tensor { 0 / 0 }, MESSAGE)
      compare(true, torch.Tensor { 1 / 0 }, torch.Tensor { 1 / 0 }, MESSAGE)
      compare(true, torch.ByteTensor { 255, 0 }, torch.ByteTensor { 254, 1 }, 1, MESSAGE)
      compare(false, torch.ByteTensor { 255, 0 }, torch.ByteTensor { 0, 255 }, 1, MESSAGE)
      compare(true, torch.IntStorage { 1, 2 }, torch.IntStorage { 1, 2 }, MESSAGE)
      compare(false, torch.IntStorage { 1, 2 }, torch.IntStorage { 1 }, MESSAGE)
      compare(false, torch.IntStorage { 1 }, torch.LongStorage { 1 }, MESSAGE)
      compare(true, 'hi', 'hi', MESSAGE)
      compare(false, 'mean', 'people', MESSAGE)
      compare(false, 1, '1', MESSAGE)
      compare(true, nil, nil, MESSAGE)
      compare(false, nil, false, MESSAGE)
      compare(true, 1, 1.1, 0.2, MESSAGE)
      compare(true, 1, 1.1, MESSAGE, 0.2)
      compare(false, 1, 1.1, MESSAGE)
      compare(true, { one, { 'x' } }, { torch.Tensor { 1.1 }, { 'x' } }, 0.2, MESSAGE)
      compare(false, { 1, 2 }, { 1 }, MESSAGE)
      compare(false, { 1 }, { 1, 2 }, MESSAGE)
      local cycle, other = {}, {}
      cycle.me, other.me = cycle, other
      compare(true, cycle, other, MESSAGE)
      other.more = 1
      compare(false, cycle, other, MESSAGE)
      compare(true, print, print, MESSAGE)
   end)

   it('tell their arguments when those are wrong', function()
      for what, call in pairs {
         ['Unexpected arguments'] = { 'assert', true, 'message', 'more' },
         ['message parameter must be a string'] = { 'asserteq', 1, 1, 5 },
         ['a tolerance %(>= 0%) and a message expected, got %-1'] = { 'eq', 1, 1, -1 },
         ['a tolerance %(>= 0%) and a message expected, got 2'] = { 'eq', 1, 1, 1, 2 },
         ['two tables expected'] = { 'assertTableEq', {}, 1 },
         ['two tensors expected'] = { 'assertTensorEq', torch.Tensor(), 1 },
      } do
         assert.error_matches(function()
            asking[call[1]](asking, unpack(call, 2))
         end, what)
      end
   end)
end)

describe('torch.TestSuite', function()
   it('takes each name once, and functions only', function()
      local suite = torch.TestSuite()
      suite.test = nothing
      assert.equal(nothing, suite.test)
      assert.error_matches(function()
         suite.test = nothing
      end, 'Test test is already defined%.')
      assert.error_matches(function()
         suite.other = {}
      end, 'Nested tables of tests are not supported')
      assert.error_matches(function()
         suite.other = 1
      end, 'Only functions are supported')
   end)
end)

describe('torch.Tester', function()
   it('succeeds, and counts', function()
      local tester = tester_with {
         one = function(t)
            t:eq({ 1 }, { 1 }, '', 0)
            t:assert(true)
         end,
         two = nothing,
      }
      local text, fine, outcome = quietly(tester)
      assert.is_true(fine)
      assert.equal(0, outcome)
      assert.equal(2, tester.countasserts)
      assert.same({}, tester.errors)
      assert.matches('^Running 2 tests\n', text)
      assert.matches('Completed 2 asserts in 2 tests with 0 failures and 0 errors\n$', text)
      for line in text:gmatch('\r([^\n]*)\n') do
         assert.matches('^%d/2 %a+ %.+ %[PASS%]$', line)
         assert.equal(80, #line)
      end
   end)

   it('runs without tests', function()
      local tester = torch.Tester()
      assert.matches('Completed 0 asserts in 0 tests with 0 failures and 0 errors', (quietly(tester)))
      assert.equal(0, tester.countasserts)
   end)

   it('reports failures and errors, and fails', function()
      local tester = tester_with {
         fails = function(t)
            t:eq(1, 2, 'why not')
            t:asserteq(1, 1)
         end,
         breaks = function(t)
            t:assert(true)
            error('dummy error')
         end,
      }
      local text, fine, outcome = quietly(tester)
      assert.is_false(fine)
      assert.equal('An error was found while running tests!', outcome)
      assert.equal(3, tester.countasserts)
      assert.equal(2, #tester.errors)
      assert.matches('Completed 3 asserts in 2 tests with 1 failure and 1 error\n', text)
      assert.matches('%[FAIL%]\n', text)
      assert.matches('%[ERROR%]\n', text)
      assert.matches('%-\nfails\nwhy not\nEQ%(~=%) violation: 1 and 2, tolerance=0\n[^\n]*tester_spec.lua:%d+: in test\n%-', text)
      assert.matches('%-\nbreaks\n Function call failed\n[^\n]*dummy error\n', text)
   end)

   it('prints the counts alone when told', function()
      local tester = tester_with { fails = function(t)
         t:assert(false)
      end }
      tester:setSummaryOnly(true)
      assert.matches('1 failure and 0 errors\n$', (quietly(tester)))
   end)

   it('warns', function()
      local tester = torch.Tester()
      tester:add { plain = nothing }
      tester:add(function()
         tester:assert({})
         tester:assertne({}, {})
         tester:assertTensorEq(torch.Tensor(2):fill(1), torch.Tensor(1, 2):fill(1))
      end, 'odd')
      local text, fine = quietly(tester)
      assert.is_true(fine)
      assert.matches('and 4 warnings', text)
      assert.matches('%[%+warning%]', text)
      assert.matches('should only be used for boolean conditions', text)
      assert.matches('use TestSuite rather than plain lua table', text)
      assert.matches('different dimensions', text)
   end)

   it('runs what was asked for', function()
      local ran = {}
      local tests = {}
      for _, name in ipairs { 'alpha', 'beta', 'alphabet' } do
         tests[name] = function()
            ran[#ran + 1] = name
         end
      end
      local tester = tester_with(tests)
      quietly(tester, '^beta$')
      assert.same({ 'beta' }, ran)
      quietly(tester, { '^alpha', 'beta' })
      table.sort(ran)
      assert.same({ 'alpha', 'alphabet', 'beta', 'beta' }, ran)
      local _, fine, outcome = quietly(tester, 'gamma')
      assert.is_false(fine)
      assert.matches("Couldn't find test 'gamma'", outcome)
      _, fine, outcome = quietly(tester, 5)
      assert.is_false(fine)
      assert.matches('Only accept a name or table', outcome)
   end)

   it('leaves out what is disabled', function()
      local tester = tester_with { one = nothing, two = boom }
      assert.equal(tester, tester:disable('two'))
      local text, fine = quietly(tester)
      assert.is_true(fine)
      assert.matches('two %.+ %[SKIP%]', text)
      assert.matches('and 1 disabled\n', text)
      assert.error_matches(function()
         tester:disable { 'three' }
      end, "Unrecognized test 'three'")
      assert.error_matches(function()
         tester:disable(1)
      end, 'Expecting name or list')
   end)

   it('sets up and tears down around each test', function()
      local calls = {}
      local tester = torch.Tester()
      for name, kind in pairs { _setUp = 'set%-up', _tearDown = 'tear%-down' } do
         tester:add(function(test)
            calls[#calls + 1] = name .. ' ' .. test
         end, name)
         assert.error_matches(function()
            tester:add(nothing, name)
         end, 'Only one ' .. kind)
      end
      tester:add(function()
         calls[#calls + 1] = 'test'
      end, 'x')
      quietly(tester)
      assert.same({ '_setUp x', 'test', '_tearDown x' }, calls)
      assert.is_nil(tester.tests._setUp)
   end)

   it('stops early', function()
      local tester = tester_with { one = boom, two = boom }
      tester:setEarlyAbort(true)
      local text = quietly(tester)
      assert.matches('Aborting on first error, not all tests have been executed\n', text)
      assert.equal(1, #tester.errors)
   end)

   it('rethrows', function()
      local tester = tester_with { one = boom }
      tester:setRethrowErrors(true)
      local _, fine, outcome = quietly(tester)
      assert.is_false(fine)
      assert.equal('muahaha! :)', outcome)
      tester = tester_with { one = function(t)
         t:assertlt(2, 1, 'order')
      end }
      tester:setRethrowErrors(true)
      _, fine, outcome = quietly(tester)
      assert.is_false(fine)
      assert.matches('order\nLT failed: 2 >= 1', outcome)
   end)

   it('refuses what is no test', function()
      local tester = torch.Tester()
      for what, arguments in pairs {
         ['Nested sets of tests are not supported'] = { { {} } },
         ['Name parameter is forbidden'] = { {}, 'name' },
         ['Only tables of functions and functions supported'] = { 5 },
      } do
         assert.error_matches(function()
            tester:add(unpack(arguments))
         end, what)
      end
      tester:add(nothing, 'x')
      assert.error_matches(function()
         tester:add(nothing, 'x')
      end, 'Test with name x already exists!')
   end)

   it('refuses what it cannot compare', function()
      local tester = torch.Tester()
      for message, call in pairs {
         ['nil and number cannot be compared'] = function() tester:assertlt(nil, 1) end,
         ['torch.DoubleTensor and number cannot be compared'] = function() tester:assertge(torch.Tensor(1), 1) end,
         ['two numbers expected, got torch.DoubleTensor and number'] = function() tester:assertalmosteq(torch.Tensor(1), 1) end,
         ['a pattern expected, got nil'] = function() tester:assertErrorPattern(nothing) end,
         ['a function that judges the error expected, got string'] = function() tester:assertErrorObj(nothing, 'x') end,
      } do
         tensors.refuses(message, call)
      end
      assert.is_false(tester:assertErrorPattern(function()
         error({})
      end, 'x'))
   end)

   it('asserts outside of a run as well', function()
      local tester = torch.Tester()
      assert.is_true(tester:assert(true))
      assert.is_false(tester:asserteq(1, 2))
      assert.equal(1, #tester.errors)
   end)
end)

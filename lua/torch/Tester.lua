--- torch.Tester: runs named test functions and counts what they assert.
--
-- An assertion that fails is recorded and the test goes on; it returns whether it held. An error ends its test. Results are
-- printed as tests run; run() raises an error when a test failed, so that the process fails.
local equality = require 'torch.equality'
local blame = require 'lampas.blame'

local Tester = torch.class('torch.Tester')

function Tester:__init()
   self.tests = {}          -- name → function
   self.disabledTests = {}  -- name → true
   self.errors = {}         -- messages of failures and errors, in their order
   self.warnings = {}
   self._warningCount = {}  -- of each test; '' outside of tests
   self._currentTestName = ''
   self.assertionPass, self.assertionFail = {}, {} -- counts for each test; '' outside of tests
end

--- Stop at the first test that fails.
function Tester:setEarlyAbort(on)
   self.earlyAbort = on
end

--- Raise failures and errors instead of recording them.
function Tester:setRethrowErrors(on)
   self.rethrow = on
end

--- Print no messages after the counts.
function Tester:setSummaryOnly(on)
   self.summaryOnly = on
end

-- ---- outcomes ---------------------------------------------------------------------------------------------------------

local OWN = debug.getinfo(1, 'S').source

-- The line of the test that asserted: the first one on the stack outside of this file.
local function place()
   local level = 2
   while true do
      local info = debug.getinfo(level, 'Sl')
      if not info then
         return ''
      elseif info.what ~= 'C' and info.source ~= OWN then
         return ('%s:%d: in test'):format(info.short_src, info.currentline)
      end
      level = level + 1
   end
end

function Tester:_addDebugInfo(message)
   local name = self._currentTestName
   return (name ~= '' and name .. '\n' or '') .. message .. '\n' .. place()
end

function Tester:_success()
   local name = self._currentTestName
   self.assertionPass[name] = (self.assertionPass[name] or 0) + 1
   return true
end

function Tester:_failure(message)
   if self.rethrow then
      blame('%s', message)
   end
   local name = self._currentTestName
   self.assertionFail[name] = (self.assertionFail[name] or 0) + 1
   table.insert(self.errors, self:_addDebugInfo(message))
   return false
end

function Tester:_warning(message)
   local name = self._currentTestName
   self._warningCount[name] = (self._warningCount[name] or 0) + 1
   table.insert(self.warnings, self:_addDebugInfo(message))
end

--- Record one assertion: what held, or failed with a message. Returns whether it held.
function Tester:_assert_sub(condition, message)
   if condition then
      return self:_success(message)
   end
   return self:_failure(message)
end

-- ---- arguments ----------------------------------------------------------------------------------------------------------

-- A message at the end of an assertion's arguments, as the first line of what is reported.
local function message_of(message, ...)
   if select('#', ...) > 0 then
      blame('Unexpected arguments passed to test function')
   elseif message ~= nil and type(message) ~= 'string' then
      blame('message parameter must be a string')
   end
   return message and message ~= '' and message .. '\n' or ''
end

-- A tolerance and a message, in either order and both optional.
local function tolerance_and_message(default, ...)
   local tolerance, message
   for i = 1, select('#', ...) do
      local argument = select(i, ...)
      if type(argument) == 'string' and not message then
         message = argument
      elseif type(argument) == 'number' and not tolerance and argument >= 0 then
         tolerance = argument
      elseif argument ~= nil then
         blame('a tolerance (>= 0) and a message expected, got %s', tostring(argument))
      end
   end
   return tolerance or default, message_of(message)
end

-- ---- assertions -----------------------------------------------------------------------------------------------------------

--- That a boolean is true.
function Tester:assert(condition, ...)
   local message = message_of(...)
   if type(condition) ~= 'boolean' then
      self:_warning(' :assert should only be used for boolean conditions. To check for non-nil variables, do this explicitly: '
         .. 'Tester:assert(var ~= nil).')
   end
   return self:_assert_sub(condition, ('%sBOOL violation   condition=%s'):format(message, tostring(condition)))
end

local function define_comparison(name, holds, text)
   Tester['assert' .. name] = function(self, a, b, ...)
      local message = message_of(...)
      local comparable, held = pcall(holds, a, b)
      if not comparable then
         blame('%s and %s cannot be compared', torch.type(a), torch.type(b))
      end
      return self:_assert_sub(held, message .. text:format(tostring(a), tostring(b)))
   end
end

define_comparison('lt', function(a, b)
   return a < b
end, 'LT failed: %s >= %s')
define_comparison('gt', function(a, b)
   return a > b
end, 'GT failed: %s <= %s')
define_comparison('le', function(a, b)
   return a <= b
end, 'LE failed: %s > %s')
define_comparison('ge', function(a, b)
   return a >= b
end, 'GE failed: %s < %s')
define_comparison('eq', function(a, b)
   return a == b
end, 'EQ failed: %s ~= %s')

--- That two values are not equal as Lua sees it.
function Tester:assertne(a, b, ...)
   local message = message_of(...)
   if type(a) == type(b) and (type(a) == 'table' or type(a) == 'userdata') then
      self:_warning(' :assertne compares objects by identity. Consider using :ne, which compares what they hold.')
   end
   return self:_assert_sub(a ~= b, ('%sNE failed: %s == %s'):format(message, tostring(a), tostring(b)))
end

--- That two numbers differ by no more than a tolerance (1e-16).
function Tester:assertalmosteq(a, b, ...)
   if type(a) ~= 'number' or type(b) ~= 'number' then
      blame('two numbers expected, got %s and %s', torch.type(a), torch.type(b))
   end
   local tolerance, message = tolerance_and_message(1e-16, ...)
   return self:_assert_sub(math.abs(a - b) <= tolerance,
      ('%sALMOST_EQ failed: %s ~= %s with tolerance=%s'):format(message, tostring(a), tostring(b), tostring(tolerance)))
end

-- Record a comparison, or its opposite when `unequal`.
local function compared(self, unequal, message, same, difference)
   local report = ('%s%s violation: %s'):format(message, unequal and 'NE(==)' or 'EQ(~=)', difference)
   return self:_assert_sub(same ~= unequal, report)
end

local function general(unequal)
   return function(self, got, wanted, ...)
      local tolerance, message = tolerance_and_message(0, ...)
      return compared(self, unequal, message, equality.anything(got, wanted, tolerance))
   end
end

--- That two values are equal, or not, within a tolerance (0): tables and tensors by what they hold.
Tester.assertGeneralEq, Tester.assertGeneralNe = general(false), general(true)

function Tester:eq(...)
   return self:assertGeneralEq(...)
end

function Tester:ne(...)
   return self:assertGeneralNe(...)
end

local function of_tables(unequal)
   return function(self, got, wanted, ...)
      if type(got) ~= 'table' or type(wanted) ~= 'table' then
         blame('two tables expected, got %s and %s', torch.type(got), torch.type(wanted))
      end
      return (unequal and self.assertGeneralNe or self.assertGeneralEq)(self, got, wanted, ...)
   end
end

Tester.assertTableEq, Tester.assertTableNe = of_tables(false), of_tables(true)

local function of_tensors(unequal)
   return function(self, got, wanted, ...)
      if not torch.isTensor(got) or not torch.isTensor(wanted) then
         blame('two tensors expected, got %s and %s', torch.type(got), torch.type(wanted))
      end
      local tolerance, message = tolerance_and_message(0, ...)
      local same, difference = equality.tensors(got, wanted, tolerance, true)
      if same and not unequal and not got:isSameSizeAs(wanted) then
         self:_warning('Tensors have the same content but different dimensions. For backwards compatibility, they are considered equal, '
            .. 'but this may change in the future. Consider using :eq to check for equality instead.')
      end
      return compared(self, unequal, message, same, difference)
   end
end

--- That tensors of one type have the same elements within a tolerance (0), or not; sizes may differ, with a warning.
Tester.assertTensorEq, Tester.assertTensorNe = of_tensors(false), of_tensors(true)

--- That a function raises an error that a predicate accepts.
function Tester:assertErrorObj(f, accepts, ...)
   local message = message_of(...)
   if type(accepts) ~= 'function' then
      blame('a function that judges the error expected, got %s', torch.type(accepts))
   end
   local fine, problem = pcall(f)
   local report = ('%sERROR violation: err=%s'):format(message, tostring(problem))
   return self:_assert_sub(not fine and accepts(problem) and true or false, report)
end

function Tester:assertError(f, ...)
   return self:assertErrorObj(f, function()
      return true
   end, ...)
end

function Tester:assertErrorMsg(f, wanted, ...)
   return self:assertErrorObj(f, function(problem)
      return problem == wanted
   end, ...)
end

function Tester:assertErrorPattern(f, pattern, ...)
   if type(pattern) ~= 'string' then
      blame('a pattern expected, got %s', torch.type(pattern))
   end
   return self:assertErrorObj(f, function(problem)
      return type(problem) == 'string' and problem:find(pattern) ~= nil
   end, ...)
end

--- That a function raises none.
function Tester:assertNoError(f, ...)
   local message = message_of(...)
   local fine, problem = pcall(f)
   return self:_assert_sub(fine, ('%sERROR violation: err=%s'):format(message, tostring(problem)))
end

-- ---- tests ----------------------------------------------------------------------------------------------------------------

local function add_all(self, tests)
   if tests.__isTestSuite then
      tests = tests.__tests
   else
      self:_warning('Should use TestSuite rather than plain lua table')
   end
   for name, test in pairs(tests) do
      if type(test) == 'table' then
         blame('Nested sets of tests are not supported')
      end
      self:add(test, name)
   end
   return self
end

local SPECIAL = { _setUp = 'set-up', _tearDown = 'tear-down' }

--- Add a test function with a name, or a torch.TestSuite or table of them. Functions named _setUp and _tearDown run before
-- and after each test, with the test's name. Returns self.
function Tester:add(test, name)
   if type(test) == 'table' then
      if name ~= nil then
         blame('Name parameter is forbidden for a table of tests, since its use is ambiguous')
      end
      return add_all(self, test)
   elseif type(test) ~= 'function' then
      blame('Only tables of functions and functions supported')
   end
   if SPECIAL[name] then
      if self[name] then
         blame('Only one %s method currently supported', SPECIAL[name])
      end
      self[name] = test
      return self
   end
   name = name or 'unknown'
   if self.tests[name] then
      blame('Test with name %s already exists!', name)
   end
   self.tests[name] = test
   return self
end

--- Leave out a test, or a list of tests. Returns self.
function Tester:disable(names)
   names = type(names) == 'string' and { names } or names
   if type(names) ~= 'table' then
      blame('Expecting name or list for disable')
   end
   for _, name in ipairs(names) do
      if not self.tests[name] then
         blame("Unrecognized test '%s'", name)
      end
      self.disabledTests[name] = true
   end
   return self
end

require 'torch.Tester_run'

--- How torch.Tester runs its tests and reports on them.
local blame = require 'lampas.blame'

local Tester = torch.getmetatable('torch.Tester')

local COLUMNS = 80
local FAILURE = 'An error was found while running tests!'

-- Colours are for people at a terminal; they come from the sys package if it is there.
local function coloured(text, colour)
   local found, colors = pcall(require, 'sys.colors')
   if arg and found and type(colors) == 'table' and colors[colour] and torch.isatty(io.stdout) then
      return colors[colour] .. text .. colors.none
   end
   return text
end

local function bracket(text, colour)
   return '[' .. coloured(text, colour) .. ']'
end

local function plural(n, word)
   return ('%d %s%s'):format(n, word, n == 1 and '' or 's')
end

local function count(set)
   local n = 0
   for _ in pairs(set) do
      n = n + 1
   end
   return n
end

-- ---- choosing -----------------------------------------------------------------------------------------------------------

local function matching(tests, pattern)
   local names = {}
   for name in pairs(tests) do
      if name:match(pattern) then
         names[#names + 1] = name
      end
   end
   return #names > 0 and names or blame("Couldn't find test '%s'", pattern)
end

-- The tests whose names match a pattern or one of a list; all when nil.
local function chosen(self, patterns)
   if patterns == nil then
      return self.tests
   end
   patterns = type(patterns) == 'string' and { patterns } or patterns
   if type(patterns) ~= 'table' then
      blame('Only accept a name or table of test names (or nil for all tests)')
   end
   local tests = {}
   for _, pattern in ipairs(patterns) do
      for _, name in ipairs(matching(self.tests, pattern)) do
         tests[name] = self.tests[name]
      end
   end
   return tests
end

-- ---- running --------------------------------------------------------------------------------------------------------------

-- Outcomes of a test: SKIP, ERROR, FAIL or PASS.
local COLOURS = { SKIP = 'yellow', ERROR = 'magenta', FAIL = 'red', PASS = 'green' }

local function call(self, name, test)
   local failures = #self.errors
   if self.rethrow then
      test()
   else
      local fine, problem = xpcall(test, function(problem)
         return debug.traceback(tostring(problem), 2)
      end)
      if not fine then
         table.insert(self.errors, ('%s\n Function call failed\n%s\n'):format(name, problem))
         return 'ERROR'
      end
   end
   return #self.errors == failures and 'PASS' or 'FAIL'
end

local function run_one(self, name, test)
   if self.disabledTests[name] then
      return 'SKIP'
   end
   if self._setUp then
      self._setUp(name)
   end
   local outcome = call(self, name, test)
   if self._tearDown then
      self._tearDown(name)
   end
   return outcome
end

-- 'k/n name ......... ', up to where the outcome stands.
local function progress(k, n, name)
   local digits = #tostring(n)
   local dots = COLUMNS - 8 - 2 * digits - 2 - #name
   return ('%s%s %s '):format(coloured(('%' .. digits .. 'd/%d '):format(k, n), 'cyan'), name, ('.'):rep(dots))
end

local function run_all(self, tests)
   local n, k = count(tests), 0
   io.write('Running ' .. plural(n, 'test') .. '\n')
   for name, test in pairs(tests) do
      k = k + 1
      self._currentTestName = name
      local line = progress(k, n, name)
      io.write(line .. bracket('WAIT', 'cyan'))
      io.flush()
      local outcome = run_one(self, name, test)
      self.testError[name] = outcome == 'ERROR' and 1 or 0
      io.write('\r' .. line .. bracket(outcome, COLOURS[outcome]))
      if outcome == 'PASS' and self._warningCount[name] > 0 then
         io.write('\n' .. (' '):rep(COLUMNS - 10) .. bracket('+warning', 'yellow'))
      end
      io.write('\n')
      io.flush()
      if self.earlyAbort and k < n and (outcome == 'ERROR' or outcome == 'FAIL') then
         io.write('Aborting on first error, not all tests have been executed\n')
         break
      end
      collectgarbage()
   end
   self._currentTestName = ''
end

-- ---- reporting ------------------------------------------------------------------------------------------------------------

local function count_positive(numbers, tests)
   local n = 0
   for name in pairs(tests) do
      n = n + (numbers[name] > 0 and 1 or 0)
   end
   return n
end

local function write_counts(self, tests)
   local failures, errors = count_positive(self.assertionFail, tests), count_positive(self.testError, tests)
   local warnings = #self.warnings
   local disabled = 0
   self.countasserts = 0
   for name in pairs(tests) do
      self.countasserts = self.countasserts + self.assertionPass[name] + self.assertionFail[name]
      disabled = disabled + (self.disabledTests[name] and 1 or 0)
   end
   io.write(('Completed %s in %s with '):format(plural(self.countasserts, 'assert'), plural(count(tests), 'test')))
   io.write(coloured(plural(failures, 'failure'), failures == 0 and 'green' or 'red'), ' and ')
   io.write(coloured(plural(errors, 'error'), errors == 0 and 'green' or 'magenta'))
   if warnings > 0 then
      io.write(' and ' .. coloured(plural(warnings, 'warning'), 'yellow'))
   end
   if disabled > 0 then
      io.write(' and ' .. coloured(disabled .. ' disabled', 'yellow'))
   end
   io.write('\n')
end

-- Messages between dashed lines.
local function write_messages(self)
   local dashes = ('-'):rep(COLUMNS) .. '\n'
   if #self.errors + #self.warnings > 0 then
      io.write(dashes)
   end
   for _, messages in ipairs { self.errors, self.warnings } do
      for _, message in ipairs(messages) do
         io.write(message .. '\n' .. dashes)
      end
   end
end

--- Run the tests, all or those whose names match a Lua pattern or one of a list. Prints how each went, counts, and messages.
-- Afterwards `countasserts` is the number of assertions and `errors` the list of messages. Returns 0, or raises an error when
-- something failed.
function Tester:run(patterns)
   local tests = chosen(self, patterns)
   self.assertionPass, self.assertionFail, self.testError = {}, {}, {}
   for name in pairs(tests) do
      self.assertionPass[name], self.assertionFail[name], self.testError[name] = 0, 0, 0
      self._warningCount[name] = 0
   end
   run_all(self, tests)
   write_counts(self, tests)
   if not self.summaryOnly then
      write_messages(self)
   end
   for name in pairs(tests) do
      if self.assertionFail[name] + self.testError[name] > 0 then
         error(FAILURE, 0)
      end
   end
   return 0
end

--- torch.test([names]): a self-test for installations, without any test framework. Every operation is compared with plain Lua over the
-- elements, for every element type that has it, with values small enough for a byte.
--
-- Runs it whole, or the tests whose names match a Lua pattern or one of a list. Prints as it goes, and raises an error at the end if
-- something failed; otherwise returns the torch.Tester.
local SUITES = { 'torch.test.tensors', 'torch.test.mathematics', 'torch.test.system' }

local TOLERANCE = { Float = 1e-5, Double = 1e-12 } -- absolute; integers are exact

-- What the suites are made with, around a tester.
local function tools(tester)
   local test = {
      tester = tester,
      tests = torch.TestSuite(),
      INTEGERS = { 'Byte', 'Char', 'Short', 'Int', 'Long' },
      FLOATING = { 'Float', 'Double' },
      ALL = { 'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' },
   }

   --- Adds a test that runs for each type: body(T, new, tolerance, kind), new(…) making a tensor of small positive values.
   function test.each(name, kinds, body)
      test.tests[name] = function()
         for _, kind in ipairs(kinds) do
            local T = torch[kind .. 'Tensor']
            body(T, function(...)
               return T(...):random(1, 3)
            end, TOLERANCE[kind] or 0, kind)
         end
      end
   end

   --- The elements in order as a flat list, read one by one.
   function test.elements(x)
      local list = {}
      x:clone():apply(function(value)
         list[#list + 1] = value
      end)
      return list
   end

   --- Elements of x are those of a list, each within the tolerance.
   function test.holds(x, wanted, tolerance, what)
      local got = test.elements(x)
      local worst = #got == #wanted and 0 or math.huge
      for i = 1, math.min(#got, #wanted) do
         local difference = math.abs(got[i] - wanted[i])
         worst = difference <= worst and worst or difference
      end
      tester:assertle(worst, tolerance, ('%s of %s'):format(what, x:type()))
   end

   --- The list f(a[i], b[i]).
   function test.map(f, a, b)
      local list = {}
      for i = 1, #a do
         list[i] = f(a[i], b and b[i])
      end
      return list
   end

   function test.sizes_are(x, sizes, what)
      tester:assertTableEq(x:size():totable(), sizes, ('sizes after %s of %s'):format(what, x:type()))
   end

   return test
end

return function(names)
   local test = tools(torch.Tester())
   for _, suite in ipairs(SUITES) do
      require(suite)(test)
   end
   test.tester:add(test.tests)
   test.tester:run(names)
   return test.tester
end

--- torch.test: random numbers, files, classes, errors.
return function(test)
   local holds = test.holds
   local elements = test.elements
   local tester = test.tester

   -- ---- random numbers, files, classes --------------------------------------------------------------------------------------

   function test.tests.random()
      torch.manualSeed(123)
      tester:asserteq(torch.random(), 2991312382, 'the first number of seed 123')
      local state = torch.getRNGState()
      local x = torch.randn(11)
      torch.setRNGState(state)
      tester:assertTensorEq(torch.randn(11), x, 0, 'the same state gives the same numbers')
      local order = torch.sort(torch.randperm(50))
      tester:assertTensorEq(order, torch.range(1, 50), 0, 'randperm')
      local uniform = torch.rand(10000)
      tester:assert(uniform:min() >= 0 and uniform:max() < 1, 'uniform numbers in their range')
      tester:assertalmosteq(uniform:mean(), 0.5, 0.03, 'their mean')
      tester:assertalmosteq(torch.randn(10000):std(), 1, 0.05, 'standard deviation of normal numbers')
      local drawn = torch.multinomial(torch.Tensor { 0, 1, 1 }, 100, true)
      tester:assert(drawn:min() == 2 and drawn:max() == 3, 'multinomial draws what may be drawn')
   end

   test.each('files', test.ALL, function(_, new)
      local x = new(3, 4)
      for _, form in ipairs { 'binary', 'ascii' } do
         local value = { x, x:t(), name = 'x', [3] = { true, 1.5 } }
         local copy = torch.deserialize(torch.serialize(value, form), form)
         tester:asserteq(copy[1]:type(), x:type())
         holds(copy[1], elements(x), 0, form)
         tester:asserteq(torch.pointer(copy[1]:storage()), torch.pointer(copy[2]:storage()), 'what was shared is shared')
         tester:asserteq(copy.name, 'x')
         tester:assertTableEq(copy[3], { true, 1.5 })
      end
   end)

   function test.tests.classes()
      local home = {}
      torch.class('lampas.test.Parent', home)
      function home.Parent:__init(value)
         self.value = value
      end
      torch.class('lampas.test.Child', 'lampas.test.Parent', home)
      local child = home.Child(3)
      tester:asserteq(child.value, 3)
      tester:asserteq(torch.type(child), 'lampas.test.Child')
      tester:assert(torch.isTypeOf(child, 'lampas.test.Parent'), 'a child is its parent')
      tester:assert(not torch.isTypeOf(home.Parent(1), 'lampas.test.Child'), 'a parent is no child')
   end

   function test.tests.errors()
      local x = torch.Tensor(2, 3)
      tester:assertErrorPattern(function() x:resize('a') end, '.')
      tester:assertError(function() return torch.mm(x, x) end, 'sizes that do not fit')
      tester:assertError(function() return x[3] end, 'an index beyond the size')
      tester:assertErrorPattern(function() torch.add(x, {}) end, 'invalid arguments')
      tester:assertError(function() return x:view(7) end, 'a view of another size')
   end
end

--- torch.test: what tensors and storages are, element by element, chosen from and joined.
return function(test)
   local holds = test.holds
   local sizes_are = test.sizes_are
   local elements = test.elements
   local tester = test.tester

   -- ---- what tensors are -----------------------------------------------------------------------------------------------

   test.each('construct', test.ALL, function(T, _, _, kind)
      local x = T(2, 3, 4)
      tester:asserteq(x:type(), 'torch.' .. kind .. 'Tensor')
      tester:asserteq(x:nElement(), 24)
      tester:assertTableEq(x:stride():totable(), { 12, 4, 1 })
      holds(T { { 1, 2 }, { 3, 4 } }, { 1, 2, 3, 4 }, 0, 'a table')
      holds(T(3):fill(7), { 7, 7, 7 }, 0, 'fill')
      holds(T(3):zero(), { 0, 0, 0 }, 0, 'zero')
      holds(torch.ones(2, 2):typeAs(x), { 1, 1, 1, 1 }, 0, 'ones')
      tester:asserteq(T():dim(), 0)
   end)

   test.each('views', test.ALL, function(T, new)
      local x = new(3, 4, 5)
      local views = {
         narrow = x:narrow(2, 2, 2), select = x:select(3, 4), transpose = x:transpose(1, 3), unfold = x:unfold(3, 2, 1),
         view = x:view(12, 5), permute = x:permute(2, 3, 1), index = x[2], range = x[{ {}, { 2, 3 }, -1 }],
      }
      for name, view in pairs(views) do
         tester:assert(view:storage() ~= nil and torch.pointer(view:storage()) == torch.pointer(x:storage()), name .. ' shows the same storage')
      end
      sizes_are(views.narrow, { 3, 2, 5 }, 'narrow')
      sizes_are(views.unfold, { 3, 4, 4, 2 }, 'unfold')
      sizes_are(views.range, { 3, 2 }, 'a range')
      tester:asserteq(views.transpose[5][2][3], x[3][2][5])
      tester:asserteq(views.permute[4][5][1], x[1][4][5])
      holds(x:transpose(1, 3):contiguous():transpose(1, 3), elements(x), 0, 'contiguous')
      local row = T { 1, 2, 3 }
      holds(row:view(1, 3):expand(2, 3), { 1, 2, 3, 1, 2, 3 }, 0, 'expand')
      holds(row:repeatTensor(2), { 1, 2, 3, 1, 2, 3 }, 0, 'repeatTensor')
      holds(x:reshape(60), elements(x), 0, 'reshape')
      holds(torch.squeeze(row:view(1, 3, 1)), { 1, 2, 3 }, 0, 'squeeze')
   end)

   test.each('copy', test.ALL, function(_, new)
      local x = new(4, 3)
      for _, kind in ipairs(test.ALL) do
         local y = x:type('torch.' .. kind .. 'Tensor')
         holds(y, elements(x), 0, 'conversion')
         holds(torch[kind .. 'Tensor'](3, 4):t():copy(x), elements(x), 0, 'a copy across')
      end
      local clone = x:clone()
      clone:fill(9)
      tester:assert(not x:equal(clone), 'a clone has elements of its own')
   end)

   test.each('resize', test.ALL, function(T)
      local x = T { 1, 2, 3, 4, 5, 6 }
      holds(x:resize(2, 3), { 1, 2, 3, 4, 5, 6 }, 0, 'resize')
      sizes_are(x, { 2, 3 }, 'resize')
      tester:asserteq(x:resize(2):storage():size(), 6, 'storages do not shrink')
      x:set(x:storage(), 3, torch.LongStorage { 2, 2 }, torch.LongStorage { 1, 2 })
      holds(x, { 3, 5, 4, 6 }, 0, 'set')
   end)

   test.each('storages', test.ALL, function(_, _, _, kind)
      local s = torch[kind .. 'Storage'] { 1, 2, 3 }
      tester:asserteq(#s, 3)
      s[2] = 5
      tester:assertTableEq(s:totable(), { 1, 5, 3 })
      s:resize(4):fill(7)
      tester:assertTableEq(s:totable(), { 7, 7, 7, 7 })
      tester:assertTableEq(torch[kind .. 'Storage'](4):copy(s):totable(), { 7, 7, 7, 7 })
   end)

   -- ---- choosing and joining --------------------------------------------------------------------------------------------

   test.each('indexing', test.ALL, function(T, new)
      local x = T { { 1, 2, 3 }, { 4, 5, 6 } }
      local rows, columns = torch.LongTensor { 2, 1, 2 }, torch.LongTensor { { 3, 1 }, { 2, 2 } }
      holds(x:index(1, rows), { 4, 5, 6, 1, 2, 3, 4, 5, 6 }, 0, 'index')
      holds(x:gather(2, columns), { 3, 1, 5, 5 }, 0, 'gather')
      holds(T(2, 3):zero():scatter(2, columns:narrow(2, 1, 1), T(2, 1):fill(7)), { 0, 0, 7, 0, 7, 0 }, 0, 'scatter')
      holds(T(2, 3):zero():indexAdd(1, rows, T(3, 3):fill(1)), { 1, 1, 1, 2, 2, 2 }, 0, 'indexAdd')
      holds(T(2, 3):zero():indexFill(2, torch.LongTensor { 3 }, 8), { 0, 0, 8, 0, 0, 8 }, 0, 'indexFill')
      holds(x:maskedSelect(x:gt(3)), { 4, 5, 6 }, 0, 'maskedSelect')
      holds(x:clone():maskedFill(x:gt(3), 9), { 1, 2, 3, 9, 9, 9 }, 0, 'maskedFill')
      holds(x:clone():maskedCopy(x:le(3), T { 7, 8, 9 }), { 7, 8, 9, 4, 5, 6 }, 0, 'maskedCopy')
      holds(torch.nonzero(T { 0, 3, 0, 1 }), { 2, 4 }, 0, 'nonzero')
      x[1][2] = 9
      x[{ 2, { 1, 2 } }] = 8
      x[x:eq(6)] = 5
      holds(x, { 1, 9, 3, 8, 8, 5 }, 0, 'assignment')
      local y = new(3, 2)
      holds(torch.cat(y, y, 1):narrow(1, 4, 3), elements(y), 0, 'cat')
      holds(torch.cat({ y, y, y }, 2):narrow(2, 5, 2), elements(y), 0, 'cat of three')
      tester:asserteq(#y:split(2, 1), 2)
      tester:asserteq(#y:chunk(3, 1), 3)
      holds(torch.diag(T { 1, 2 }), { 1, 0, 0, 2 }, 0, 'diag')
      holds(torch.tril(T(2, 2):fill(3)), { 3, 0, 3, 3 }, 0, 'tril')
   end)
end

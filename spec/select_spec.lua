local torch = require 'torch'
local layouts = require 'spec.support.tensor_layouts'

local NAMES = { 'contiguous', 'transposed', 'permuted', 'narrowed', 'stepped' }

local function small()
   return math.random(0, 100)
end

local function each(sizes, visit)
   for _, kind in ipairs(layouts.types) do
      for _, layout in ipairs(NAMES) do
         visit(kind, layouts.make(kind, layout, sizes, small), layout)
      end
   end
end

-- A LongTensor of n positions 1 … limit, contiguous or not.
local function positions(n, limit, strided)
   local x = strided and torch.LongTensor(n, 2):select(2, 1) or torch.LongTensor(n)
   return x:apply(function() return math.random(1, limit) end)
end

local function permutation(n)
   local x = torch.LongTensor(n):apply((function()
      local i = 0
      return function()
         i = i + 1
         return i
      end
   end)())
   for i = n, 2, -1 do
      local j = math.random(1, i)
      x[i], x[j] = x[j], x[i]
   end
   return x
end

describe('selection by indices', function()
   setup(function() math.randomseed(15) end)

   it('index copies slices', function()
      each({ 4, 6, 5 }, function(kind, x)
         for d = 1, 3 do
            for _, strided in ipairs { false, true } do
               local idx = positions(7, x:size(d), strided)
               local r = x:index(d, idx)
               assert.equal(7, r:size(d))
               for i = 1, 7 do
                  layouts.check(kind, r:narrow(d, i, 1), layouts.values(x:narrow(d, idx[i], 1)), 'index')
               end
               local r2 = x.new(3)
               assert(rawequal(r2:index(x, d, idx), r2))
               assert.is_true(r2:equal(r))
               assert.is_true(torch.index(x, d, idx):equal(r))
               local y = x:clone()
               assert.is_true(y:index(y, d, idx):equal(r))
            end
         end
      end)
      local table_of = torch.range(1, 70 * 500):resize(70, 500)
      local idx = positions(1000, 70)
      local r = table_of:index(1, idx)
      for i = 1, 1000, 37 do
         assert.is_true(r[i]:equal(table_of[idx[i]]))
      end
      assert.is_true(table_of:t():index(2, idx):t():equal(r))
      assert.same({ 30, 10 }, torch.Tensor { 10, 20, 30 }:index(1, torch.LongTensor { 3, 1 }):totable())
   end)

   it('indexCopy, indexAdd and indexFill change slices in place', function()
      each({ 4, 6, 5 }, function(kind, x)
         for d = 1, 3 do
            local n = x:size(d)
            local sizes = x:size():totable()
            local idx = permutation(n)
            local y = layouts.make(kind, 'stepped', sizes, function() return math.random(0, 20) end)
            local wanted = x:clone()
            for i = 1, n do
               wanted:narrow(d, idx[i], 1):copy(y:narrow(d, i, 1))
            end
            assert.is_true(x:clone():indexCopy(d, idx, y):equal(wanted))

            local repeated = positions(n, n, true)
            wanted = x:clone()
            for i = 1, n do
               wanted:narrow(d, repeated[i], 1):add(y:narrow(d, i, 1))
            end
            local r = x:clone()
            assert(rawequal(r:indexAdd(d, repeated, y), r))
            assert.is_true(r:equal(wanted))

            wanted = x:clone()
            for i = 1, n do
               wanted:narrow(d, repeated[i], 1):fill(3)
            end
            assert.is_true(x:clone():indexFill(d, repeated, 3):equal(wanted))
         end
      end)
   end)

   it('gather and scatter follow an index for each element', function()
      each({ 4, 6, 5 }, function(kind, x)
         for d = 1, 3 do
            local sizes = x:size():totable()
            sizes[d] = 3
            for _, layout in ipairs { 'contiguous', 'transposed' } do
               local idx = layouts.make('Long', layout, sizes, function() return math.random(1, x:size(d)) end)
               local r = x:gather(d, idx)
               local wanted = x:clone()
               local y = layouts.make(kind, 'permuted', sizes, small)
               for i = 1, sizes[1] do
                  for j = 1, sizes[2] do
                     for k = 1, sizes[3] do
                        local at = { i, j, k }
                        local place = idx[at]
                        local from = { i, j, k }
                        from[d] = place
                        assert.equal(x[from], r[at])
                        wanted[from] = y[at]
                     end
                  end
               end
               assert.is_true(x:clone():scatter(d, idx, y):equal(wanted))
               local filled = x:clone():scatter(d, idx, 7)
               assert.is_true(filled:gather(d, idx):equal(x.new():resizeAs(r):fill(7)))
               assert.is_true(torch.gather(x, d, idx):equal(r))
               assert.is_true(x.new():gather(x, d, idx):equal(r))
            end
         end
      end)
   end)

   it('say what is wrong with indices', function()
      local x, idx = torch.Tensor(3, 4):zero(), torch.LongTensor { 1, 5 }
      local function fails(pattern, f)
         local ok, message = pcall(f)
         assert(not ok and message:find(pattern, 1, true), message)
      end
      fails('index out of range', function() x:index(1, idx) end)
      fails('index out of range', function() x:index(1, torch.LongTensor { 0 }) end)
      fails('index out of range', function() x:indexFill(1, idx, 1) end)
      fails('Index is supposed to be a vector', function() x:index(1, torch.LongTensor(2, 2):fill(1)) end)
      fails('Number of indices should be equal to source:size(dim)', function() x:indexCopy(1, torch.LongTensor { 1 }, torch.Tensor(2, 4)) end)
      fails('Invalid index in gather', function() x:gather(1, torch.LongTensor(1, 4):fill(4)) end)
      fails('Invalid index in scatter', function() x:scatter(1, torch.LongTensor(1, 4):fill(0), 1) end)
      fails('sizes do not match', function() x:gather(1, torch.LongTensor(1, 5):fill(1)) end)
   end)
end)

describe('masks', function()
   setup(function() math.randomseed(16) end)

   local function coin()
      return math.random(0, 1)
   end

   it('maskedSelect, maskedFill and maskedCopy', function()
      each({ 4, 6, 5 }, function(kind, x)
         for _, layout in ipairs(layouts.names) do
            local mask = layouts.make('Byte', layout, { 4, 6, 5 }, coin)
            local values, bits = layouts.values(x), layouts.values(mask)
            local chosen, filled, copied = {}, {}, {}
            for i, v in ipairs(values) do
               if bits[i] == 1 then
                  chosen[#chosen + 1] = v
               end
               filled[i] = bits[i] == 1 and 9 or v
               copied[i] = bits[i] == 1 and #chosen or v
            end
            layouts.check(kind, x:maskedSelect(mask), chosen, 'maskedSelect')
            layouts.check(kind, x.new(3, 2):maskedSelect(x, mask), chosen, 'maskedSelect')
            layouts.check(kind, x[mask], chosen, 'x[mask]')
            local r = x:clone()
            assert(rawequal(r:maskedFill(mask, 9), r))
            layouts.check(kind, r, filled, 'maskedFill')
            local y = layouts.make(kind, 'stepped', { 10, 4, 3 }, function(i) return i end)
            layouts.check(kind, x:clone():maskedCopy(mask, y), copied, 'maskedCopy')
         end
      end)
   end)

   it('select everything and nothing', function()
      local x = torch.Tensor { 1, 2, 3 }
      assert.same({ 1, 2, 3 }, x:maskedSelect(torch.ByteTensor { 1, 1, 1 }):totable())
      assert.equal(0, x:maskedSelect(torch.ByteTensor { 0, 0, 0 }):nElement())
   end)

   it('of a large tensor', function()
      local x = torch.FloatTensor(123, 457):apply(function() return math.random() end)
      local mask = x:gt(0.5)
      local chosen = x:maskedSelect(mask)
      assert.equal(mask:sum(), chosen:nElement())
      assert.equal(chosen:nElement(), chosen:gt(0.5):sum())
      assert.is_true(x:clone():fill(0):maskedCopy(mask, chosen):equal(x:clone():maskedFill(mask:eq(0), 0)))
   end)

   it('hold 0 and 1 alone, one for each element', function()
      local ok, message = pcall(function() torch.Tensor(2):maskedFill(torch.ByteTensor { 1, 2 }, 0) end)
      assert(not ok and message:find('Mask tensor can take 0 and 1 values only', 1, true))
      assert.has_error(function() torch.Tensor(2):maskedSelect(torch.ByteTensor { 1, 0, 1 }) end)
      assert.has_error(function() torch.Tensor(3):maskedCopy(torch.ByteTensor { 1, 1, 1 }, torch.Tensor(2)) end)
   end)

   it('nonzero lists coordinates', function()
      each({ 4, 6, 5 }, function(_, x)
         x:apply(function() return coin() * 3 end)
         local r = x:nonzero()
         local n = 0
         for i = 1, 4 do
            for j = 1, 6 do
               for k = 1, 5 do
                  if x[{ i, j, k }] ~= 0 then
                     n = n + 1
                     assert.same({ i, j, k }, r[n]:totable())
                  end
               end
            end
         end
         assert.same({ n, 3 }, r:size():totable())
         local given = torch.LongTensor()
         assert(rawequal(torch.nonzero(given, x), given))
         assert.is_true(given:equal(r))
         assert.is_true(x.nonzero(torch.LongTensor(2), x):equal(r))
      end)
      assert.equal(0, torch.zeros(3):nonzero():nElement())
   end)
end)

require 'torch'
local types = require 'torch.types'
local library = require 'lampas.library'
local layouts = require 'spec.support.matrix_layouts'

local TOLERANCE = { Float = 1e-4, Double = 1e-12 }

-- ---- the definition, on nested tables -----------------------------------------------------------------------------------------

-- Numbers that every type holds and sums exactly; fractions for floating types.
local function values(T, sizes, d)
   local list = {}
   for i = 1, sizes[d or 1] do
      if (d or 1) < #sizes then
         list[i] = values(T, sizes, (d or 1) + 1)
      else
         list[i] = T.floating and 2 * math.random() - 1 or math.random(0, 3)
      end
   end
   return list
end

-- Calls visit(indices) for all places of a box of these sizes.
local function each(sizes, visit, at)
   at = at or {}
   if #at == #sizes then
      return visit(at)
   end
   for i = 1, sizes[#at + 1] do
      at[#at + 1] = i
      each(sizes, visit, at)
      at[#at] = nil
   end
end

local function sizes_of(x)
   local sizes = {}
   while type(x) == 'table' do
      sizes[#sizes + 1] = #x
      x = x[1]
   end
   return sizes
end

local function zeros(sizes, d)
   local list = {}
   for i = 1, sizes[d or 1] do
      list[i] = (d or 1) < #sizes and zeros(sizes, (d or 1) + 1) or 0
   end
   return list
end

local function at(x, place)
   for _, i in ipairs(place) do
      x = x and x[i]
   end
   return x
end

local function add_at(x, place, value)
   for d = 1, #place - 1 do
      x = x[place[d]]
   end
   x[place[#place]] = x[place[#place]] + value
end

-- Every product of an element and a tap goes to one place of the full result; the valid result is the part of it that all taps reach.
local function plain(x, k, flip, full)
   local input, kernel, output, most = sizes_of(x), sizes_of(k), {}, {}
   for d = 1, #input do
      most[d] = input[d] + kernel[d] - 1
      output[d] = full and most[d] or input[d] - kernel[d] + 1
   end
   local all, r = zeros(most), zeros(output)
   each(input, function(i)
      each(kernel, function(tap)
         local target = {}
         for d = 1, #i do
            target[d] = flip and i[d] + tap[d] - 1 or i[d] + kernel[d] - tap[d]
         end
         add_at(all, target, at(x, i) * at(k, tap))
      end)
   end)
   each(output, function(o)
      local from = {}
      for d = 1, #o do
         from[d] = full and o[d] or o[d] + kernel[d] - 1
      end
      add_at(r, o, at(all, from))
   end)
   return r
end

local function add_tables(a, b)
   for i = 1, #a do
      if type(a[i]) == 'table' then
         add_tables(a[i], b[i])
      else
         a[i] = a[i] + b[i]
      end
   end
   return a
end

local function reference(x, k, rank, flip, full)
   local r = {}
   if #sizes_of(x) == rank then
      return plain(x, k, flip, full)
   end
   for o = 1, #k do
      if #sizes_of(k) == rank + 1 then
         r[o] = plain(x[o], k[o], flip, full)
      else
         for i = 1, #x do
            local part = plain(x[i], k[o][i], flip, full)
            r[o] = r[o] and add_tables(r[o], part) or part
         end
      end
   end
   return r
end

-- ---- the runs -----------------------------------------------------------------------------------------------------------------

-- Sizes of input and kernel: rows shorter and longer than one vector and than a block of them, kernels as large as the input.
local SHAPES = {
   [2] = {
      { { 5, 7 }, { 3, 2 } }, { { 4, 4 }, { 4, 4 } }, { { 3, 1 }, { 2, 1 } }, { { 2, 150 }, { 1, 5 } }, { { 6, 39 }, { 3, 3 } },
      { { 2, 9, 11 }, { 2, 3, 4 } }, { { 3, 8, 21 }, { 2, 3, 3, 3 } }, { { 1, 5, 5 }, { 4, 1, 1, 1 } },
   },
   [3] = {
      { { 3, 5, 7 }, { 2, 3, 2 } }, { { 2, 3, 36 }, { 1, 2, 4 } }, { { 2, 4, 5, 6 }, { 2, 2, 2, 3 } }, { { 2, 3, 4, 9 }, { 3, 2, 2, 1, 3 } },
   },
}

for _, T in ipairs(types.all) do
   describe('convolution in ' .. T.name, function()
      local new = torch.getconstructortable(T.tensorName)
      local tolerance = TOLERANCE[T.name] or 0.5

      for rank = 2, 3 do
         for _, name in ipairs { 'conv' .. rank, 'xcorr' .. rank } do
            it(name, function()
               for n, shape in ipairs(SHAPES[rank]) do
                  local x, k = values(T, shape[1]), values(T, shape[2])
                  local layout = layouts.names[n % #layouts.names + 1]
                  local X, K = layouts.make(T, x, layout), layouts.make(T, k, layouts.names[(n + 1) % #layouts.names + 1])
                  x, k = X:totable(), K:totable()
                  for _, option in ipairs { 'V', 'F' } do
                     local wanted = reference(x, k, rank, name:match('^conv') ~= nil, option == 'F')
                     local what = ('%s %s, shape %d'):format(name, option, n)
                     local got = torch[name](X, K, option)
                     assert.is_true(layouts.distance(got:totable(), wanted) <= tolerance, what)
                     if option == 'V' then
                        assert.equal(0, layouts.distance(torch[name](X, K):totable(), got:totable()))
                     end
                     local sizes = got:size():totable()
                     sizes[#sizes + 1] = 2
                     for _, r in ipairs { new(), new(2, 2), new(got:size()):fill(9), new(unpack(sizes)):select(#sizes, 2) } do
                        assert.is_true(torch[name](r, X, K, option) == r)
                        assert.equal(0, layouts.distance(r:totable(), got:totable()), what)
                     end
                  end
               end
            end)
         end
      end

      it('allows the input and the kernel as results', function()
         local x, k = values(T, { 6, 6 }), values(T, { 3, 3 })
         local X, K = new(x), new(k)
         local wanted = torch.conv2(X, K)
         assert.is_true(torch.conv2(X, X, K) == X)
         assert.equal(0, layouts.distance(X:totable(), wanted:totable()))
         X = new(x)
         torch.conv2(K, X, K, 'V')
         assert.equal(0, layouts.distance(K:totable(), wanted:totable()))
      end)

      it('matches rows by squared distance', function()
         local x, y = values(T, { 4, 2, 3 }), values(T, { 5, 6 })
         for _, layout in ipairs(layouts.names) do
            local X, Y = layouts.make(T, x, layout), layouts.make(T, y, layout)
            local rows = X:contiguous():view(4, 6):totable()
            local wanted = zeros { 4, 5 }
            each({ 4, 5, 6 }, function(i)
               add_at(wanted, { i[1], i[2] }, 2 * (rows[i[1]][i[3]] - Y[i[2]][i[3]]) ^ 2)
            end)
            assert.is_true(layouts.distance(torch.match(X, Y, 2):totable(), wanted) <= tolerance)
            local r = new(5, 4):t()
            assert.is_true(torch.match(r, X, Y, 2) == r)
            assert.is_true(layouts.distance(r:totable(), wanted) <= tolerance)
         end
      end)
   end)
end

describe('convolution', function()
   it('wraps around in integers', function()
      local x, k = torch.ByteTensor(3, 40):fill(200), torch.ByteTensor(2, 2):fill(3)
      assert.equal(200 * 3 * 4 % 256, torch.conv2(x, k)[1][33])
      assert.equal(-56, torch.conv2(torch.CharTensor { { 100 } }, torch.CharTensor { { 2 } })[1][1])
      assert.equal(2 ^ 62, torch.conv2(torch.LongTensor { { 2 ^ 60 } }, torch.LongTensor { { 4 } })[1][1])
   end)

   it('is the same for any number of threads, for planes alone and among others', function()
      local before = library.engine.lampas_threads_get()
      local x, k = torch.rand(3, 90, 95), torch.rand(4, 3, 7, 7)
      library.engine.lampas_threads_set(1)
      local one = torch.conv2(x, k, 'F')
      library.engine.lampas_threads_set(3)
      local three = torch.conv2(x, k, 'F')
      library.engine.lampas_threads_set(before)
      assert.is_true(one:equal(three))
      local planes = torch.conv2(x, k[1])
      assert.is_true(planes[2]:equal(torch.conv2(x[2], k[1][2])))
   end)

   it('is the correlation with the kernel turned around, to the last bit', function()
      local x, k = torch.rand(30, 33), torch.rand(5, 4)
      local turned = torch.Tensor(5, 4)
      for i = 1, 5 do
         for j = 1, 4 do
            turned[i][j] = k[6 - i][5 - j]
         end
      end
      for _, option in ipairs { 'V', 'F' } do
         assert.is_true(torch.conv2(x, k, option):equal(torch.xcorr2(x, turned, option)))
      end
   end)

   it('tells what is wrong', function()
      local function message(...)
         local ok, text = pcall(...)
         assert.is_false(ok)
         assert.matches('convolution_spec%.lua:%d+: ', text)
         return text
      end
      local small, large = torch.Tensor(2, 2):zero(), torch.Tensor(3, 2):zero()
      assert.matches('Input image is smaller than kernel: 2x2, kernel 3x2', message(torch.conv2, small, large))
      assert.same({ 4, 3 }, torch.conv2(small, large, 'F'):size():totable())
      assert.matches('2 input planes and 3 kernel planes', message(torch.xcorr2, torch.Tensor(2, 4, 4), torch.Tensor(3, 2, 2)))
      assert.matches('2 input planes, but kernels for 3', message(torch.conv2, torch.Tensor(2, 4, 4), torch.Tensor(5, 3, 2, 2)))
      assert.matches('invalid arguments', message(torch.conv2, small, torch.Tensor(2)))
      assert.matches('invalid arguments', message(torch.conv3, small, small))
      assert.matches("unknown option 'X'", message(torch.conv2, small, small, 'X'))
      assert.matches('rows of equal length', message(torch.match, small, torch.Tensor(2, 3)))
   end)
end)

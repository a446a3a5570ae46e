local torch = require 'torch'
local layouts = require 'spec.support.tensor_layouts'

local NAMES = { 'contiguous', 'transposed', 'stepped' }

local function draw(kind)
   local low = kind == 'Byte' and 0 or -100
   return function()
      return (kind == 'Float' or kind == 'Double') and math.random() * 2 - 1 or math.random(low, 100)
   end
end

-- Visits (line of x as list, lines of the results as lists) along d.
local function each_line(x, d, results, visit)
   local others = {}
   for k = 1, 3 do
      if k ~= d then others[#others + 1] = k end
   end
   for i = 1, x:size(others[1]) do
      for j = 1, x:size(others[2]) do
         local function line(t)
            return layouts.values(t:narrow(others[1], i, 1):narrow(others[2], j, 1))
         end
         local lists = {}
         for k, r in ipairs(results) do
            lists[k] = line(r)
         end
         visit(line(x), unpack(lists))
      end
   end
end

local function ordered(list, descending)
   local copy = {}
   for i, v in ipairs(list) do copy[i] = v end
   table.sort(copy, function(a, b)
      if descending then
         return a > b
      end
      return a < b
   end)
   return copy
end

-- Fails unless each index is used once and names its value.
local function check_places(line, values, indices)
   local seen = {}
   for k, v in ipairs(values) do
      assert(not seen[indices[k]])
      seen[indices[k]] = true
      assert(line[indices[k]] == v)
   end
end

local function each(visit)
   for _, kind in ipairs(layouts.types) do
      for _, layout in ipairs(NAMES) do
         visit(layouts.make(kind, layout, { 3, 7, 2 }, draw(kind)), kind)
      end
      visit(layouts.make(kind, 'contiguous', { 2, 120, 2 }, draw(kind)), kind)
   end
end

describe('sorting', function()
   setup(function() math.randomseed(14) end)

   it('sort, both ways, along each dimension', function()
      each(function(x)
         for d = 1, 3 do
            for _, descending in ipairs { false, true } do
               local values, indices = x:sort(d, descending)
               each_line(x, d, { values, indices }, function(line, v, i)
                  layouts.same(ordered(line, descending), v)
                  check_places(line, v, i)
               end)
            end
         end
      end)
   end)

   it('sort into given tensors, by default along the last dimension', function()
      local x = torch.Tensor { { 3, 1, 2 }, { 9, 8, 10 } }
      local v, i = x.new(), torch.LongTensor()
      local r = torch.sort(v, i, x)
      assert(rawequal(r, v))
      assert.same({ { 1, 2, 3 }, { 8, 9, 10 } }, v:totable())
      assert.same({ { 2, 3, 1 }, { 2, 1, 3 } }, i:totable())
      assert.same({ { 3, 2, 1 }, { 10, 9, 8 } }, (x:sort(true)):totable())
      assert.same({ { 1, 2, 3 }, { 8, 9, 10 } }, (torch.sort(x, i, x)):totable())
   end)

   it('sort keeps the order of equal elements, and puts NaN last', function()
      local x = torch.Tensor(1000):apply(function() return math.random(1, 5) end)
      local _, i = x:sort()
      for k = 2, 1000 do
         local a, b = i[k - 1], i[k]
         assert(x[a] < x[b] or (x[a] == x[b] and a < b))
      end
      local y = torch.FloatTensor { 2, 0 / 0, -math.huge, -0.0, 0, math.huge }
      assert.same({ 3, 4, 5, 1, 6, 2 }, (select(2, y:sort())):totable())
   end)

   it('sort of a long vector of each type', function()
      for _, kind in ipairs(layouts.types) do
         local x = torch[kind .. 'Tensor'](20000):apply(draw(kind))
         layouts.same(ordered(x:totable()), (x:sort()):totable())
      end
   end)

   it('topk, smallest and largest, ordered and not', function()
      each(function(x)
         for d = 1, 3 do
            for _, k in ipairs { 1, 2, x:size(d) } do
               for _, largest in ipairs { false, true } do
                  for _, in_order in ipairs { false, true } do
                     local values, indices = x:topk(k, d, largest, in_order)
                     each_line(x, d, { values, indices }, function(line, v, i)
                        local wanted = ordered(line, largest)
                        for n = #wanted, k + 1, -1 do wanted[n] = nil end
                        layouts.same(wanted, in_order and v or ordered(v, largest))
                        check_places(line, v, i)
                     end)
                  end
               end
            end
         end
      end)
      assert.same({ 1 }, (torch.Tensor { 3, 1, 2 }:topk()):totable())
      assert.same({ 3 }, (torch.Tensor { 3, 1, 2 }:topk(1, true)):totable())
      assert.has_error(function() torch.Tensor { 1, 2 }:topk(3) end)
   end)

   it('kthvalue and median', function()
      each(function(x)
         for d = 1, 3 do
            local n = x:size(d)
            for _, k in ipairs { 1, math.ceil(n / 2), n } do
               local values, indices = x:kthvalue(k, d)
               each_line(x, d, { values, indices }, function(line, v, i)
                  assert(ordered(line)[k] == v[1])
                  assert(line[i[1]] == v[1])
               end)
            end
            local values, indices = x:median(d)
            each_line(x, d, { values, indices }, function(line, v, i)
               assert(ordered(line)[math.floor((n - 1) / 2) + 1] == v[1])
               assert(line[i[1]] == v[1])
            end)
         end
      end)
      assert.same({ 2 }, (torch.Tensor { 4, 2, 1, 3 }:median()):totable())
      assert.has_error(function() torch.Tensor { 1, 2 }:kthvalue(3) end)
   end)

   it('mode: the smallest of the most frequent, and its last place', function()
      for _, kind in ipairs(layouts.types) do
         local x = torch[kind .. 'Tensor'] { { 2, 1, 2, 1, 3 }, { 7, 5, 5, 5, 7 } }
         local values, indices = x:mode()
         assert.same({ { 1 }, { 5 } }, values:totable())
         assert.same({ { 4 }, { 4 } }, indices:totable())
         values, indices = torch.mode(x, 1)
         assert.same({ { 2, 1, 2, 1, 3 } }, values:totable())
         assert.same({ { 1, 1, 1, 1, 1 } }, indices:totable())
      end
   end)
end)

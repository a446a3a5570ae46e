-- Connections of single planes: with every input plane connected to every output plane they are a convolution.
local ffi = require 'ffi'
local library = require 'lampas.library'
local support = require 'spec.support.engine'
local shapes = require 'spec.support.convolution_shapes'

-- { from, to, filter } for the kernels; the arrays stay alive with the table.
local function connect(list)
   local n = #list
   local arrays = { from = ffi.new('long[?]', n), to = ffi.new('long[?]', n), filter = ffi.new('long[?]', n) }
   for i, link in ipairs(list) do
      arrays.from[i - 1], arrays.to[i - 1], arrays.filter[i - 1] = link[1], link[2], link[3]
   end
   arrays.c = ffi.new('lampas_connections', n, arrays.from, arrays.to, arrays.filter)
   return arrays
end

-- Every from with every to, in an order of no kind.
local function all_connected(inputs, outputs)
   local list = {}
   for i = 0, inputs * outputs - 1 do
      local k = i * 7 % (inputs * outputs)
      local filter = (inputs * outputs) % 7 == 0 and i or k
      list[#list + 1] = { filter % inputs, math.floor(filter / inputs), filter }
   end
   return connect(list)
end

local cases = {
   ['one element'] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 },
   ['1x1'] = { 2, 5, 7, 9, 3, 1, 1, 1, 1, 0, 0 },
   ['3x3'] = { 3, 4, 9, 11, 5, 3, 3, 1, 1, 0, 0 },
   ['3x3, padded, wide'] = { 2, 3, 6, 70, 2, 3, 3, 1, 1, 1, 1 },
   ['tiny planes'] = { 5, 4, 2, 3, 3, 3, 3, 1, 1, 1, 1 },
   ['with strides'] = { 2, 3, 13, 22, 4, 3, 4, 2, 3, 1, 2 },
   ['strides beyond the kernel'] = { 2, 3, 14, 11, 2, 2, 1, 5, 3, 0, 0 },
   ['strides that leave a rest'] = { 2, 3, 10, 12, 2, 3, 3, 4, 4, 0, 0 },
   ['padding beyond the kernel'] = { 2, 3, 4, 5, 2, 2, 2, 3, 2, 5, 4 },
   ['dilated'] = { 2, 3, 14, 17, 2, 3, 2, 1, 1, 2, 0, 2, 3 },
   ['dilated with strides'] = { 2, 2, 19, 21, 3, 3, 4, 2, 3, 4, 2, 3, 2 },
   ['dilated as far as it steps'] = { 2, 2, 9, 9, 3, 3, 3, 2, 2, 0, 0, 2, 2 },
   ['volumes'] = { 2, 2, 8, 9, 2, 3, 4, 2, 3, 1, 2, 1, 1, 9, 3, 2, 1, 1 },
   ['rows'] = { 2, 3, 1, 40, 3, 1, 5, 1, 2, 0, 0 },
   ['many images'] = { 40, 2, 30, 33, 2, 5, 5, 1, 1, 0, 0 },
}

for _, element in ipairs(support.types) do
   local kernels = library.kernels[element]

   -- The three passes of convolution and of connections on the same numbers.
   local function both(c, scale)
      local s, g = shapes.shape_of(unpack(c)), shapes.geometry(unpack(c))
      local links = all_connected(g.inputs, g.outputs)
      local x, w = support.random(element, g.batch * g.inputs * g.area), support.random(element, g.outputs * g.inputs * g.taps)
      local gy, b = support.random(element, g.batch * g.outputs * g.pixels), support.random(element, g.outputs)
      local none, before = support.array(element, g.inputs), support.random(element, w.n)
      local wanted = { y = support.array('double', gy.n), gx = support.array('double', x.n), gw = support.array('double', w.n) }
      local y, gx, gw = wanted.y.data, wanted.gx.data, wanted.gw.data
      for i = 0, gy.n - 1 do
         y[i] = b.data[math.floor(i / g.pixels) % g.outputs]
      end
      for k = 0, w.n - 1 do
         gw[k] = before.data[k]
      end
      shapes.each_product(g, function(i, j, k)
         y[i] = y[i] + w.data[k] * x.data[j]
         gx[j] = gx[j] + w.data[k] * gy.data[i]
         gw[k] = gw[k] + scale * gy.data[i] * x.data[j]
      end)
      local first
      support.with_threads(function(threads)
         local got = { y = support.random(element, gy.n), gx = support.random(element, x.n), gw = support.copy(element, before) }
         assert.equal(0, kernels.PlaneFilters_updateOutput(s, links.c, x.data, w.data, b.data, got.y.data))
         assert.equal(0, kernels.PlaneFilters_updateGradInput(s, links.c, gy.data, w.data, threads == 1 and none.data or nil, got.gx.data))
         assert.equal(0, kernels.PlaneFilters_accGradParameters(s, links.c, x.data, gy.data, got.gw.data, scale))
         first = first or got
         for name, array in pairs(got) do
            support.check(element, array, wanted[name], name)
            support.same(element, first[name], array, name)
         end
      end)
   end

   describe('connections of planes in ' .. element, function()
      for name, c in pairs(cases) do
         it('are a convolution where all are connected: ' .. name, function()
            both(c, 1)
         end)
      end

      it('add scale times the gradient', function()
         both(cases['with strides'], -0.3)
      end)

      it('leave planes alone that nothing is connected to', function()
         local s = shapes.shape_of(1, 3, 4, 4, 3, 2, 2, 1, 1, 0, 0)
         local links, x, w = connect { { 2, 0, 0 } }, support.random(element, 48), support.random(element, 4)
         local bias, y, gx = support.random(element, 3), support.random(element, 27), support.random(element, 48)
         assert.equal(0, kernels.PlaneFilters_updateOutput(s, links.c, x.data, w.data, bias.data, y.data))
         assert.equal(bias.data[1], y.data[9])
         assert.equal(bias.data[2], y.data[26])
         assert.equal(0, kernels.PlaneFilters_updateGradInput(s, links.c, y.data, w.data, bias.data, gx.data))
         assert.equal(bias.data[0], gx.data[0])
         assert.equal(bias.data[1], gx.data[31])
         assert.not_equal(bias.data[2], gx.data[32])
      end)

      it('let not-a-number reach what depends on it alone', function()
         for _, c in ipairs { cases['3x3'], cases['with strides'], cases['padding beyond the kernel'] } do
            local s, g = shapes.shape_of(unpack(c)), shapes.geometry(unpack(c))
            local links = all_connected(g.inputs, g.outputs)
            local x, gy = support.random(element, g.batch * g.inputs * g.area), support.random(element, g.batch * g.outputs * g.pixels)
            local w = support.random(element, g.outputs * g.inputs * g.taps)
            local y, gx, gw = support.array(element, gy.n), support.array(element, x.n), support.array(element, w.n)
            local bad_x, bad_gy, hit = math.floor(x.n / 2) + 1, math.floor(gy.n / 2) + 1, { {}, {}, {} }
            shapes.each_product(g, function(i, j, k)
               if j == bad_x then
                  hit[1][i], hit[2][k] = true, true
               end
               if i == bad_gy then
                  hit[3][j] = true
               end
            end)
            local good = x.data[bad_x]
            x.data[bad_x] = 0 / 0
            assert.equal(0, kernels.PlaneFilters_updateOutput(s, links.c, x.data, w.data, nil, y.data))
            assert.equal(0, kernels.PlaneFilters_accGradParameters(s, links.c, x.data, gy.data, gw.data, 1))
            x.data[bad_x], gy.data[bad_gy] = good, 0 / 0
            assert.equal(0, kernels.PlaneFilters_updateGradInput(s, links.c, gy.data, w.data, nil, gx.data))
            for a, array in ipairs { y, gw, gx } do
               for i = 0, array.n - 1 do
                  assert.equal(hit[a][i] or false, array.data[i] ~= array.data[i])
               end
            end
         end
      end)
   end)
end

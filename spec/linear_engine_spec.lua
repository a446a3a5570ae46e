local library = require 'lampas.library'
local support = require 'spec.support.engine'

local function double_copy(a)
   local b = support.array('double', a.n)
   for i = 0, a.n - 1 do
      b.data[i] = a.data[i]
   end
   return b
end

for _, element in ipairs(support.types) do
   local kernels = library.kernels[element]

   local function case(batch, inputs, outputs, scale, bias)
      local x, w = support.random(element, batch * inputs), support.random(element, outputs * inputs)
      local b, gy = support.random(element, outputs), support.random(element, batch * outputs)
      local gw0, gb0 = support.random(element, outputs * inputs), support.random(element, outputs)
      local y, gx = support.array('double', batch * outputs), support.array('double', batch * inputs)
      local gw, gb = double_copy(gw0), double_copy(gb0)
      for n = 0, batch - 1 do
         for o = 0, outputs - 1 do
            local sum, g = bias and b.data[o] or 0, gy.data[n * outputs + o]
            for i = 0, inputs - 1 do
               sum = sum + x.data[n * inputs + i] * w.data[o * inputs + i]
               gx.data[n * inputs + i] = gx.data[n * inputs + i] + g * w.data[o * inputs + i]
               gw.data[o * inputs + i] = gw.data[o * inputs + i] + scale * g * x.data[n * inputs + i]
            end
            y.data[n * outputs + o] = sum
            gb.data[o] = gb.data[o] + scale * g
         end
      end
      local first
      support.with_threads(function(threads)
         local what = ('%d x %d -> %d, %d threads: '):format(batch, inputs, outputs, threads)
         local got = {
            y = support.random(element, y.n), gx = support.random(element, gx.n),
            gw = support.copy(element, gw0), gb = support.copy(element, gb0),
         }
         assert.equal(0, kernels.Linear_updateOutput(batch, inputs, outputs, x.data, w.data, bias and b.data or nil, got.y.data))
         assert.equal(0, kernels.Linear_updateGradInput(batch, inputs, outputs, gy.data, w.data, got.gx.data))
         assert.equal(0, kernels.Linear_accGradParameters(
            batch, inputs, outputs, x.data, gy.data, got.gw.data, bias and got.gb.data or nil, scale))
         support.check(element, got.y, y, what .. 'output')
         support.check(element, got.gx, gx, what .. 'gradInput')
         support.check(element, got.gw, gw, what .. 'gradWeight')
         support.check(element, got.gb, bias and gb or double_copy(gb0), what .. 'gradBias')
         first = first or got
         for name, array in pairs(got) do
            support.same(element, first[name], array, what .. name)
         end
      end)
   end

   describe('Linear\'s engine in ' .. element, function()
      it('computes output and gradients over odd shapes', function()
         local shapes = {
            { 1, 1, 1 }, { 1, 33, 70 }, { 2, 50, 3 }, { 3, 7, 129 }, { 5, 19, 23 }, { 17, 40, 10 }, { 33, 61, 50 }, { 100, 67, 10 }, { 100, 40, 33 },
         }
         for _, s in ipairs(shapes) do
            case(s[1], s[2], s[3], 1, true)
         end
      end)

      it('works without a bias', function()
         case(4, 9, 11, 1, false)
      end)

      it('adds scale times the gradients to what was there', function()
         case(6, 21, 35, -0.3, true)
         case(1, 21, 35, 2.5, true)
      end)

      it('is the same over threads for sizes that run in parallel', function()
         case(40, 420, 90, 1, true)
         case(1, 900, 300, 1, true)
         case(3, 300, 600, 1, true)
      end)
   end)
end

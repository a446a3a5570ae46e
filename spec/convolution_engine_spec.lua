local library = require 'lampas.library'
local support = require 'spec.support.engine'
local shapes = require 'spec.support.convolution_shapes'

local geometry, shape_of, each_product = shapes.geometry, shapes.shape_of, shapes.each_product

local function double_copy(a)
   local b = support.array('double', a.n)
   for i = 0, a.n - 1 do
      b.data[i] = a.data[i]
   end
   return b
end

local cases = {
   ['one element'] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 },
   ['1x1'] = { 2, 5, 7, 9, 11, 1, 1, 1, 1, 0, 0 },
   ['1x1 of whole vectors'] = { 2, 13, 8, 8, 7, 1, 1, 1, 1, 0, 0 },
   ['1x1 with stride 2'] = { 2, 14, 7, 9, 5, 1, 1, 2, 2, 0, 0 },
   ['3x3 without padding'] = { 3, 13, 9, 11, 10, 3, 3, 1, 1, 0, 0 },
   ['3x3 padded'] = { 2, 17, 12, 12, 19, 3, 3, 1, 1, 1, 1 },
   ['3x3 with wide rows'] = { 2, 13, 6, 70, 7, 3, 3, 1, 1, 1, 1 },
   ['3x3 to 2x2 pixels'] = { 5, 20, 2, 2, 14, 3, 3, 1, 1, 1, 1 },
   ['3x3 to 3x3 pixels'] = { 10, 15, 3, 3, 33, 3, 3, 1, 1, 1, 1 },
   ['3x3 to one pixel'] = { 7, 12, 3, 3, 9, 3, 3, 1, 1, 0, 0 },
   ['few planes'] = { 2, 3, 19, 23, 9, 3, 3, 1, 1, 1, 1 },
   ['5x5'] = { 2, 14, 10, 9, 9, 5, 5, 1, 1, 2, 2 },
   ['uneven kernel, stride and padding'] = { 2, 13, 11, 14, 6, 2, 5, 3, 2, 0, 1 },
   ['wide and low'] = { 2, 13, 11, 14, 6, 1, 4, 1, 1, 0, 3 },
   ['11x11 with stride 4'] = { 2, 3, 47, 35, 9, 11, 11, 4, 4, 2, 2 },
   ['7x7 with stride 2'] = { 3, 3, 33, 30, 10, 7, 7, 2, 2, 3, 3 },
   ['2x2 with stride 2'] = { 4, 18, 4, 4, 20, 2, 2, 2, 2, 0, 0 },
   ['stride above the kernel'] = { 2, 13, 14, 11, 5, 2, 1, 5, 3, 0, 0 },
   ['stride that leaves a rest'] = { 2, 5, 10, 12, 4, 3, 3, 4, 4, 0, 0 },
   ['padding above the kernel'] = { 2, 13, 4, 5, 3, 2, 2, 1, 1, 4, 3 },
   ['padding above the kernel with stride'] = { 2, 3, 4, 5, 3, 2, 2, 3, 2, 5, 4 },
   ['a kernel as large as the input'] = { 2, 13, 9, 8, 5, 9, 8, 1, 1, 0, 0 },
   ['a kernel larger than the input'] = { 1, 2, 5, 4, 3, 9, 10, 1, 1, 3, 4 },
   ['a long sum, cut into slices'] = { 3, 150, 3, 3, 8, 3, 3, 1, 1, 1, 1 },
   ['a large kernel, a slice for each plane'] = { 1, 12, 36, 36, 2, 35, 35, 1, 1, 1, 1 },
   ['more output planes than pixels'] = { 3, 3, 4, 4, 50, 3, 3, 1, 1, 1, 1 },
   ['the same with many pixels'] = { 30, 2, 3, 3, 275, 2, 2, 1, 1, 1, 1 },
   ['rows of whole vectors, more than a block'] = { 1, 3, 50, 64, 20, 3, 3, 1, 1, 1, 1 },
   ['rows of whole vectors with stride'] = { 2, 3, 21, 64, 9, 7, 7, 2, 2, 3, 3 },
   ['lines with gaps, more than a block'] = { 1, 2, 141, 111, 9, 5, 5, 2, 2, 2, 2 },
   ['lines with gaps, in slices'] = { 1, 150, 9, 50, 9, 3, 3, 1, 1, 1, 1 },
   ['many images'] = { 40, 4, 3, 2, 3, 2, 2, 1, 1, 0, 0 },
   ['a batch of one'] = { 1, 16, 14, 14, 30, 3, 3, 1, 1, 1, 1 },
   ['a batch of one with stride'] = { 1, 16, 14, 14, 30, 3, 3, 2, 2, 1, 1 },
   ['dilated'] = { 2, 13, 14, 17, 10, 3, 2, 1, 1, 2, 0, 2, 3 },
   ['dilated, few planes'] = { 2, 3, 14, 17, 10, 3, 3, 1, 1, 0, 1, 2, 2 },
   ['dilated with stride'] = { 2, 14, 19, 21, 5, 3, 4, 2, 3, 4, 2, 3, 2 },
   ['dilated beyond the padding'] = { 2, 13, 7, 6, 5, 2, 2, 1, 1, 4, 3, 5, 4 },
   ['dilated, tiny planes'] = { 3, 14, 5, 5, 6, 3, 3, 1, 2, 2, 2, 2, 2 },
   ['volumes'] = { 2, 13, 7, 9, 8, 3, 2, 1, 1, 0, 0, 1, 1, 6, 3, 1, 0, 1 },
   ['volumes, padded'] = { 2, 14, 6, 11, 7, 3, 3, 1, 1, 1, 1, 1, 1, 5, 3, 1, 1, 1 },
   ['volumes, few planes'] = { 2, 3, 6, 11, 7, 3, 3, 1, 1, 1, 1, 1, 1, 5, 3, 1, 1, 1 },
   ['volumes with rows of whole vectors'] = { 1, 3, 6, 48, 7, 3, 3, 1, 1, 1, 1, 1, 1, 3, 3, 1, 1, 1 },
   ['volumes with strides'] = { 3, 13, 8, 9, 5, 3, 4, 2, 3, 1, 2, 1, 1, 9, 3, 2, 1, 1 },
   ['volumes with stride in depth alone'] = { 2, 3, 6, 7, 5, 3, 2, 1, 1, 1, 0, 1, 1, 9, 2, 3, 0, 1 },
   ['volumes, dilated with strides'] = { 2, 13, 11, 9, 5, 3, 2, 2, 1, 1, 2, 2, 3, 9, 3, 2, 2, 2 },
   ['volumes of 1x1 windows'] = { 2, 13, 3, 4, 5, 1, 1, 1, 1, 0, 0, 1, 1, 5, 4, 1, 0, 1 },
   ['volumes, tiny'] = { 4, 17, 2, 3, 9, 2, 2, 1, 1, 1, 1, 1, 1, 3, 2, 1, 1, 1 },
}

for _, element in ipairs(support.types) do
   local kernels = library.kernels[element]

   local function check_case(name, c, scale, bias)
      local s, g = shape_of(unpack(c)), geometry(unpack(c))
      local outputs, pixels = g.outputs, g.pixels
      local x = support.random(element, g.batch * g.inputs * g.area)
      local w, b = support.random(element, outputs * g.inputs * g.taps), support.random(element, outputs)
      local gy = support.random(element, g.batch * outputs * pixels)
      local gw0, gb0 = support.random(element, w.n), support.random(element, outputs)
      local y, gx = support.array('double', gy.n), support.array('double', x.n)
      local gw, gb = double_copy(gw0), double_copy(gb0)
      for i = 0, y.n - 1 do
         local o = math.floor(i / pixels) % outputs
         y.data[i] = bias and b.data[o] or 0
         gb.data[o] = gb.data[o] + (bias and scale * gy.data[i] or 0)
      end
      local xd, wd, gyd, yd, gxd, gwd = x.data, w.data, gy.data, y.data, gx.data, gw.data
      each_product(g, function(i, j, k)
         yd[i] = yd[i] + wd[k] * xd[j]
         gxd[j] = gxd[j] + wd[k] * gyd[i]
         gwd[k] = gwd[k] + scale * gyd[i] * xd[j]
      end)
      local first
      support.with_threads(function(threads)
         local got = {
            output = support.random(element, y.n), gradInput = support.random(element, x.n),
            gradWeight = support.copy(element, gw0), gradBias = support.copy(element, gb0),
         }
         assert.equal(0, kernels.SpatialConvolution_updateOutput(s, x.data, w.data, bias and b.data or nil, got.output.data))
         assert.equal(0, kernels.SpatialConvolution_updateGradInput(s, gy.data, w.data, got.gradInput.data))
         assert.equal(0, kernels.SpatialConvolution_accGradParameters(
            s, x.data, gy.data, got.gradWeight.data, bias and got.gradBias.data or nil, scale))
         local what = ('%s, %d threads: '):format(name, threads)
         support.check(element, got.output, y, what .. 'output')
         support.check(element, got.gradInput, gx, what .. 'gradInput')
         support.check(element, got.gradWeight, gw, what .. 'gradWeight')
         support.check(element, got.gradBias, gb, what .. 'gradBias')
         first = first or got
         for key, array in pairs(got) do
            support.same(element, first[key], array, what .. key)
         end
      end)
   end

   describe('SpatialConvolution\'s engine in ' .. element, function()
      for name, c in pairs(cases) do
         it('computes output and gradients: ' .. name, function()
            check_case(name, c, 1, true)
         end)
      end

      it('works without a bias', function()
         check_case('no bias', { 2, 13, 6, 7, 8, 3, 3, 1, 1, 1, 1 }, 1, false)
      end)

      it('adds scale times the gradients to what was there', function()
         check_case('scale', { 2, 13, 6, 7, 8, 3, 3, 1, 1, 1, 1 }, -0.4, true)
         check_case('scale', { 2, 3, 9, 7, 20, 3, 3, 2, 2, 1, 1 }, 3, true)
      end)

      it('takes an empty batch', function()
         local s = shape_of(0, 3, 5, 5, 4, 3, 3, 1, 1, 1, 1)
         local w = support.random(element, 4 * 27)
         local before = support.copy(element, w)
         assert.equal(0, kernels.SpatialConvolution_updateOutput(s, nil, w.data, nil, nil))
         assert.equal(0, kernels.SpatialConvolution_updateGradInput(s, nil, w.data, nil))
         assert.equal(0, kernels.SpatialConvolution_accGradParameters(s, nil, nil, w.data, nil, 1))
         support.same(element, before, w, 'gradWeight')
      end)

      -- Not-a-number in one element must come out where a window holds that element, and nowhere else.
      it('lets not-a-number reach what depends on it alone', function()
         for _, c in ipairs { cases['3x3 padded'], cases['few planes'], cases['7x7 with stride 2'], cases['2x2 with stride 2'],
                              cases['3x3 to 2x2 pixels'], cases['1x1'], cases['dilated with stride'], cases['volumes'] } do
            local s, g = shape_of(unpack(c)), geometry(unpack(c))
            local x, gy = support.random(element, g.batch * g.inputs * g.area), support.random(element, g.batch * g.outputs * g.pixels)
            local w = support.random(element, g.outputs * g.inputs * g.taps)
            local y, gx, gw = support.array(element, gy.n), support.array(element, x.n), support.array(element, w.n)
            local bad_x, bad_gy = math.floor(x.n / 2) + 1, math.floor(gy.n / 2) + 1
            local y_hit, gx_hit, gw_hit = {}, {}, {}
            each_product(g, function(i, j, k)
               if j == bad_x then
                  y_hit[i], gw_hit[k] = true, true
               end
               if i == bad_gy then
                  gx_hit[j] = true
               end
            end)
            local good = x.data[bad_x]
            x.data[bad_x] = 0 / 0
            assert.equal(0, kernels.SpatialConvolution_updateOutput(s, x.data, w.data, nil, y.data))
            assert.equal(0, kernels.SpatialConvolution_accGradParameters(s, x.data, gy.data, gw.data, nil, 1))
            x.data[bad_x] = good
            gy.data[bad_gy] = 0 / 0
            assert.equal(0, kernels.SpatialConvolution_updateGradInput(s, gy.data, w.data, gx.data))
            for array, hit in pairs { [y] = y_hit, [gx] = gx_hit, [gw] = gw_hit } do
               for i = 0, array.n - 1 do
                  assert.equal(hit[i] or false, array.data[i] ~= array.data[i])
               end
            end
         end
      end)
   end)
end

local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'

-- The plain loop: first maximum in reading order, strict >, padding never wins.
local function reference(x, s, at, oh, ow)
   local best, index = -math.huge, nil
   for i = 0, s.kH - 1 do
      local h = oh * s.dH - s.padH + i * s.dilationH
      for j = 0, s.kW - 1 do
         local w = ow * s.dW - s.padW + j * s.dilationW
         if h >= 0 and h < s.inputHeight and w >= 0 and w < s.inputWidth then
            index = index or h * s.inputWidth + w
            local value = tonumber(x[at + h * s.inputWidth + w])
            if value > best then
               best, index = value, h * s.inputWidth + w
            end
         end
      end
   end
   return best, index
end

local function shape(planes, height, width, k, d, pad, ceil, dilation)
   dilation = dilation or { 1, 1 }
   local round = ceil and math.ceil or math.floor
   local function out(size, kernel, step, padding, dil)
      local n = round((size + 2 * padding - (dil * (kernel - 1) + 1)) / step) + 1
      if padding > 0 and (n - 1) * step >= size + padding then
         n = n - 1
      end
      return n
   end
   return {
      planes = planes, inputHeight = height, inputWidth = width,
      outputHeight = out(height, k[1], d[1], pad[1], dilation[1]), outputWidth = out(width, k[2], d[2], pad[2], dilation[2]),
      kH = k[1], kW = k[2], dH = d[1], dW = d[2], padH = pad[1], padW = pad[2],
      dilationH = dilation[1], dilationW = dilation[2],
   }
end

-- As the kernels take it.
local function native_shape(s)
   return ffi.new('Pooling_shape', {
      planes = s.planes, time = { 1, 1, 1, 1, 0, 1 },
      height = { s.inputHeight, s.outputHeight, s.kH, s.dH, s.padH, s.dilationH },
      width = { s.inputWidth, s.outputWidth, s.kW, s.dW, s.padW, s.dilationW },
   })
end

-- Few distinct values, so that maxima tie; NaN and infinities among them when `odd`.
local function values(odd)
   return function()
      if odd and math.random() < 0.3 then
         return ({ 0 / 0, -math.huge, math.huge, -0.0 })[math.random(4)]
      end
      return math.random(-9, 9) / 2
   end
end

local function check(s, fill)
   local native = native_shape(s)
   arrays.each(function(kind, kernels)
      local inputs, outputs = s.inputHeight * s.inputWidth, s.outputHeight * s.outputWidth
      local planes = s.planes
      local x = arrays.new(kind, planes * inputs, fill)
      local y = arrays.new(kind, planes * outputs, 77)
      local index = arrays.new('int64_t', planes * outputs, -5)
      assert.are.equal(0, kernels.MaxPooling_updateOutput(y, index, x, native))
      local g = arrays.new(kind, planes * outputs, function() return math.random(-8, 8) / 4 end)
      local gx = arrays.new(kind, planes * inputs, 77)
      kernels.MaxPooling_scatter(gx, g, index, native, 1)

      local sum = arrays.new('double', planes * inputs)
      for p = 0, planes - 1 do
         for oh = 0, s.outputHeight - 1 do
            for ow = 0, s.outputWidth - 1 do
               local at = p * outputs + oh * s.outputWidth + ow
               local best, where = reference(x, s, p * inputs, oh, ow)
               local found, position = tonumber(y[at]), tonumber(index[at])
               if found ~= best or position < 1 or position > inputs or where and position ~= where + 1 then
                  error(('%s, plane %d, output %d %d: got %g at %d'):format(kind, p, oh, ow, found, position))
               end
               local target = p * inputs + position - 1
               sum[target] = sum[target] + g[at]
            end
         end
      end
      assert.are.equal(0, arrays.error(gx, sum, planes * inputs))
   end)
end

describe('MaxPooling kernel', function()
   setup(function() math.randomseed(2) end)

   it('agrees with the plain loop on the table\'s windows', function()
      for _, window in ipairs { { 3, 2 }, { 2, 2 }, { 3, 1 }, { 3, 3 } } do
         local k, d = { window[1], window[1] }, { window[2], window[2] }
         check(shape(5, 10, 52, k, d, { 0, 0 }), values())
         check(shape(6, 100, 67, k, d, { 0, 0 }, true), values())
      end
   end)

   it('takes odd sizes, unequal windows and steps, padding, floor and ceil, dilation', function()
      for width = 1, 19 do
         check(shape(2, 7, width, { 1, 1 }, { 1, 1 }, { 0, 0 }), values())
         check(shape(2, 5, width + 2, { 3, 3 }, { 2, 1 }, { 1, 1 }), values())
         check(shape(3, 6, width + 3, { 2, 4 }, { 1, 2 }, { 0, 2 }, true), values())
         check(shape(1, 9, width + 4, { 5, 5 }, { 3, 4 }, { 2, 2 }, true), values())
         check(shape(2, 8, width + 6, { 2, 3 }, { 1, 2 }, { 1, 1 }, false, { 3, 3 }), values())
         check(shape(2, 8, width + 6, { 3, 2 }, { 2, 3 }, { 0, 0 }, true, { 1, 2 }), values())
      end
      check(shape(2, 3, 70, { 3, 33 }, { 1, 1 }, { 1, 16 }), values())
   end)

   it('never lets a NaN win and keeps every index inside the plane', function()
      check(shape(4, 9, 31, { 3, 3 }, { 1, 1 }, { 1, 1 }), values(true))
      check(shape(4, 9, 31, { 3, 3 }, { 2, 2 }, { 1, 1 }, true), values(true))
      check(shape(4, 9, 31, { 2, 2 }, { 2, 2 }, { 0, 0 }), function() return 0 / 0 end)
      check(shape(4, 9, 31, { 3, 3 }, { 2, 2 }, { 1, 1 }), function() return -math.huge end)
   end)

   it('gives -infinity and an index inside the plane where ceil leaves a window empty', function()
      check(shape(2, 6, 6, { 1, 1 }, { 4, 4 }, { 0, 0 }, true), values())
   end)

   it('shares few large planes among threads', function()
      check(shape(1, 130, 140, { 3, 3 }, { 2, 2 }, { 1, 1 }), values())
      check(shape(3, 80, 90, { 2, 2 }, { 2, 2 }, { 0, 0 }), values())
   end)

   it('agrees with the plain loop for results that are written around the caches', function()
      arrays.streamed(function()
         check(shape(5, 10, 52, { 3, 3 }, { 2, 2 }, { 1, 1 }), values())
         check(shape(3, 12, 37, { 2, 3 }, { 1, 3 }, { 0, 1 }, true), values(true))
      end)
   end)

   it('gives the finite difference as its gradient', function()
      local s = shape(2, 6, 9, { 3, 2 }, { 2, 1 }, { 1, 1 })
      local native = native_shape(s)
      local inputs, outputs = 2 * 6 * 9, 2 * s.outputHeight * s.outputWidth
      local kernels = require('lampas.library').kernels.double
      local x = arrays.new('double', inputs, arrays.uniform(-1, 1))
      local y, index = arrays.new('double', outputs), arrays.new('int64_t', outputs)
      local g, gx = arrays.new('double', outputs, arrays.uniform(-1, 1)), arrays.new('double', inputs)
      local scratch = arrays.new('int64_t', outputs)
      local function loss()
         kernels.MaxPooling_updateOutput(y, scratch, x, native)
         local sum = 0
         for i = 0, outputs - 1 do sum = sum + y[i] * g[i] end
         return sum
      end
      kernels.MaxPooling_updateOutput(y, index, x, native)
      kernels.MaxPooling_scatter(gx, g, index, native, 1)
      arrays.check_gradient(x, gx, inputs, loss)
   end)
end)

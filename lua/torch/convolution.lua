--- Convolutions of tensors with kernels, and torch.match.
local ffi = require 'ffi'
local types = require 'torch.types'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local place = require 'torch.place'
local letters = require 'torch.letters'
local blame = require 'lampas.blame'

local raw = handle.raw

-- How planes and kernels meet: one with one, each with its own, or each kernel a set of as many planes as there are (sums).
local function planes(name, inputs, kernels, x, k)
   if inputs == 0 then
      return 1, 1, 0
   elseif kernels == inputs then
      if x.size[0] ~= k.size[0] then
         blame("bad argument to '%s' (%d input planes and %d kernel planes)", name, tonumber(x.size[0]), tonumber(k.size[0]))
      end
      return x.size[0], 1, 0
   end
   if x.size[0] ~= k.size[1] then
      blame("bad argument to '%s' (%d input planes, but kernels for %d)", name, tonumber(x.size[0]), tonumber(k.size[1]))
   end
   return k.size[0], k.size[1], 1
end

-- A work for planes of `rank` dimensions, with so many dimensions before them in the input and in the kernel.
local function work(name, rank, inputs, kernels)
   local flip = name:match('^conv') and 1 or 0
   local c = ffi.new('lampas_convolution', { flip = flip, input = { 1, 1, 1 }, kernel = { 1, 1, 1 }, output = { 1, 1, 1 } })
   return function(T)
      local convolve = T.kernels.convolve
      return function(r, x, k, option)
         local full = option ~= nil and letters(name, { 'VF' }, option) == 'F'
         local from, kernel = raw(x), raw(k)
         c.planes, c.inputs, c.shared = planes(name, inputs, kernels, from, kernel)
         local sizes = inputs > 0 and { tonumber(c.planes) } or {}
         for d = 0, rank - 1 do
            local at, length, taps = 3 - rank + d, from.size[inputs + d], kernel.size[kernels + d]
            if not full and length < taps then
               blame("bad argument to '%s' (Input image is smaller than kernel: %s, kernel %s)", name, operands.text(from), operands.text(kernel))
            end
            c.input[at], c.kernel[at], c.output[at] = length, taps, full and length + taps - 1 or length - taps + 1
            sizes[#sizes + 1] = tonumber(c.output[at])
         end
         x, k = x:contiguous(), k:contiguous()
         local m = place.contiguous(r, { x, k }, unpack(sizes))
         operands.done(convolve(c, m:data(), x:data(), k:data()))
         place.give(r, m)
      end
   end
end

--- torch.conv2([r,] x, k [, 'V'|'F']), xcorr2, conv3, xcorr3: convolution (the kernel turned around) or correlation.
-- conv2: x and k 2-D, or 3-D with as many planes (plane by plane), or x 3-D (in x h x w) and k 4-D (out x in x kh x kw), summing over the
-- input planes. conv3: the same with one dimension more. 'V' (valid): every result from taps within x, which must be as large as k;
-- 'F' (full): x between zeros, size x + k - 1.
for rank = 2, 3 do
   for _, name in ipairs { 'conv' .. rank, 'xcorr' .. rank } do
      local function signature(x, k)
         return ('*T T/%d T/%d str=nil'):format(x, k)
      end
      overload.define(name, types.all, {
         { signature(rank, rank), work(name, rank, 0, 0) },
         { signature(rank + 1, rank + 1), work(name, rank, 1, 1) },
         { signature(rank + 1, rank + 2), work(name, rank, 1, 2) },
      })
   end
end

--- torch.match([r,] x, y [, gain = 1]): r[i][j] = gain times the squared distance of x[i] and y[j]; a row is all that follows the first
-- dimension.
overload.define('match', types.all, {
   { '*T T T real=1', function(T)
      return function(r, x, y, gain)
         if x:dim() < 2 or y:dim() < 2 or x:nElement() / x:size(1) ~= y:nElement() / y:size(1) then
            blame("bad argument to 'match' (rows of equal length expected, got %s and %s)", operands.text(raw(x)), operands.text(raw(y)))
         end
         x, y = x:contiguous(), y:contiguous()
         local m, n = x:size(1), y:size(1)
         local result = place.contiguous(r, { x, y }, m, n)
         T.kernels.match(result:data(), x:data(), y:data(), m, n, x:nElement() / m, gain)
         place.give(r, result)
      end
   end },
})

require 'torch'
local ffi = require 'ffi'
local types = require 'torch.types'

-- Bits of NaNs that LuaJIT, given them as they are, takes for nil, booleans, tables, functions …
local function doubles()
   local patterns = {}
   for tag = 0xfff8, 0xffff do
      for _, low in ipairs { 0, 1, 0x8000, 0xffff } do
         patterns[#patterns + 1] = { tag * 65536 + low, 0x12345678 }
      end
   end
   patterns[#patterns + 1] = { 0x7ff00000, 1 }
   patterns[#patterns + 1] = { 0xfff00000, 1 }
   return patterns
end

local function nans(T)
   local patterns = doubles()
   local x = T.tensor.new(#patterns)
   local words = ffi.cast('uint32_t *', x:data())
   for i, pattern in ipairs(patterns) do
      if T.name == 'Double' then
         words[2 * i - 2], words[2 * i - 1] = pattern[2], pattern[1]
      else
         words[i - 1] = pattern[1] % 2 ^ 23 == 0 and pattern[1] + 1 or pattern[1]
      end
   end
   return x
end

local function check(value)
   assert(type(value) == 'number' and value ~= value)
end

for _, T in ipairs(types.floating) do
   describe('a NaN of any bits in a ' .. T.tensorName, function()
      it('is read as a number', function()
         local x = nans(T)
         for i = 1, x:size(1) do
            check(x[i])
            check(x[{ i }])
            check(x:storage()[i])
            check(x:select(1, i))
            check(x:narrow(1, i, 1):squeeze())
         end
         local values, stored = x:totable(), x:storage():totable()
         for i = 1, x:size(1) do
            check(values[i])
            check(stored[i])
         end
         x:clone():apply(check)
         assert.matches('nan', tostring(x))
         collectgarbage()
      end)

      it('is a number in sums, products, norms and distances', function()
         local x = nans(T)
         local one = T.tensor.new(x:size()):fill(1)
         for _ = 1, 2 do
            for _, name in ipairs { 'sum', 'prod', 'max', 'min', 'mean', 'std', 'var', 'norm' } do
               check(x[name](x))
            end
            check(x:dot(one))
            check(x:dist(one))
         end
      end)

      it('is a number from a file', function()
         local x = nans(T)
         local bytes = ffi.string(x:data(), x:nElement() * T.bytes)
         local file = torch.MemoryFile(torch.CharStorage():string(bytes .. '\0'), 'r'):binary()
         for _ = 1, x:nElement() do
            check(file['read' .. T.name](file))
         end
      end)

      it('leaves other numbers alone', function()
         local x = T.tensor.new { 0, -0.5, math.huge, -math.huge, 2 ^ 100, 2 ^ -100 }
         assert.same({ 0, -0.5, math.huge, -math.huge, 2 ^ 100, 2 ^ -100 }, x:totable())
         x[1] = -0.0
         assert.equal(-math.huge, 1 / x[1])
         x[2] = math.huge
         assert.equal(math.huge, x[2])
      end)
   end)
end

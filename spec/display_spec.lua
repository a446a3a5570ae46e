require 'torch'

-- What a real Torch7 printed: blocks of "> expression", its tostring, and a line "<".
local function golden()
   local file = assert(io.open('spec/golden/printing.txt'))
   local text = file:read('*a')
   file:close()
   local blocks = {}
   for expression, printed in text:gmatch('\n> ([^\n]*)\n(.-)\n<') do
      blocks[#blocks + 1] = { expression = expression, printed = printed }
   end
   return blocks
end

describe('printing', function()
   local count = 0
   for _, block in ipairs(golden()) do
      if block.expression:find('^torch') then
         count = count + 1
         it(block.expression, function()
            assert.equal(block.printed, tostring(loadstring('return ' .. block.expression)()))
         end)
      end
   end

   it('was recorded for two dozen tensors and storages', function()
      assert.equal(25, count)
   end)

   it('shows a non-contiguous tensor in its own order', function()
      assert.equal(' 1  3\n 2  4\n[torch.IntTensor of size 2x2]\n', tostring(torch.IntTensor { { 1, 2 }, { 3, 4 } }:t()))
   end)

   it('shows an empty storage', function()
      assert.equal('[torch.CharStorage of size 0]\n', tostring(torch.CharStorage()))
   end)
end)

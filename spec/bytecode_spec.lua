-- Functions as files hold them: what LuaJIT would be harmed by is refused before it sees it.
require 'torch'

-- Up to four bytes of the text changed.
local function damaged(text)
   for _ = 1, math.random(4) do
      local at = math.random(#text)
      local byte = math.random() < 0.3 and ({ 0, 255, 127, 128 })[math.random(4)] or math.random(0, 255)
      text = text:sub(1, at - 1) .. string.char(byte) .. text:sub(at + 1)
   end
   return text
end

describe('bytecode', function()
   local bytecode = require 'torch.bytecode'

   local function sample()
      local a, b = 1, { 'x', 2.5, -1, true, y = { 1 } }
      local function inner(...)
         return a, b, ..., { 1, 2, 3, key = 'value', [2.5] = false }, 1e300, 3LL, -7ULL, 2i
      end
      return inner
   end

   it('of any function is accepted', function()
      for _, f in ipairs { sample, sample(), function() end, require 'torch.view' and torch.isTensor, describe } do
         for _, stripped in ipairs { false, true } do
            local dump = string.dump(f, stripped)
            assert.equal('function', type(bytecode.load(dump)))
         end
      end
      for _, path in ipairs { 'class', 'overload', 'reader', 'bytecode', 'view', 'index' } do
         local chunk = assert(loadfile('lua/torch/' .. path .. '.lua'))
         assert.equal('function', type(bytecode.load(string.dump(chunk))))
         assert.equal('function', type(bytecode.load(string.dump(chunk, true))))
      end
   end)

   it('is refused when it is cut off', function()
      for _, stripped in ipairs { false, true } do
         local dump = string.dump(sample, stripped)
         for length = 0, #dump - 1 do
            assert.is_nil((bytecode.load(dump:sub(1, length))))
         end
      end
      assert.is_nil((bytecode.load('return 1')))
      local code, problem = bytecode.load('\27Lua whatever')
      assert.is_nil(code)
      assert.equal('no bytecode of LuaJIT', problem)
   end)

   it('does not crash when it is damaged', function()
      math.randomseed(2)
      local dump = string.dump(sample)
      for _ = 1, 5000 do
         bytecode.load(damaged(dump))
      end
      collectgarbage()
   end)
end)

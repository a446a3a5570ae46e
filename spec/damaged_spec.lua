-- Files that are cut off, damaged or made up: an error or a value, never a crash, a hang or memory without bounds.
require 'nn'
local types = require 'torch.types'
local memory = require 'torch.memory'
local tensors = require 'spec.support.tensors'

local GOLDEN = 'spec/golden/'
local MOST_MEMORY = 16 * 2 ^ 20 -- bytes; the files have a few thousand
local CHANGES = 1500

local function contents(path)
   local file = assert(io.open(path, 'rb'))
   local text = file:read('*a')
   file:close()
   return text
end

local function silently(f)
   local print_, stderr = print, io.stderr
   _G.print = function() end -- luacheck: ignore
   io.stderr = { write = function() end } -- luacheck: ignore
   local fine, problem = pcall(f)
   _G.print, io.stderr = print_, stderr -- luacheck: ignore
   assert(fine, problem)
end

local function check_memory()
   assert(memory.bytes() < MOST_MEMORY, 'a damaged file took too much memory')
end

-- Up to four bytes of the text changed.
local function damaged(text)
   for _ = 1, math.random(4) do
      local at = math.random(#text)
      local byte = math.random() < 0.3 and ({ 0, 255, 127, 128 })[math.random(4)] or math.random(0, 255)
      text = text:sub(1, at - 1) .. string.char(byte) .. text:sub(at + 1)
   end
   return text
end

-- An object of every kind and type, with references and a cycle.
local function everything()
   local shared, list = 0, { true, false, 1 / 3, -7, 'text', { 1, { key = 'value' } }, torch.Generator() }
   for _, T in ipairs(types.stored) do
      local x = T.tensor.new(3, 2):copy(torch.range(1, 6))
      list[T.name] = { x, x:t(), x:select(1, 2), x:storage(), T.tensor.new(), T.storage.new() }
   end
   list.count = function(by)
      shared = shared + by
      return shared
   end
   list.read = function()
      return shared, list
   end
   list.self = list
   list.net = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Tanh())
   return list
end

local function contents_of(name, mode)
   return name == 'everything' and torch.serialize(everything(), mode) or contents(GOLDEN .. name)
end

describe('a damaged file', function()
   for _, case in ipairs {
      { 'objects.t7', 'binary', 1 }, { 'objects-ascii.t7', 'ascii', 1 }, { 'small-net.t7', 'binary', 13 }, { 'small-net-ascii.t7', 'ascii', 13 },
      { 'everything', 'binary', 41 }, { 'everything', 'ascii', 41 },
   } do
      local name, mode, step = unpack(case)

      -- In ascii a number that ends the text may have lost digits unseen; only whole lines are sure to be refused.
      it(('is refused when it ends too early: %s, %s #once'):format(name, mode), function()
         local text = contents_of(name, mode)
         silently(function()
            for length = 0, #text - 1, step do
               local accepted = pcall(torch.deserialize, text:sub(1, length), mode)
               assert(not accepted or (mode == 'ascii' and text:sub(length, length) ~= '\n'), 'accepted')
            end
         end)
         check_memory()
      end)

      it(('is refused or read when bytes have changed: %s, %s #once'):format(name, mode), function()
         local text = contents_of(name, mode)
         math.randomseed(1)
         silently(function()
            for _ = 1, CHANGES do
               pcall(torch.deserialize, damaged(text), mode)
            end
         end)
         check_memory()
      end)
   end

   it('on a disk is treated as in memory', function()
      local path = os.tmpname()
      local text = contents(GOLDEN .. 'objects.t7')
      for length = 0, #text - 1, 97 do
         local file = io.open(path, 'wb')
         file:write(text:sub(1, length))
         file:close()
         assert.is_false((pcall(torch.load, path)))
      end
      os.remove(path)
   end)
end)

local function int(n)
   local file = torch.MemoryFile():binary()
   file:writeInt(n)
   return file:storage():string():sub(1, 4)
end

local function long(n)
   local file = torch.MemoryFile():binary()
   file:writeLong(n)
   return file:storage():string():sub(1, 8)
end

local function text(s)
   return int(#s) .. s
end

local function storage(count, elements)
   return int(4) .. int(2) .. text 'V 1' .. text 'torch.DoubleStorage' .. long(count) .. (elements or '')
end

local function tensor(sizes, strides, offset, object)
   local parts = { int(4), int(1), text 'V 1', text 'torch.DoubleTensor', int(#sizes) }
   for _, list in ipairs { sizes, strides } do
      for _, value in ipairs(list) do
         parts[#parts + 1] = long(value)
      end
   end
   return table.concat(parts) .. long(offset) .. object
end

local TWO = storage(2, ('\0'):rep(16))

describe('a made-up file', function()
   for what, case in pairs {
      ['a text longer than the file'] = { int(2) .. int(2 ^ 31 - 1), 'read error' },
      ['a text of negative length'] = { int(2) .. int(-1), 'text of %-1 characters' },
      ['more pairs than the file holds'] = { int(3) .. int(1) .. int(2 ^ 31 - 1), '2147483647 pairs announced, 0 bytes left' },
      ['pairs of negative number'] = { int(3) .. int(1) .. int(-5), '%-5 pairs' },
      ['nil as a key'] = { int(3) .. int(1) .. int(1) .. int(0) .. int(0), 'nil as a key' },
      ['NaN as a key'] = { int(3) .. int(1) .. int(1) .. int(1) .. '\0\0\0\0\0\0\248\127' .. int(0), 'nan as a key' },
      ['an unknown kind'] = { int(99) .. int(1), 'unknown kind of object %(99%)' },
      ['an unknown class'] = { int(4) .. int(1) .. text 'V 1' .. text 'no.Such\nclass', 'unknown Torch class <no.Such%?class>' },
      ['a storage larger than the file'] = { storage(2 ^ 50), 'elements announced, 0 bytes left' },
      ['a storage of negative size'] = { storage(-1), 'elements announced' },
      ['a tensor of 65 dimensions'] = { int(4) .. int(1) .. text 'V 1' .. text 'torch.DoubleTensor' .. int(65), '65 dimensions' },
      ['a tensor of -1 dimensions'] = { int(4) .. int(1) .. text 'V 1' .. text 'torch.DoubleTensor' .. int(-1), '%-1 dimensions' },
      ['a tensor beyond its storage'] = { tensor({ 3 }, { 1 }, 1, TWO), 'reaches beyond its storage of 2 elements' },
      ['a tensor that begins too late'] = { tensor({ 2 }, { 1 }, 2, TWO), 'reaches beyond its storage' },
      ['a tensor that begins too early'] = { tensor({ 2 }, { 1 }, 0, TWO), 'reaches beyond its storage' },
      ['a tensor of negative size'] = { tensor({ -2 }, { 1 }, 1, TWO), 'reaches beyond its storage' },
      ['a tensor of negative stride'] = { tensor({ 2 }, { -1 }, 2, TWO), 'reaches beyond its storage' },
      ['a tensor of overflowing strides'] = { tensor({ 3, 3 }, { 2 ^ 62, 2 ^ 62 }, 1, TWO), 'reaches beyond its storage' },
      ['a tensor of overflowing sizes'] = { tensor({ 2 ^ 40, 2 ^ 40 }, { 0, 0 }, 1, TWO), 'reaches beyond its storage' },
      ['a tensor without a storage'] = { tensor({ 2 }, { 1 }, 1, int(0)), 'reaches beyond its storage of 0 elements' },
      ['a tensor whose storage is none'] = { tensor({ 2 }, { 1 }, 1, int(2) .. text 'x'), 'string in place of the storage' },
      ['a tensor whose storage is itself'] = { tensor({ 2 }, { 1 }, 1, int(4) .. int(1)), 'torch.DoubleTensor in place of the storage' },
      ['a function without upvalues'] = { int(8) .. int(1) .. text(string.dump(function() end)) .. int(0), 'nil in place of a list of upvalues' },
   } do
      it('with ' .. what .. ' is refused', function()
         assert.error_matches(function()
            torch.deserialize(case[1])
         end, case[2])
         check_memory()
      end)
   end

   it('with a class that files cannot hold is refused', function()
      local Timer = torch.getmetatable('torch.Timer')
      local read = Timer.read -- nn.Profile gives it one
      Timer.read = nil
      local fine, message = pcall(torch.deserialize, int(4) .. int(1) .. text 'V 1' .. text 'torch.Timer')
      Timer.read = read
      assert.is_false(fine)
      assert.matches('Cannot load object class <torch.Timer>', message, 1, true)
   end)

   it('may hold a tensor of size zero', function()
      assert.equal(0, torch.deserialize(tensor({ 2, 0 }, { 1, 1 }, 1, TWO)):nElement())
   end)

   it('may nest far deeper than the stack holds', function()
      local level = int(3) .. int(1) .. int(1) .. int(1) .. '\0\0\0\0\0\0\240\63'
      local file = torch.MemoryFile():binary():referenced(false)
      file:writeString(level:rep(100000) .. int(0))
      file:seek(1)
      local object, depth = file:readObject(), 0
      while object do
         object, depth = object[1], depth + 1
      end
      assert.equal(100000, depth)
      file:seek(1)
      file:writeString(level:rep(150000))
      file:seek(1)
      tensors.refuses('read error', function()
         file:readObject()
      end)
      file:seek(1)
      file:writeString(level:rep(201000))
      file:seek(1)
      tensors.refuses('objects are nested more than 200000 levels deep', function()
         file:readObject()
      end)
   end)
end)

-- Every function of torch, and every method of every type, with arguments drawn at random: it returns or blames the caller's line,
-- and what it leaves behind can be printed. Nothing crashes, hangs or takes memory without bounds.
require 'torch'
local types = require 'torch.types'
local memory = require 'torch.memory'

local ROUNDS = { functions = 24, methods = 4 }
local MOST_ARGUMENTS = 5
local MOST_MEMORY = 64 * 2 ^ 20 -- bytes
local PRINTABLE = 1000          -- elements

local NUMBERS = {
   0, -1, 1, 2, 3, 4, 7, 100, 0.5, -0.5, 1.5, -2.5, 1e15, -1e15, 2 ^ 48, 2 ^ 53, 2 ^ 62, 2 ^ 63, -2 ^ 63, 1e300, 0 / 0, 1 / 0, -1 / 0,
}
local TEXTS = { '', 'x', 'torch.FloatTensor', '3', 'U', '-1', '1e15', '*a', 'r' }

-- Those that write files, run commands, change classes or settings of the process, or hand out memory to be used by hand.
local LEFT_OUT = {}
for name in ([[load save saveobj loadobj PipeFile DiskFile include packageLuaPath pushudata test class newmetatable metatype setmetatable
   getmetatable free retain setdefaulttensortype CmdLine Tester TestSuite data cdata setheaptracking isatty setenv new
   Generator]]):gmatch '%S+' do
   LEFT_OUT[name] = true
end

local function pick(list)
   return list[math.random(#list)]
end

-- ---- values -------------------------------------------------------------------------------------------------------

local LAYOUTS = {
   function(T) return T() end,
   function(T) return T(3) end,
   function(T) return T(3, 3) end,
   function(T) return T(2, 3):t() end,
   function(T) return T(2, 3, 2) end,
   function(T) return T(1, 3):expand(4, 3) end,
   function(T) return T(3, 4, 2):select(3, 1) end,
   function(T) return T(2, 2, 3, 3) end,
}

local function tensor(name)
   local x = pick(LAYOUTS)(torch[name .. 'Tensor'])
   return x:copy(torch.DoubleTensor(x:size()):apply(function()
      return math.random(0, 4)
   end))
end

local function any_type()
   return pick(types.stored).name
end

local function cyclic()
   local list = {}
   list[1] = list
   return list
end

-- Makers of arguments; a function of the type that is being called. The first ones come most often.
local MAKERS = {
   tensor, tensor, tensor, tensor, function() return pick(NUMBERS) end, function() return pick(NUMBERS) end, function() return pick(NUMBERS) end,
   function() return tensor(any_type()) end,
   function() return pick {
      function() return nil end,
      function() return pick(TEXTS) end,
      function() return math.random() < 0.5 end,
      function() return { tensor 'Double', tensor 'Double' } end,
      function() return {} end,
      function() return { 1, 2, 3 } end,
      function() return { { 1, 2 }, { pick { 3, 'x', {} }, 4 } } end,
      cyclic,
      function() return torch.LongStorage { pick(NUMBERS), 2 } end,
      function() return torch.LongStorage { 2, 3 } end,
      function() return torch.FloatStorage(5):fill(1) end,
      torch.Generator,
      torch.MemoryFile,
      function() return function(x) return x end end,
      function() return function() return 'x' end end,
      function() return coroutine.create(print) end,
   }() end,
}

-- ---- calls --------------------------------------------------------------------------------------------------------

local function show(value)
   if torch.isTensor(value) and value:nElement() <= PRINTABLE then
      tostring(value)
   elseif torch.isStorage(value) and #value <= PRINTABLE then
      tostring(value)
   end
end

-- A tensor among the arguments so far, or a part of it: operands and results that overlap.
local function again(arguments, n)
   local x = n > 0 and arguments[math.random(n)]
   if not torch.isTensor(x) or x:dim() == 0 then
      return tensor 'Double'
   end
   local d, way = math.random(x:dim()), math.random(4)
   if way == 1 then
      return x:narrow(d, 1, math.random(x:size(d)))
   elseif way == 2 then
      return x:transpose(d, math.random(x:dim()))
   elseif way == 3 and x:dim() > 1 then
      return x:select(d, x:size(d))
   end
   return x
end

local function described(name, arguments, n)
   local words = {}
   for i = 1, n do
      local value = arguments[i]
      words[i] = torch.isTensor(value) and torch.type(value) .. ' of ' .. table.concat(value:size():totable(), 'x')
         or torch.type(value) .. ' ' .. (torch.typename(value) and '' or tostring(value))
   end
   return ('%s(%s)'):format(name, table.concat(words, ', '))
end

-- One call. The receiver, if there is one, is mostly what the method is made for.
local function call(name, f, T, receiver)
   local arguments, n = {}, math.random(0, MOST_ARGUMENTS)
   for i = 1, n do
      arguments[i] = math.random() < 0.15 and again(arguments, i - 1) or pick(MAKERS)(T)
   end
   if receiver and math.random() < 0.9 then
      arguments[1], n = receiver(T), math.max(n, 1)
   end
   if name:match 'Storage$' then
      n = math.min(n, 1) -- two numbers are memory at an address
   end
   local what = described(name, arguments, n)
   local results = { pcall(function()
      local returned = { f(unpack(arguments, 1, n)) }
      return unpack(returned, 1, 4)
   end) }
   local problem = results[2]
   if not results[1] and not (type(problem) == 'string' and problem:match '^[^:]*spec/arguments_spec.lua:%d+: ') then
      error(('%s blames not the caller: %s'):format(what, tostring(problem)))
   elseif not results[1] and problem:match 'attempt to' then
      error(('%s is not refused in words: %s'):format(what, problem))
   end
   for i = 2, 5 do
      show(results[i])
   end
   for i = 1, n do
      show(arguments[i])
   end
   if memory.bytes() > MOST_MEMORY then
      results, arguments = nil, nil -- luacheck: ignore
      collectgarbage()
      assert(memory.bytes() < MOST_MEMORY, what .. ' takes too much memory')
   end
end

-- Methods; not what Lua calls for operators of tables that are no objects.
local function names_of(meta)
   for name in pairs(torch) do
      local _ = type(name) == 'string' and meta[name] -- operations become methods on first use
   end
   local names = {}
   for name, f in pairs(meta) do
      if type(f) == 'function' and not LEFT_OUT[name] and not name:match '^__' then
         names[#names + 1] = name
      end
   end
   table.sort(names)
   return names
end

describe('arguments at random #once', function()
   before_each(function()
      math.randomseed(7)
      torch.manualSeed(7)
   end)

   local functions = {}
   for name, f in pairs(torch) do
      local constructor = type(f) == 'table' and (name:match 'Tensor$' or name:match 'Storage$')
      if not LEFT_OUT[name] and (type(f) == 'function' or constructor) then
         functions[#functions + 1] = name
      end
   end
   table.sort(functions)

   it('do no harm to the functions of torch', function()
      assert(#functions > 200)
      for _, name in ipairs(functions) do
         for _ = 1, ROUNDS.functions do
            call(name, torch[name], pick { 'Double', 'Float', 'Int', 'Byte' })
         end
      end
   end)

   for _, T in ipairs(types.stored) do
      it('do no harm to the methods of ' .. T.tensorName, function()
         for _, name in ipairs(names_of(T.tensor)) do
            for _ = 1, ROUNDS.methods do
               call(name, T.tensor[name], T.name, tensor)
            end
         end
      end)

      it('do no harm to the methods of ' .. T.storageName, function()
         for _, name in ipairs(names_of(T.storage)) do
            for _ = 1, ROUNDS.methods do
               call(name, T.storage[name], T.name, function()
                  return torch[T.name .. 'Storage'](3)
               end)
            end
         end
      end)
   end

   it('do no harm to files', function()
      local M = torch.getmetatable('torch.MemoryFile')
      for _, meta in ipairs { M, torch.getmetatable('torch.File') } do
         for _, name in ipairs(names_of(meta)) do
            for _ = 1, ROUNDS.functions do
               call(name, meta[name], 'Double', function()
                  local file = torch.MemoryFile()
                  file:writeObject({ 1, 2 })
                  return file:seek(1)
               end)
            end
         end
      end
   end)
end)

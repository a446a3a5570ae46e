--- What `--against` sets beside each row: the same row in another way, timed in turn with it.
--
--    threads=1                  the same layer on so many threads
--    float, double              in the other element type
--    v2, v3, v4                 in another instruction-set level: processes of their own
--    any other word             another build of the library: the folder of a clone, or of its compiled files; processes of their own
local library = require 'lampas.library'
local clock = require 'lampas.clock'
local own = require 'lampas.rivals.own'
local Process = require 'lampas.rivals.process'
local torch = require 'torch'

local against = {}

local LEVELS = { v2 = true, v3 = true, v4 = true, generic = true }
local TENSOR = { float = 'torch.FloatTensor', double = 'torch.DoubleTensor' }

local here = debug.getinfo(1, 'S').source:match('^@(.*)against%.lua$')

local function exists(path)
   local file = io.open(path, 'r')
   if file then
      file:close()
   end
   return file ~= nil
end

-- On other threads: the number is set for the calls only.
local function on_threads(threads)
   return {
      name = threads == 1 and '1 thread' or threads .. ' threads',
      prepare = function(_, operation)
         return { time = function(calls)
            local before = library.engine.lampas_threads_get()
            library.engine.lampas_threads_set(threads)
            for _ = 1, calls do
               operation()
            end
            local start = clock.seconds()
            for _ = 1, calls do
               operation()
            end
            local seconds = clock.seconds() - start
            library.engine.lampas_threads_set(before)
            return seconds
         end }
      end,
   }
end

local function converted(value, type)
   if torch.isTensor(value) then
      local kind = torch.typename(value)
      return (kind == TENSOR.float or kind == TENSOR.double) and value:type(TENSOR[type]) or value
   elseif _G.type(value) ~= 'table' then
      return value
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = converted(one, type)
   end
   return list
end

local function in_type(type)
   return {
      name = type,
      prepare = function(self, _, make)
         return make(setmetatable({
            module = self.module:clone():type(TENSOR[type]), type = type, input = converted(self.input, type),
            target = converted(self.target, type), gradOutput = converted(self.gradOutput, type),
         }, { __index = self }))
      end,
   }
end

-- Ours then runs in a process of its own too, and both start anew for each row and each placement (lampas.placements): where scratch memory
-- lies and what LuaJIT compiled first differ from process to process, and most from one that has run for long.
local function in_process(name, other)
   local running = {}
   local function close()
      for _, process in ipairs(running) do
         process:close()
      end
      running = {}
   end
   local first, why = own.start(other)
   if not first then
      return nil, why
   end
   running[1] = first
   return {
      name = name, apart = true, close = close,
      prepare = function(self, _, _, method)
         close()
         running[1] = assert(own.start(other))
         running[2] = assert(own.start())
         return running[1]:prepareSaved(self, method), running[2]:prepareSaved(self, method)
      end,
   }
end

local function other_build(path)
   path = path:gsub('(.)/+$', '%1')
   local build = exists(path .. '/cdef.h') and path or path .. '/build'
   if not exists(build .. '/cdef.h') then
      return nil, ('%s: no build of lampas is there'):format(path)
   end
   local root = build:match('^(.*)/[^/]*$') or '.'
   local lua = exists(root .. '/lua/lampas/library.lua') and root .. '/lua' or here .. '..'
   return in_process(path, own.command('LAMPAS_BUILD=' .. Process.quote(build), lua))
end

--- Makes what a word stands for.
-- @param word as above
-- @return { name, apart (true of processes of their own, whose rows may differ by the noise floor),
--    prepare(instance, operation, make, method) → an operation of lampas.measure, and what to time beside it where that is not `operation`
--    itself; close (or nil) }; or nil and why not
function against.open(word)
   local threads = word:match('^threads=(%d+)$')
   if threads and tonumber(threads) > 0 then
      return on_threads(tonumber(threads))
   elseif TENSOR[word] then
      return in_type(word)
   elseif LEVELS[word] then
      return in_process(word, own.command('LAMPAS_ISA=' .. word))
   end
   return other_build(word)
end

return against

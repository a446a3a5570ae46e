--- The machine a benchmark runs on: what it is, and what it can do at most (multiply-add peak, copy bandwidth by memory level).
local ffi = require 'ffi'
local library = require 'lampas.library'
local clock = require 'lampas.clock'

local machine = {}

local FLAVOURS = { [0] = 'one thread', [1] = 'pthread', [2] = 'OpenMP' }
local TRIAL = 0.01 -- seconds for one trial of a limit
local LEAST = 5e8  -- operations or bytes in one trial
local TRIALS = 6   -- whose best counts: a limit is what is possible, not what is usual

local function read(path)
   local file = io.open(path, 'r')
   if not file then
      return nil
   end
   local text = file:read('*a')
   file:close()
   return text
end

local function processor()
   local text = read('/proc/cpuinfo') or ''
   local name = text:match('model name%s*:%s*([^\n]+)') or text:match('\nModel%s*:%s*([^\n]+)')
   local _, cores = text:gsub('processor%s*:', '')
   return name or 'unknown', cores > 0 and cores or nil
end

local function commit()
   local root = debug.getinfo(1, 'S').source:match('^@(.*)lua/lampas/machine%.lua$')
   local file = root and io.open(root .. '.git', 'r')
   if not file then
      return 'unknown'
   end
   file:close()
   local folder = root == '' and '.' or root
   local pipe = io.popen(("git -C '%s' describe --always --dirty 2>/dev/null"):format((folder:gsub("'", "'\\''"))))
   local text = pipe and pipe:read('*l')
   if pipe then
      pipe:close()
   end
   return text and text ~= '' and text or 'unknown'
end

local function blas()
   local engine = library.engine
   local parallel = engine.lampas_blas_parallel()
   local config = ffi.string(engine.lampas_blas_config())
   local kernel = ffi.string(engine.lampas_blas_corename())
   return {
      name = config:match('^%S+ %S+') or 'unknown',
      flavour = FLAVOURS[parallel] or ('flavour ' .. parallel),
      kernel = kernel ~= '' and kernel or 'unknown',
      config = config,
      warning = parallel == 1 and 'this OpenBLAS runs threads of its own, which fight the kernels\' OpenMP threads: figures that '
         .. 'use it are worthless; install the OpenMP flavour (libopenblas0-openmp) and build again' or nil,
   }
end

--- What the machine is.
-- @return { processor, cores, level, threads, caches = { L1, L2, L3 in bytes }, blas = { name, flavour, kernel, config, warning },
--    luajit, commit, system }; 'unknown' where the system does not tell
function machine.describe()
   local name, cores = processor()
   return {
      processor = name, cores = cores, level = library.level, threads = library.engine.lampas_threads_get(),
      caches = {
         L1 = tonumber(library.engine.lampas_cache_bytes(1)), L2 = tonumber(library.engine.lampas_cache_bytes(2)),
         L3 = tonumber(library.engine.lampas_cache_bytes(3)),
      },
      blas = blas(), luajit = jit.version, commit = commit(), system = jit.os .. ' ' .. jit.arch,
   }
end

-- The best rate of several trials; `work(rounds)` returns how much it did. A trial does LEAST at the least, for on a busy machine a
-- small one may take any time, and then as much as the best rate seen does in its time.
local function best_rate(work)
   local each = work(1)
   local rounds, best, trials = math.ceil(LEAST / each), 0, 0
   while trials < TRIALS do
      local start = clock.seconds()
      local amount = work(rounds)
      best = math.max(best, amount / (clock.seconds() - start))
      local wanted = math.ceil(TRIAL * best / each)
      if rounds < wanted / 2 then
         rounds, trials = wanted, 0
      else
         trials = trials + 1
      end
   end
   return best
end

-- The best of the ways to copy within two blocks that together have `bytes` bytes; bytes a second, read and written.
local function copy_rate(bytes)
   local block = math.floor(bytes / 2 / 64) * 64
   local core = library.core
   local from, to = core.THStorage_new(0, block), core.THStorage_new(0, block)
   if from == nil or to == nil then
      error('not enough memory to measure the copy bandwidth', 0)
   end
   local copy = library.engine.lampas_machine_copy
   copy(to.data, from.data, block, 1, 0) -- touches the pages of both, so that none is the kernel's one page of zeros
   copy(from.data, to.data, block, 1, 0)
   local best = 0
   for way = 0, 2 do
      best = math.max(best, best_rate(function(rounds)
         copy(to.data, from.data, block, rounds, way)
         return 2 * block * rounds
      end))
   end
   core.THStorage_free(from)
   core.THStorage_free(to)
   return best
end

-- Memory levels, nearest first: `capacity` is the working set that the threads hold there together. Half of it is measured on. Of the third
-- cache only the share that is surely ours counts; memory lies beyond all of it.
local function memory_levels(threads)
   local engine = library.engine
   local l2, l3 = tonumber(engine.lampas_cache_bytes(2)) * threads, tonumber(engine.lampas_cache_share())
   local whole = tonumber(engine.lampas_cache_bytes(3))
   local levels = { { name = 'L2', capacity = l2, bytes = l2 / 2 } }
   if l3 > l2 then
      levels[2] = { name = 'L3', capacity = l3, bytes = l3 / 2 }
   end
   levels[#levels + 1] = { name = 'memory', capacity = math.huge, bytes = math.min(math.max(4 * whole, 128 * 2 ^ 20), 512 * 2 ^ 20) }
   return levels
end

local known = {}

--- What the machine can do with the number of threads set now; measured once for each number (about half a second).
-- @return { threads, flops = { float, double }, copy = { { name, capacity, bytes, rate }, ... } }: operations a second, 2 a
--    multiply-add; bytes a second, read and written; levels nearest first, `capacity` in bytes
function machine.limits()
   local threads = library.engine.lampas_threads_get()
   local limits = known[threads]
   if limits then
      return limits
   end
   limits = { threads = threads, flops = {}, copy = memory_levels(threads) }
   for _, type in ipairs { 'float', 'double' } do
      limits.flops[type] = best_rate(library.kernels[type].machine_multiplyAdd)
   end
   for _, level in ipairs(limits.copy) do
      level.rate = copy_rate(level.bytes)
   end
   known[threads] = limits
   return limits
end

--- The shortest time for an amount of work, and what sets it.
-- @param limits as `limits` gives
-- @param type 'float' or 'double'
-- @param flops operations, nil or 0 for none
-- @param bytes bytes read and written at least, nil for unknown; also taken as the working set that decides the memory level
-- @return seconds (nil when nothing is known of the work), and 'arithmetic' or the memory level's name
function machine.bound(limits, type, flops, bytes)
   local seconds, by
   if flops and flops > 0 then
      seconds, by = flops / limits.flops[type], 'arithmetic'
   end
   if bytes and bytes > 0 then
      for _, level in ipairs(limits.copy) do
         if bytes <= level.capacity then
            local moving = bytes / level.rate
            if not seconds or moving > seconds then
               seconds, by = moving, level.name
            end
            break
         end
      end
   end
   return seconds, by
end

return machine

--- Threads as an axis: a row is run with each number of threads, and set beside its run with the first.
local scaling = {}

--- Settings for each number of threads; the machine's limits are measured for each.
-- @param settings a script's (lampas.command)
-- @param counts a list of numbers; nil for the number that is set now
-- @return a list of settings; `before` of each sets its number
function scaling.settings(settings, counts)
   local library, machine = require 'lampas.library', require 'lampas.machine'
   local set = library.engine.lampas_threads_set
   local list = {}
   for i, threads in ipairs(counts or { library.engine.lampas_threads_get() }) do
      set(threads)
      local own = { limits = machine.limits(), before = function() set(threads) end }
      list[i] = setmetatable(own, { __index = settings })
   end
   list[1].before()
   return list
end

--- Sets a result beside that of the same row and type with the first number of threads.
-- @param result gets thread_speedup (the first's time over its own) and thread_efficiency (that over how many times the threads it has)
-- @param first nil for the first itself
function scaling.beside(result, first)
   first = first or result
   if result.ms and first.ms then
      result.thread_speedup = first.ms / result.ms
      result.thread_efficiency = result.thread_speedup * first.threads / result.threads
   end
end

return scaling

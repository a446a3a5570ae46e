--- Runs the specs once for each instruction-set level that was built and that this processor runs, and adds up.
--
--    luajit spec/run.lua [busted's arguments]
--
-- The widest level runs everything; the others leave out what is tagged #once, because it does not compute. LAMPAS_ISA
-- restricts the run to one level. Most specs keep one processor busy, so that as many levels run at once as there are processors.
-- The last line is `N passed, N failed`; the exit code is 1 when something failed.
package.path = './lua/?.lua;./lua/?/init.lua;' .. package.path
local library = require 'lampas.library'

-- Threads that wait for work leave their processor to the other levels, unless the user has said how they wait.
local WAITING = os.getenv('OMP_WAIT_POLICY') and '' or 'OMP_WAIT_POLICY=passive'

local function quote(word)
   return "'" .. word:gsub("'", "'\\''") .. "'"
end

-- Starts the specs at a level.
local function start(level, arguments)
   local counts = os.tmpname()
   local command = ('LAMPAS_ISA=%s LAMPAS_COUNTS=%s %s busted %s 2>&1; echo "exit code $?" >> %s'):format(level, counts, WAITING, arguments, counts)
   return { level = level, counts = counts, output = io.popen(command) }
end

-- Prints what the specs at a level say until they end; gives what they counted.
local function finish(process)
   print('Specs at instruction-set level ' .. process.level)
   for character in function() return process.output:read(1) end do
      io.write(character)
      io.stdout:flush()
   end
   process.output:close()
   local file = assert(io.open(process.counts))
   local text = file:read('*a')
   file:close()
   os.remove(process.counts)
   local passed, failed = text:match('(%d+) passed, (%d+) failed')
   if not passed then
      return 0, 1, 0 -- the run ended before its specs did
   end
   failed = tonumber(failed)
   return tonumber(passed), text:find('exit code 0', 1, true) and failed or math.max(failed, 1), tonumber(text:match('(%d+) skipped') or 0)
end

local arguments = {}
for i, word in ipairs(arg) do
   arguments[i] = quote(word)
end
arguments = table.concat(arguments, ' ')

local levels = os.getenv('LAMPAS_ISA') and { library.level } or library.levels()
local running, started, atOnce = {}, 0, library.engine.lampas_threads_cores()
local passed, failed, skipped = 0, 0, 0
for i = 1, #levels do
   while started < #levels and started < i - 1 + atOnce do
      started = started + 1
      running[started] = start(levels[started], started == 1 and arguments or arguments .. ' --exclude-tags=once')
   end
   local p, f, s = finish(running[i])
   passed, failed, skipped = passed + p, failed + f, skipped + s
end
print(('%d passed, %d failed%s'):format(passed, failed, skipped > 0 and (', %d skipped'):format(skipped) or ''))
os.exit(failed == 0 and passed > 0 and 0 or 1)

--- Runs the specs once for each instruction-set level that was built and that this processor runs, and adds up.
--
--    luajit spec/run.lua [busted's arguments]
--
-- The widest level runs everything; the others leave out what is tagged #once, because it does not compute. LAMPAS_ISA
-- restricts the run to one level. The last line is `N passed, N failed`; the exit code is 1 when something failed.
package.path = './lua/?.lua;./lua/?/init.lua;' .. package.path
local library = require 'lampas.library'

local function quote(word)
   return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function run(level, arguments)
   local counts = os.tmpname()
   local status = os.execute(('LAMPAS_ISA=%s LAMPAS_COUNTS=%s busted %s'):format(level, counts, arguments))
   local file = assert(io.open(counts))
   local text = file:read('*a')
   file:close()
   os.remove(counts)
   local passed, failed = text:match('(%d+) passed, (%d+) failed')
   if not passed then
      return 0, 1, 0 -- the run ended before its specs did
   end
   failed = tonumber(failed)
   return tonumber(passed), status == 0 and failed or math.max(failed, 1), tonumber(text:match('(%d+) skipped') or 0)
end

local arguments = {}
for i, word in ipairs(arg) do
   arguments[i] = quote(word)
end
arguments = table.concat(arguments, ' ')

local levels = os.getenv('LAMPAS_ISA') and { library.level } or library.levels()
local passed, failed, skipped = 0, 0, 0
for i, level in ipairs(levels) do
   print('Specs at instruction-set level ' .. level)
   io.stdout:flush()
   local p, f, s = run(level, i == 1 and arguments or arguments .. ' --exclude-tags=once')
   passed, failed, skipped = passed + p, failed + f, skipped + s
end
print(('%d passed, %d failed%s'):format(passed, failed, skipped > 0 and (', %d skipped'):format(skipped) or ''))
os.exit(failed == 0 and passed > 0 and 0 or 1)

--- lampas in a process of its own (rivals/lampas.lua): this build, another one, or another instruction-set level.
local library = require 'lampas.library'
local Process = require 'lampas.rivals.process'

local own = {}

local here = debug.getinfo(1, 'S').source:match('^@(.*)own%.lua$')

--- The command that runs it.
-- @param variables of its environment, as the shell takes them; default: those that make it what this process is
-- @param lua the folder of its Lua files; default: ours
function own.command(variables, lua)
   lua = lua or here .. '../..'
   local path = Process.quote(('%s/?.lua;%s/?/init.lua;;'):format(lua, lua))
   return ('LUA_PATH=%s %s luajit %s'):format(path, variables or 'LAMPAS_ISA=' .. library.level, Process.quote(here .. 'lampas.lua'))
end

--- Starts it.
-- @param command as `own.command` gives it; default: one for this build and level
-- @return a lampas.rivals.process that answers; or nil and why not
function own.start(command)
   local process, why = Process.start(command or own.command())
   if not process then
      return nil, why
   end
   local ok, answer = pcall(process.ask, process, { ['do'] = 'hello' })
   if not ok then
      process:close()
      return nil, answer
   end
   return process
end

return own

--- Raises an error at the line of the user's code that led here.
--
-- An error in lampas's own Lua files is the caller's mistake: the message should name the caller's line.
-- The stack is walked up to the first function whose source lies outside of lampas's own folders.
local own = debug.getinfo(1, 'S').source:match('^(@.*)lampas/blame%.lua$') or '@./'
local FOLDERS = { torch = true, nn = true, lampas = true, paths = true, sys = true, xlua = true, optim = true, nngraph = true }

local function is_own(source)
   if source:sub(1, 1) == '=' and source:sub(1, 8) == '=lampas.' then
      return true -- code that overload.lua generated
   end
   return source:sub(1, #own) == own and FOLDERS[source:match('^[^/]+', #own + 1) or '']
end

--- Raise `message` (formatted with the further arguments, if any) at the nearest caller outside of lampas.
return function(message, ...)
   if select('#', ...) > 0 then
      message = message:format(...)
   end
   local level = 2
   while true do
      local info = debug.getinfo(level, 'S')
      if not info then
         error(message, 0) -- a coroutine of lampas's own: whoever runs it knows more
      end
      if info.what ~= 'C' and not is_own(info.source) then
         error(message, level)
      end
      level = level + 1
   end
end

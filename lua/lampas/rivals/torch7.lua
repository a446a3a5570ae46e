--- The rival Torch7 itself, as a process: `th`, or what the environment's LAMPAS_TORCH7 names, runs rivals/lampas.lua.
--
-- Layers go to it as torch.save writes them, so any module of nn can be compared, in float and double.
local torch = require 'torch'
local Process = require 'lampas.rivals.process'

local torch7 = { name = 'Torch7' }

local script = debug.getinfo(1, 'S').source:match('^@(.*)torch7%.lua$') .. 'lampas.lua'

local process

--- @return how it was found, as text; or nil and why it is not to be had
function torch7.available()
   if not process then
      local command = os.getenv 'LAMPAS_TORCH7' or 'th'
      if os.execute(("command -v %s > /dev/null 2>&1"):format(command:match '%S+')) ~= 0 then
         return nil, command .. ' is not a command'
      end
      local why
      process, why = Process.start(("LAMPAS_JSON='%s' %s '%s'"):format(package.searchpath('dkjson', package.path), command, script))
      if not process then
         return nil, why
      end
   end
   local ok, answer = pcall(process.ask, process, { ['do'] = 'hello' })
   if not ok then
      return nil, answer
   end
   return answer.version
end

--- As lampas.rivals says. The layer is handed over with empty buffers; what it draws at random cannot be compared.
function torch7.prepare(instance, method)
   local module = instance.module:clone()
   if module.clearState then
      module:clearState()
   end
   local run = process:prepareSaved(setmetatable({ module = module }, { __index = instance }), method)
   local path = process:file()
   process:ask { ['do'] = 'results', file = path }
   local results = torch.load(path)
   os.remove(path)
   if torch.typename(module):find 'Dropout' or method == 'forward' then
      results = { output = not torch.typename(module):find 'Dropout' and results.output or nil }
   end
   return { { variant = 'plain', run = run, results = results }, close = function() end }
end

return torch7

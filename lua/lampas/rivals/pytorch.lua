--- The rival PyTorch, as a process (lampas.rivals.process): python3, or what the environment's LAMPAS_PYTHON names, runs pytorch.py.
local Process = require 'lampas.rivals.process'

local pytorch = { name = 'PyTorch' }

local script = debug.getinfo(1, 'S').source:match('^@(.*)%.lua$') .. '.py'

local process

--- @return the version as text; or nil and why it is not to be had
function pytorch.available()
   if not process then
      local python = os.getenv 'LAMPAS_PYTHON' or 'python3'
      if os.execute(("%s -c 'import torch, numpy' > /dev/null 2>&1"):format(python)) ~= 0 then
         return nil, python .. ' cannot import torch and numpy'
      end
      local why
      process, why = Process.start(("%s '%s'"):format(python, script))
      if not process then
         return nil, why
      end
   end
   return process:ask({ ['do'] = 'hello' }).version
end

--- As lampas.rivals says.
function pytorch.prepare(instance, method)
   return process:prepare(instance, method)
end

return pytorch

--- The rival PyTorch, as a process (lampas.rivals.process): what the environment's LAMPAS_PYTHON names runs pytorch.py; otherwise the first
-- that has it of the Python of `make rival-pytorch`, python3, and the system's own, which another python3 may stand before on the path.
local blas = require 'lampas.blas'
local Process = require 'lampas.rivals.process'
local installed = require 'lampas.rivals.installed'

local pytorch = { name = 'PyTorch' }

local script = debug.getinfo(1, 'S').source:match('^@(.*)%.lua$') .. '.py'

local process

local function has_it(python)
   return os.execute(("%s -c 'import torch, numpy' > /dev/null 2>&1"):format(python)) == 0
end

-- The interpreter to run; nil and why there is none.
local function interpreter()
   local named = os.getenv 'LAMPAS_PYTHON'
   for _, python in ipairs(named and { named } or { installed 'bin/python' or 'python3', 'python3', '/usr/bin/python3' }) do
      if has_it(python) then
         return python
      end
   end
   return nil, (named or 'python3') .. ' cannot import torch and numpy'
end

--- @return the version as text; or nil and why it is not to be had
function pytorch.available()
   if not process then
      local python, why = interpreter()
      if python then
         process, why = Process.start(("%s %s '%s'"):format(blas.variables(), python, script)) -- the system's own multiplies with OpenBLAS
      end
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

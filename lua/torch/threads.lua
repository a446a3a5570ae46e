--- How many threads the kernels use.
local library = require 'lampas.library'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local engine = library.engine

--- Let kernels use n threads, n >= 1.
function torch.setnumthreads(n)
   if type(n) ~= 'number' or n < 1 or n ~= n or n >= 2 ^ 31 then
      blame("bad argument #1 to 'setnumthreads' (a number of at least 1 expected, got %s)", type(n) == 'number' and n or class.type(n))
   end
   engine.lampas_threads_set(n)
end

--- Threads that kernels use.
function torch.getnumthreads()
   return engine.lampas_threads_get()
end

--- Processors that this process may run on.
function torch.getnumcores()
   return engine.lampas_threads_cores()
end

--- For the `threads` package, which calls them in each new Lua state: nothing there needs to be changed.
function torch.updatethreadlocals() end

function torch.updateerrorhandlers() end

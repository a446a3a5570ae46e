-- lampas as a process of its own, for comparisons with another build or instruction-set level (lampas.against). It speaks the protocol of
-- lampas.rivals.process, but that `prepare` names one file, in which torch.save has put { module, input, target, gradOutput }.
local ffi = require 'ffi'
local torch = require 'torch'
require 'nn'
local dkjson = require 'dkjson'
local clock = require 'lampas.clock'

ffi.cdef 'int lampas_usleep(unsigned microseconds) __asm__("usleep");'

local ASLEEP = 3000 -- microseconds after which threads of both processes no longer spin

local operation

-- Each method of a row as a call.
local METHODS = {
   forward = function(o) o.module:forward(o.input, o.target) end,
   backward = function(o) o.module:backward(o.input, o.target or o.gradOutput) end,
   gradInput = function(o) o.module:updateGradInput(o.input, o.gradOutput) end,
   gradParameters = function(o) o.module:accGradParameters(o.input, o.gradOutput, 1) end,
}

local answers = {}

function answers.hello()
   return { version = require('lampas.library').level }
end

function answers.prepare(request)
   local o = torch.load(request.file)
   torch.setnumthreads(request.threads)
   local call = METHODS[request.method]
   o.module:forward(o.input, o.target)
   if request.method ~= 'forward' then
      METHODS.backward(o)
   end
   operation = function() call(o) end
   return { ok = true }
end

function answers.time(request)
   ffi.C.lampas_usleep(ASLEEP)
   operation()
   collectgarbage('stop')
   local start = clock.seconds()
   for _ = 1, request.calls do
      operation()
   end
   local seconds = clock.seconds() - start
   collectgarbage('restart')
   collectgarbage('step')
   ffi.C.lampas_usleep(ASLEEP)
   return { seconds = seconds }
end

for line in io.lines() do
   local request = dkjson.decode(line)
   if request['do'] == 'quit' then
      break
   end
   local ok, answer = pcall(answers[request['do']], request)
   io.write(dkjson.encode(ok and answer or { error = tostring(answer) }), '\n')
   io.flush()
end

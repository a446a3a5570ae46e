-- lampas as a process of its own, for comparisons with another build or instruction-set level (lampas.against), and real Torch7, which runs
-- this file as it is (lampas.rivals.torch7). It speaks the protocol of lampas.rivals.process, but tensors and layers come and go in files of
-- torch.save: `prepare` names one with { module, input, target, gradOutput }, `results` is answered with one of tensors by name.
--
-- LAMPAS_JSON names the file of the JSON module where it is not on the path.
local torch = require 'torch'
require 'nn'
local json_file = os.getenv 'LAMPAS_JSON'
local dkjson = json_file and dofile(json_file) or require 'dkjson'

local LOOK, LONGEST = 0.001, 0.1 -- seconds between looks at threads that may still spin, and until they are left to it

local FIELDS = { 'output', 'gradInput', 'gradWeight', 'gradBias' }

local operation, instance

-- Waits until no other thread of this process spins: until it takes hardly more processor time than this loop.
local function settle()
   local last = torch.tic() + LONGEST
   repeat
      local before, start = os.clock(), torch.tic()
      repeat until torch.tic() >= start + LOOK
   until os.clock() - before < 1.5 * (torch.tic() - start) or torch.tic() >= last
end

-- Each method of a row as a call, with no more around it than a row's own call has (lampas.instance).
local METHODS = {
   forward = function(module, input, other, criterion)
      if criterion then
         return function() module:forward(input, other) end
      end
      return function() module:forward(input) end
   end,
   backward = function(module, input, other) return function() module:backward(input, other) end end,
   gradInput = function(module, input, other) return function() module:updateGradInput(input, other) end end,
   gradParameters = function(module, input, other) return function() module:accGradParameters(input, other, 1) end end,
}

local answers = {}

function answers.hello()
   local ok, library = pcall(require, 'lampas.library')
   return { version = ok and library.level or 'as installed' }
end

function answers.prepare(request)
   local o = torch.load(request.file)
   torch.setnumthreads(request.threads)
   local function call(method)
      return METHODS[method](o.module, o.input, o.target or o.gradOutput, o.target ~= nil)
   end
   if o.module.zeroGradParameters then
      o.module:zeroGradParameters()
   end
   call('forward')()
   if request.method ~= 'forward' then
      call('backward')()
   end
   operation, instance = call(request.method), o
   if jit then
      jit.flush() -- as lampas.measure does
   end
   return { ok = true }
end

function answers.results(request)
   local results = {}
   for _, name in ipairs(FIELDS) do
      local value = instance.module[name]
      results[name] = torch.isTensor(value) and value or nil
   end
   torch.save(request.file, results)
   return { ok = true }
end

function answers.time(request)
   for _ = 1, request.untimed do
      operation()
   end
   collectgarbage('stop')
   local start = torch.tic()
   for _ = 1, request.calls do
      operation()
   end
   local seconds = torch.toc(start)
   collectgarbage('restart')
   collectgarbage('step')
   settle()
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

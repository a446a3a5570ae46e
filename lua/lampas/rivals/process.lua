--- Rivals that run as a process of their own, in any language: the protocol they speak, and its end here.
--
-- The process reads one JSON object a line from its standard input and answers each with one on its standard output:
--
--    {"do":"hello"}                                   → {"version":"1.13"}
--    {"do":"prepare","class":"Linear","method":"forward","type":"float","threads":2,"fields":{"train":true,…},
--     "input":T,"target":T,"gradOutput":T,"parameters":{"weight":T,…}}
--                                                     → {"ok":true}, or {"ok":false} for what it has not
--    {"do":"results"}                                 → {"results":{"output":T,"gradInput":T,"gradWeight":T,…}}
--    {"do":"time","untimed":90,"calls":20}            → {"seconds":0.031} for that many calls in turn, by its own clock, after the untimed
--    {"do":"quit"}                                    → ends
--
-- A tensor T is {"size":[2,3],"file":"…"}: the name of a file of its elements, dense, row-major, in the machine's own byte order, float or
-- double as "type" says. "fields" are the numbers, strings and booleans of the layer, as its class in nn names them; "target" and
-- "gradOutput" are there where the method needs them. What fails is answered {"error":"…"}. While it takes the time our threads sleep;
-- when it answers, its own have to be: threads that wait for work spin for some milliseconds, which a process sees by its processor time.
local ffi = require 'ffi'
local dkjson = require 'dkjson'
local clock = require 'lampas.clock'
local measure = require 'lampas.measure'
local processor = require 'lampas.processor'
local torch = require 'torch'

ffi.cdef [[
int lampas_mkfifo(const char *path, unsigned mode) __asm__("mkfifo");
int lampas_mkdir(const char *path, unsigned mode) __asm__("mkdir");
void *lampas_signal(int number, void *handler) __asm__("signal");
]]

local Process = {}
Process.__index = Process

local SIGPIPE, IGNORED = 13, ffi.cast('void *', 1)

--- A word as the shell takes it.
function Process.quote(word)
   return "'" .. word:gsub("'", "'\\''") .. "'"
end

local quote = Process.quote

--- Starts a process.
-- @param command a program and its arguments for the shell, variables of its environment before it
-- @return the process; or nil and why not
function Process.start(command)
   local folder = os.tmpname()
   os.remove(folder)
   if ffi.C.lampas_mkdir(folder, 448) ~= 0 then
      return nil, 'no temporary folder can be made'
   end
   local to, from = folder .. '/to', folder .. '/from'
   ffi.C.lampas_signal(SIGPIPE, IGNORED) -- writing to a process that ended is then an error, not the end of this one
   ffi.C.lampas_mkfifo(to, 384)
   ffi.C.lampas_mkfifo(from, 384)
   local pipe = io.popen(('echo $$; exec env %s < %s > %s 2> %s'):format(command, quote(to), quote(from), quote(folder .. '/errors')), 'r')
   local self = setmetatable({ folder = folder, pipe = pipe, id = tonumber(pipe:read('*l')), count = 0 }, Process)
   self.input = io.open(to, 'w')
   self.output = io.open(from, 'r')
   return self
end

--- Sends a request and gives the answer; raises an error when the process fails.
function Process:ask(request)
   self.input:write(dkjson.encode(request), '\n')
   self.input:flush()
   local line = self.output:read('*l')
   local answer = line and dkjson.decode(line)
   if not answer or answer.error then
      error('a rival failed: ' .. (answer and answer.error or self:complaint()), 0)
   end
   return answer
end

-- The last line that the process wrote on its standard error.
function Process:complaint()
   local last = 'it ended'
   for line in io.lines(self.folder .. '/errors') do
      last = line
   end
   return last
end

function Process:file()
   self.count = self.count + 1
   return ('%s/%d'):format(self.folder, self.count)
end

-- A tensor as the protocol has it.
local function written(self, tensor)
   local path, dense = self:file(), tensor:contiguous()
   local file = assert(io.open(path, 'wb'))
   file:write(ffi.string(dense:data(), dense:nElement() * dense:elementSize()))
   file:close()
   return { size = tensor:size():totable(), file = path }
end

local function read(described, like)
   local tensor = like.new(torch.LongStorage(described.size))
   local file = assert(io.open(described.file, 'rb'))
   local bytes = file:read('*a')
   file:close()
   assert(#bytes == tensor:nElement() * tensor:elementSize(), 'a rival gave a tensor of another size than it said')
   ffi.copy(tensor:data(), bytes, #bytes)
   return tensor
end

local function plain_fields(module)
   local fields = {}
   for name, value in pairs(module) do
      local kind = type(value)
      if type(name) == 'string' and (kind == 'boolean' or kind == 'string' or kind == 'number' and math.abs(value) < math.huge) then
         fields[name] = value
      end
   end
   return fields
end

-- The operation (lampas.measure) that a process was prepared for.
local function operation(self)
   local each = math.huge -- seconds of a call
   return { sleeps = true, time = function(calls)
      clock.settle()
      local untimed = math.max(calls, math.ceil(measure.AWAKE / each))
      processor.keep(self.id)
      local seconds = self:ask({ ['do'] = 'time', untimed = untimed, calls = calls }).seconds
      processor.release(self.id)
      each = math.max(seconds / calls, 1e-9)
      return seconds
   end }
end

--- Prepares the process for an instance (lampas.instance) that has been run, as lampas.rivals wants it.
-- @return a list of one way; nil where it has no such layer
function Process:prepare(instance, method)
   local module, parameters = instance.module, setmetatable({}, { __jsontype = 'object' })
   for _, name in ipairs { 'weight', 'bias', 'weights', 'running_mean', 'running_var' } do
      parameters[name] = torch.isTensor(module[name]) and written(self, module[name]) or nil
   end
   if not torch.isTensor(instance.input) then
      return nil
   end
   local answer = self:ask {
      ['do'] = 'prepare', class = torch.typename(module):match '[^.]+$', method = method, type = instance.type,
      threads = torch.getnumthreads(), fields = plain_fields(module), input = written(self, instance.input),
      target = torch.isTensor(instance.target) and written(self, instance.target) or nil,
      gradOutput = method == 'backward' and torch.isTensor(instance.gradOutput) and written(self, instance.gradOutput) or nil,
      parameters = parameters,
   }
   if not answer.ok then
      return nil
   end
   local results = {}
   for name, described in pairs(self:ask({ ['do'] = 'results' }).results) do
      results[name] = read(described, instance.input)
   end
   return {
      { variant = 'plain', results = results, run = operation(self) },
      close = function() os.execute(('rm -f %s/[0-9]*'):format(quote(self.folder))) end,
   }
end

--- Hands an instance over as a file of torch.save, { module, input, target, gradOutput }: for processes that read it
-- (lampas/rivals/lampas.lua), which are asked { "do": "prepare", "file", "method", "threads" }.
-- @return the operation (lampas.measure)
function Process:prepareSaved(instance, method)
   local path = self:file()
   torch.save(path, { module = instance.module, input = instance.input, target = instance.target, gradOutput = instance.gradOutput })
   self:ask { ['do'] = 'prepare', file = path, method = method, threads = torch.getnumthreads() }
   os.remove(path)
   return operation(self)
end

--- Ends the process.
function Process:close()
   self.input:write('{"do":"quit"}\n')
   self.input:close()
   self.output:close()
   self.pipe:close()
   os.execute('rm -r ' .. quote(self.folder))
end

return Process

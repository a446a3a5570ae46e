--- torch.PipeFile: the output, or the input, of a shell command, as a file.
local ffi = require 'ffi'
local library = require 'lampas.library'
local class = require 'torch.class'
local File = require 'torch.File'
local disk = require 'torch.DiskFile'
local blame = require 'lampas.blame'

local core = library.core

local device = setmetatable({}, { __index = disk.device })

function device.remaining()
   return nil
end

-- Waits for the command.
function device.close(s)
   s.data = nil
   return core.lampas_pipe_close(s.pipe) ~= -1
end

local M
local descriptor = ffi.new('int[1]')

--- torch.PipeFile(command [, mode = 'r'] [, quiet]): 'r' reads what the command prints, 'w' writes what it reads. A command that
-- cannot be started is an error, or nil when `quiet`; one that the shell does not know is an empty file.
local function construct(command, mode, quiet)
   if type(command) ~= 'string' then
      blame("bad argument #1 to 'PipeFile' (command expected, got %s)", class.type(command))
   end
   mode = mode or 'r'
   if mode ~= 'r' and mode ~= 'w' then
      blame("file mode should be 'r' or 'w', got %s", tostring(mode))
   end
   local pipe = core.lampas_pipe_open(command, mode == 'w', descriptor)
   if pipe == nil then
      return not quiet and blame('cannot open <%s> in mode %s', command, mode == 'r' and 'r ' or ' w') or nil
   end
   local s = disk.open(command, descriptor[0], mode == 'r', mode == 'w')
   s.device, s.pipe = device, pipe
   local file = File.new(M, s)
   return quiet and file:quiet() or file
end

M = class.newmetatable('torch.PipeFile', 'torch.DiskFile', construct)
M.__gc = File.finalise

function M:__tostring__()
   local s = File.any(self)
   return ('torch.PipeFile on <%s> [status: %s -- mode: %s]'):format(s.name, File.status(s), File.mode(s))
end

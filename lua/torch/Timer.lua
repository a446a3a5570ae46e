--- torch.Timer: real, user and system seconds between start and now, over the stretches in which it runs.
local ffi = require 'ffi'
local library = require 'lampas.library'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local core = library.core
local now = ffi.new('double[3]')
local KINDS = { 'real', 'user', 'sys' }

-- State: running, since (three times), total (three durations).
local state_of = setmetatable({}, { __mode = 'k' })

local function read()
   core.lampas_times(now)
   return { real = now[0], user = now[1], sys = now[2] }
end

local M

local function state(timer)
   return state_of[timer] or blame('torch.Timer expected, got %s', class.type(timer))
end

local function construct()
   local timer = library.box(M)
   state_of[timer] = { running = true, since = read(), total = { real = 0, user = 0, sys = 0 } }
   return timer
end

M = class.newmetatable('torch.Timer', nil, construct, nil, construct)

local function elapsed(s)
   local times, current = {}, s.running and read()
   for _, kind in ipairs(KINDS) do
      times[kind] = s.total[kind] + (current and current[kind] - s.since[kind] or 0)
   end
   return times
end

--- Seconds so far: a table with real, user and sys.
function M:time()
   return elapsed(state(self))
end

function M:stop()
   local s = state(self)
   s.total = elapsed(s)
   s.running = false
   return self
end

function M:resume()
   local s = state(self)
   if not s.running then
      s.running, s.since = true, read()
   end
   return self
end

--- Set the time to zero; the timer runs on, or stays stopped.
function M:reset()
   local s = state(self)
   s.since, s.total = read(), { real = 0, user = 0, sys = 0 }
   return self
end

function M:__tostring__()
   return ('torch.Timer [status: %s]'):format(state(self).running and 'running' or 'stopped')
end

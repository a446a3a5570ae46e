--- Inputs that come from memory: an operation that takes another copy of its inputs at each call, more of them than the caches hold.
-- Parameters and results stay the same tensors: in a network these are what a layer finds warm, if anything.
local buffers = require 'lampas.buffers'
local copy = require('lampas.instance').copy
local library = require 'lampas.library'

local cold = {}

local FACTOR = 2      -- times the third cache
local MOST = 20000    -- copies: inputs of some bytes would need more than are worth having

-- How many copies of `bytes` bytes the caches do not hold.
local function copies(bytes)
   local cache = math.max(tonumber(library.engine.lampas_cache_bytes(3)), tonumber(library.engine.lampas_cache_bytes(2)))
   return math.min(MOST, math.ceil(FACTOR * cache / math.max(bytes, 1)) + 1)
end

--- An operation over rotating inputs.
-- @param self an instance (lampas.instance) that has been run
-- @param make makes the operation of an instance
-- @return a function; the number of copies
function cold.operation(self, make)
   local n = copies(buffers.bytes(self.input, self.target, self.gradOutput))
   local turns = {}
   for i = 1, n do
      local turn = { input = copy(self.input), target = copy(self.target), gradOutput = copy(self.gradOutput) }
      turns[i] = make(setmetatable(turn, { __index = self }))
   end
   local i = 0
   return function()
      i = i % n + 1
      turns[i]()
   end, n
end

return cold

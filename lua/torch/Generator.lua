--- torch.Generator: a stream of random numbers, and the functions that seed it and save its state.
--
-- Every function here and every sampler takes a Generator first; without one it uses `torch._gen`.
local ffi = require 'ffi'
local library = require 'lampas.library'
local class = require 'torch.class'
local types = require 'torch.types'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local blame = require 'lampas.blame'

local engine = library.engine
local cast = ffi.cast
local GENERATOR = ffi.typeof('THGenerator **')
local STATE_BYTES = ffi.sizeof('THGenerator')
local Byte = types.by_name.Byte

local generator = {}
local M

--- torch.Generator(): a generator of its own, seeded by the system.
local function construct()
   local pointer = engine.THGenerator_new()
   if pointer == nil then
      blame('not enough memory for a generator')
   end
   engine.THRandom_seed(pointer)
   return library.box(M, pointer)
end

M = class.newmetatable('torch.Generator', nil, construct, library.gcGenerator, construct)
M.__eq__ = class.isequal

overload.torch._gen = construct()
overload.defaultGenerator = function()
   return overload.torch._gen
end

--- THGenerator * of what is known to be a Generator.
function generator.pointer(self)
   return cast(GENERATOR, self)[0]
end

local function split(first, ...)
   if getmetatable(first) == M then
      return generator.pointer(first), ...
   end
   return generator.pointer(overload.torch._gen), first, ...
end

--- torch.manualSeed([gen,] n): start the stream anew from a whole number, of which the low 32 bits matter.
local function manualSeed(...)
   local self, seed = split(...)
   seed = tonumber(seed) or blame("bad argument #1 to 'manualSeed' (number expected, got %s)", class.type(seed))
   engine.THRandom_manualSeed(self, cast('int64_t', seed))
end

--- torch.seed([gen]): start anew from a seed of the system's, which is returned.
local function seed(...)
   return tonumber(engine.THRandom_seed((split(...))))
end

--- torch.initialSeed([gen]): what the stream was last seeded with.
local function initialSeed(...)
   return tonumber(split(...).the_initial_seed)
end

-- A contiguous ByteTensor's bytes; an error for anything else or another size.
local function state_bytes(state)
   if handle.typeOf(state) ~= Byte then
      blame('RNG state: torch.ByteTensor expected, got %s', class.type(state))
   end
   if state:nElement() ~= STATE_BYTES then
      blame('RNG state is wrong size: %d bytes expected, got %d', STATE_BYTES, state:nElement())
   end
   if not state:isContiguous() then
      blame('RNG state needs to be contiguous')
   end
   return state:data()
end

--- torch.getRNGState([gen] [, result]): the whole state as a ByteTensor of 5048 elements.
local function getRNGState(...)
   local self, result = split(...)
   result = result or Byte.newTensor()
   if handle.typeOf(result) ~= Byte then
      blame('RNG state: torch.ByteTensor expected, got %s', class.type(result))
   end
   result:resize(STATE_BYTES)
   ffi.copy(state_bytes(result), self, STATE_BYTES)
   return result
end

--- torch.setRNGState([gen,] state): go on from a state that getRNGState gave. Errors for another size ("RNG state is wrong
-- size") and for bytes that are no state ("Invalid RNG state").
local function setRNGState(...)
   local self, state = split(...)
   local given = cast('THGenerator *', state_bytes(state))
   if engine.THGenerator_isValid(given) == 0 then
      blame('Invalid RNG state')
   end
   engine.THGenerator_copy(self, given)
end

--- Write the state's bytes to a torch file.
function M:write(file)
   file:writeByte(getRNGState(self):storage())
end

--- Take over the state that write left.
function M:read(file)
   setRNGState(self, Byte.newTensor():set(file:readByte(STATE_BYTES)))
end

for name, f in pairs {
   manualSeed = manualSeed, seed = seed, initialSeed = initialSeed, getRNGState = getRNGState, setRNGState = setRNGState,
} do
   overload.torch[name] = f
end

return generator

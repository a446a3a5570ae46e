--- Checks that a dumped function is whole before LuaJIT loads it.
--
-- LuaJIT trusts the lengths and counts in bytecode; a damaged file must not make it read beyond the string or allocate without
-- bounds. The format (version 2): a header, then prototypes, each with its length in front, then a zero. A prototype holds
-- instructions, upvalue indices, constants of collectable kinds, number constants, and debug information.
-- What the instructions do is not checked: a function is as trustworthy as the file that it comes from.
local byte = string.byte

local STRIPPED = 2
local CHILD, TABLE, INT64, COMPLEX = 0, 1, 2, 4 -- kinds of collectable constants; 5 and more: a string of length kind - 5
local FIRST_STRING = 5

-- A cursor c is { text, at, stop }. Passing its stop is an error, raised with this value.
local DAMAGED = {}

local function next_byte(c)
   local at = c.at
   if at >= c.stop then
      error(DAMAGED)
   end
   c.at = at + 1
   return byte(c.text, at)
end

local function skip(c, n)
   c.at = c.at + n
   if c.at > c.stop then
      error(DAMAGED)
   end
end

-- An unsigned number in groups of seven bits, lowest first.
local function number(c)
   local value, scale = 0, 1
   repeat
      local group = next_byte(c)
      value = value + group % 128 * scale
      scale = scale * 128
      if value >= 2 ^ 32 then
         error(DAMAGED)
      end
   until group < 128
   return value
end

-- A number constant: an integer, or a double in two parts, told by the lowest bit of the first byte.
local function skip_number_constant(c)
   local two_parts = next_byte(c) % 2 == 1
   c.at = c.at - 1
   local first = 0
   repeat -- 33 bits: one more than number() takes
      first = first + 1
      local group = next_byte(c)
   until group < 128 or first > 5
   if two_parts then
      number(c)
   end
end

-- Key or value of a constant table: nil, false, true, an integer, a double, a string.
local function skip_table_entry(c)
   local kind = number(c)
   if kind == 3 then
      number(c)
   elseif kind == 4 then
      number(c)
      number(c)
   elseif kind >= FIRST_STRING then
      skip(c, kind - FIRST_STRING)
   end
end

local function skip_table(c)
   local entries = number(c) -- two numbers: entries of the array part, pairs of the hash part
   entries = entries + 2 * number(c)
   if entries > c.stop - c.at then
      error(DAMAGED)
   end
   for _ = 1, entries do
      skip_table_entry(c)
   end
end

local function skip_constant(c)
   local kind = number(c)
   if kind == TABLE then
      skip_table(c)
   elseif kind >= FIRST_STRING then
      skip(c, kind - FIRST_STRING)
   elseif kind ~= CHILD then
      for _ = 1, kind == COMPLEX and 4 or kind >= INT64 and 2 or 0 do
         number(c)
      end
   end
end

-- Line numbers, names of upvalues, then variables up to the end, each a name (or a small number) and two numbers.
local function check_debug(c, instructions, upvalues, lines)
   skip(c, instructions * (lines < 256 and 1 or lines < 65536 and 2 or 4))
   for _ = 1, upvalues do
      repeat until next_byte(c) == 0
   end
   while true do
      local kind = next_byte(c)
      if kind == 0 then
         break
      end
      if kind >= 7 then
         repeat until next_byte(c) == 0
      end
      number(c)
      number(c)
   end
   if c.at ~= c.stop then
      error(DAMAGED)
   end
end

local function check_prototype(c)
   skip(c, 3) -- flags, parameters, frame size
   local upvalues = next_byte(c)
   local constants, numbers, instructions = number(c), number(c), number(c)
   local debug_bytes, lines = 0, 0
   if not c.stripped then
      debug_bytes = number(c)
      if debug_bytes > 0 then
         number(c)
         lines = number(c)
      end
   end
   if constants + numbers + 4 * instructions + 2 * upvalues + debug_bytes > c.stop - c.at then
      error(DAMAGED)
   end
   skip(c, 4 * instructions + 2 * upvalues)
   for _ = 1, constants do
      skip_constant(c)
   end
   for _ = 1, numbers do
      skip_number_constant(c)
   end
   if c.at + debug_bytes ~= c.stop then
      error(DAMAGED)
   end
   if debug_bytes > 0 then
      check_debug(c, instructions, upvalues, lines)
   end
end

local function check(text)
   local c = { text = text, at = 5, stop = #text + 1 }
   local flags = number(c)
   c.stripped = flags % (2 * STRIPPED) >= STRIPPED
   if not c.stripped then
      skip(c, number(c))
   end
   local length = number(c)
   while length > 0 do
      local stop = c.stop
      c.stop = c.at + length
      if c.stop > stop then
         error(DAMAGED)
      end
      check_prototype(c)
      c.stop = stop
      length = number(c)
   end
end

local bytecode = {}

--- Load a dumped function.
-- @return the function, or nil and what is wrong: it is damaged, or made by another Lua
function bytecode.load(text)
   if text:sub(1, 3) ~= '\27LJ' then
      return nil, 'no bytecode of LuaJIT'
   end
   local fine, problem = pcall(check, text)
   if not fine then
      return nil, problem == DAMAGED and 'the bytecode is damaged' or problem
   end
   return loadstring(text, '=bytecode')
end

return bytecode

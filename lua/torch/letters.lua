--- Options given as letters: torch.trtrs(B, A, 'L', 'T'), torch.conv2(x, k, 'F').
local blame = require 'lampas.blame'

--- The letters that a call chose, one for each slot.
-- A slot is the string of the letters it takes, its default first. Every word given goes, by its first letter, to the next
-- slot that takes it, so that leading options may be left out: letters('trtrs', { 'UL', 'NT', 'NU' }, 'T') is 'U', 'T', 'N'.
-- @param name the function's name, for the message
-- @param slots list of strings
-- @param ... strings, or nil for options that were not given
return function(name, slots, ...)
   local chosen, slot = {}, 0
   for i = 1, select('#', ...) do
      local word = select(i, ...)
      if word then
         local letter = word:sub(1, 1)
         repeat
            slot = slot + 1
         until slot > #slots or (letter ~= '' and slots[slot]:find(letter, 1, true))
         if slot > #slots then
            blame("bad argument to '%s' (unknown option '%s'; the options are %s)", name, word, table.concat(slots, ', '):gsub('%w%f[%w]', '%0|'))
         end
         chosen[slot] = letter
      end
   end
   for i, letters in ipairs(slots) do
      chosen[i] = chosen[i] or letters:sub(1, 1)
   end
   return unpack(chosen)
end

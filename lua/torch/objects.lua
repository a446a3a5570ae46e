--- What writing and reading objects share: the kinds of objects in a file, and each file's memory of what it has seen.
local File = require 'torch.File'

local objects = {
   NIL = 0,
   NUMBER = 1,
   STRING = 2,
   TABLE = 3,
   TORCH = 4,
   BOOLEAN = 5,
   OLDEST_FUNCTION = 6, -- these two are read only
   OLD_FUNCTION = 7,
   FUNCTION = 8,
}

local QUIET = {} -- raised instead of a message when a quiet file fails inside an object

-- Fields of a file's memo:
--    file       the file, while an object is being written or read
--    written    objects that were written → index; tables and functions by themselves, torch userdata by the C address
--    kept       keeps alive what `written` knows by its address
--    count      indices given
--    read       index → object
--    cells, cell_count   identity of an upvalue → its number, when writing
--    joined     number of an upvalue → { function, position } that has it, when reading
--    names, depth        path to the object being written
local function memo_of(s)
   local memo = s.memo
   if not memo then
      memo = { stream = s, written = {}, kept = {}, count = 0, read = {}, cells = {}, cell_count = 0, joined = {}, names = {}, depth = 0 }
      s.memo = memo
   end
   return memo
end

--- Raise a read or write error from inside an object.
function objects.abort(s, ...)
   File.fail(s, ...)
   error(QUIET, 0)
end

--- Call work(memo, …) for a file; what classes' own read and write functions start runs inside of it.
function objects.run(file, s, work, ...)
   local memo = memo_of(s)
   if memo.file then
      return work(memo, ...)
   end
   memo.file = file
   local fine, outcome = pcall(work, memo, ...)
   memo.file, memo.depth = nil, 0
   if fine then
      return outcome
   elseif outcome ~= QUIET then
      error(outcome, 0)
   end
end

return objects

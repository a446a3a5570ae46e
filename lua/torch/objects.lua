--- What writing and reading objects share: the kinds of objects in a file, and each file's memory of what it has seen.
local File = require 'torch.File'
local blame = require 'lampas.blame'

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
--    level      how many objects the one being written or read is inside of
local function memo_of(s)
   local memo = s.memo
   if not memo then
      memo = {
         stream = s, written = {}, kept = {}, count = 0, read = {}, cells = {}, cell_count = 0, joined = {}, names = {}, depth = 0, level = 0,
      }
      s.memo = memo
   end
   return memo
end

--- Raise a read or write error from inside an object.
function objects.abort(s, ...)
   File.fail(s, ...)
   error(QUIET, 0)
end

local LEVELS_OF_A_STACK = 200
local MOST_LEVELS = 200000

-- Go on with a stack of its own. A message from there that blames no line, as nobody else's is on that stack, blames the caller's.
local function on_fresh_stack(work, memo, a, b)
   local fine, outcome = coroutine.resume(coroutine.create(work), memo, a, b)
   if fine then
      return outcome
   elseif type(outcome) == 'string' and not outcome:match('^[^\n]-:%d+: ') then
      blame('%s', outcome)
   end
   error(outcome, 0)
end

--- Call work(memo, a, b) for an object inside of another. Lua's stack is full after some thousand levels, so that every so many of them
-- a coroutine takes over.
function objects.nested(work, memo, a, b)
   local level, outcome = memo.level + 1, nil
   memo.level = level
   if level % LEVELS_OF_A_STACK ~= 0 then
      outcome = work(memo, a, b)
   elseif level < MOST_LEVELS then
      outcome = on_fresh_stack(work, memo, a, b)
   else
      blame('objects are nested more than %d levels deep', MOST_LEVELS)
   end
   memo.level = level - 1
   return outcome
end

--- Call work(memo, …) for a file; what classes' own read and write functions start runs inside of it.
function objects.run(file, s, work, ...)
   local memo = memo_of(s)
   if memo.file then
      return work(memo, ...)
   end
   memo.file = file
   local fine, outcome = pcall(work, memo, ...)
   memo.file, memo.depth, memo.level = nil, 0, 0
   if fine then
      return outcome
   elseif outcome ~= QUIET then
      error(outcome, 0)
   end
end

return objects

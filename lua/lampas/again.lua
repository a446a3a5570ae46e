--- The command that runs one row again as it was run.
local again = {}

local VALUES, FLAGS = { 'machine', 'against', 'compare' }, { 'quick', 'cold', 'parts' }

-- A word as the shell takes it.
local function quote(word)
   return word:find('[^%w%-%./_=]') and "'" .. word:gsub("'", "'\\''") .. "'" or word
end

--- @param script the script's name without '.lua'
-- @param result the row's result
-- @param parsed the script's options
function again.command(script, result, parsed)
   local words = { 'luajit', ('bench/%s.lua'):format(script), '--filter', '=' .. result.row_id, '--type', result.type }
   local function add(name, value)
      words[#words + 1] = '--' .. name
      words[#words + 1] = value and tostring(value)
   end
   add('threads', result.threads)
   if result.mode == 'seed' then
      add('mode', 'seed')
   else
      add('time', ('%g'):format(parsed.time))
   end
   for _, name in ipairs(VALUES) do
      if parsed[name] then
         add(name, parsed[name])
      end
   end
   if parsed.compare then
      add('threshold', ('%g'):format(parsed.threshold))
   end
   for _, name in ipairs(FLAGS) do
      if parsed[name] then
         add(name)
      end
   end
   for i, word in ipairs(words) do
      words[i] = quote(word)
   end
   return table.concat(words, ' ')
end

return again

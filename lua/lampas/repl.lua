--- The `th` command: runs a script with torch and nn loaded, or reads and evaluates lines.
--
-- A line is tried as an expression first, and its values are printed; otherwise it is run as statements, with more lines
-- read while the chunk is incomplete. A leading `=` is allowed, a `;` at the end keeps the values from being printed.
local class = require 'torch.class'

local repl = {}

local USAGE = [==[
Usage: th [options] [script [arguments]]

   -l NAME    require NAME first
   -e CODE    run CODE, then quit (unless -i)
   -i         open the REPL after the script or the code
   -h         print this help

Without a script or code, th opens the REPL. torch, nn and bench are loaded; everything after the script is the script's arg.
]==]

-- ---- printing values --------------------------------------------------------------------------------------------

local function has_tostring(value)
   local meta = getmetatable(value)
   return type(meta) == 'table' and class.lookup(meta, '__tostring') ~= nil
end

local function describe(value, indent, seen, depth)
   if type(value) ~= 'table' or has_tostring(value) then
      return type(value) == 'string' and indent ~= '' and ('%q'):format(value) or tostring(value)
   elseif seen[value] or depth == 0 then
      return tostring(value)
   end
   seen[value] = true
   local keys = {}
   for key in pairs(value) do
      keys[#keys + 1] = key
   end
   table.sort(keys, function(a, b)
      if type(a) == type(b) and (type(a) == 'number' or type(a) == 'string') then
         return a < b
      end
      return type(a) < type(b)
   end)
   local lines = { '{' }
   for _, key in ipairs(keys) do
      lines[#lines + 1] = ('%s  %s : %s'):format(indent, tostring(key), describe(value[key], indent .. '    ', seen, depth - 1))
   end
   seen[value] = nil
   lines[#lines + 1] = indent .. '}'
   return table.concat(lines, '\n')
end

--- Text of a value as the REPL shows it: tables with their fields, five levels deep.
function repl.describe(value)
   return describe(value, '', {}, 5)
end

-- ---- evaluating ---------------------------------------------------------------------------------------------------

--- Compile a piece of input. Returns a function; or nil, an error and whether more lines could complete it.
function repl.compile(text)
   local expression = text:gsub('^%s*=', '')
   local chunk = loadstring('return ' .. expression, '=stdin')
   if chunk then
      return chunk
   end
   local message
   chunk, message = loadstring(text, '=stdin')
   return chunk, message, message and message:find("'<eof>'", 1, true) ~= nil
end

local function pack(...)
   return { n = select('#', ...), ... }
end

--- Run a compiled piece of input and write its values (unless `quiet`). Returns false after an error.
function repl.evaluate(chunk, quiet, out)
   local results = pack(xpcall(chunk, debug.traceback))
   if not results[1] then
      out:write(tostring(results[2]), '\n')
      return false
   end
   if not quiet then
      for i = 2, results.n do
         local text = repl.describe(results[i])
         out:write(text, text:sub(-1) == '\n' and '' or '\n')
      end
   end
   rawset(_G, '_LAST', results[2])
   return true
end

-- ---- completion ---------------------------------------------------------------------------------------------------

-- Names of a table's or an object's fields, through its classes.
local function fields(value)
   local names, meta = {}, value
   if type(value) ~= 'table' then
      meta = getmetatable(value)
   end
   while type(meta) == 'table' do
      for name in pairs(meta) do
         if type(name) == 'string' and not name:find('^__') then
            names[#names + 1] = name
         end
      end
      meta = getmetatable(meta)
   end
   return names
end

--- Completions of the word that ends a line: globals, fields after a dot, methods after a colon.
function repl.complete(word)
   local path, separator, start = word:match('^(.-)([.:]?)([%w_]*)$')
   local value = _G
   for part in path:gmatch('[%w_]+') do
      if type(value) ~= 'table' and type(value) ~= 'userdata' then
         return {}
      end
      value = value[part]
   end
   local found = {}
   if value ~= nil then
      for _, name in ipairs(fields(value)) do
         if name:sub(1, #start) == start then
            found[#found + 1] = path .. separator .. name
         end
      end
   end
   table.sort(found)
   return found
end

-- ---- the loop -----------------------------------------------------------------------------------------------------

local function line_reader()
   local ok, readline = pcall(require, 'readline')
   if not ok or not pcall(readline.set_options, { keeplines = 1000, histfile = '~/.lampas_history', completion = true }) then
      return function(prompt)
         io.write(prompt)
         io.flush()
         return io.read('*l')
      end
   end
   readline.set_completion_append_character ''
   readline.set_complete_function(function(text)
      return repl.complete(text)
   end)
   return readline.readline, readline.save_history
end

--- Read and evaluate lines until the input ends or `exit` is entered.
function repl.loop()
   print(('lampas: torch and nn for LuaJIT, instruction-set level %s, %d threads. End with exit or Ctrl-D.'):format(
      require('lampas.library').level, torch.getnumthreads()))
   local read, save = line_reader()
   while true do
      local text = read('th> ')
      if not text or text:match('^%s*exit%s*$') or text:match('^%s*quit%s*$') then
         break
      end
      local chunk, message, incomplete = repl.compile(text)
      while not chunk and incomplete do
         local more = read('..> ')
         if not more then
            break
         end
         text = text .. '\n' .. more
         chunk, message, incomplete = repl.compile(text)
      end
      if chunk then
         repl.evaluate(chunk, text:match(';%s*$'), io.stdout)
      else
         print(message)
      end
   end
   if save then
      save()
   end
end

-- ---- the command --------------------------------------------------------------------------------------------------

-- Options up to the script; what follows belongs to the script.
local function parse(arguments)
   local options, i = { load = {} }, 1
   while arguments[i] and arguments[i]:match('^%-.') do
      local word = arguments[i]
      if word == '-i' then
         options.interactive = true
      elseif word == '-h' or word == '--help' then
         options.help = true
      elseif word == '-e' or word == '-l' then
         i = i + 1
         if not arguments[i] then
            return nil, word .. ' wants an argument'
         end
         if word == '-e' then
            options.code = arguments[i]
         else
            table.insert(options.load, arguments[i])
         end
      elseif word:match('^%-l.') then
         table.insert(options.load, word:sub(3))
      else
         return nil, 'unknown option ' .. word
      end
      i = i + 1
   end
   options.script = arguments[i]
   options.first = i
   return options
end

-- Lua's global arg as the script expects it: itself at 0, its arguments from 1, what stood before at negative places.
local function script_arguments(arguments, first)
   local shifted, lowest = {}, 0
   while arguments[lowest - 1] do
      lowest = lowest - 1
   end
   for i = lowest, #arguments do
      shifted[i - first] = arguments[i]
   end
   return shifted
end

local function run(f, ...)
   local arguments = pack(...)
   local ok, message = xpcall(function()
      f(unpack(arguments, 1, arguments.n))
   end, debug.traceback)
   if not ok then
      io.stderr:write('th: ', tostring(message), '\n')
   end
   return ok
end

local function load_script(path)
   local chunk, message = loadfile(path)
   if not chunk then
      error(message, 0)
   end
   return chunk
end

--- The command. `arguments` is Lua's arg table; returns the exit code.
function repl.main(arguments)
   local options, message = parse(arguments)
   if not options then
      io.stderr:write('th: ', message, '\n', USAGE)
      return 2
   elseif options.help then
      io.write(USAGE)
      return 0
   end
   require 'torch'
   require 'nn'
   rawset(_G, 'bench', require 'lampas.bench')
   local ok = true
   for _, name in ipairs(options.load) do
      ok = ok and run(require, name)
   end
   if ok and options.code then
      ok = run(function()
         assert(loadstring(options.code, '=(command line)'))()
      end)
   end
   if ok and options.script then
      rawset(_G, 'arg', script_arguments(arguments, options.first))
      ok = run(function()
         load_script(options.script)(unpack(arg, 1, #arg))
      end)
   end
   if options.interactive or not (options.code or options.script) then
      repl.loop()
   end
   return ok and 0 or 1
end

return repl

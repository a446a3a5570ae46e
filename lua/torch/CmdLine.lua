--- torch.CmdLine: options and arguments of a script, help about them, a name and a log made of them.
--
--    cmd = torch.CmdLine()
--    cmd:option('-size', 10, 'number of units')
--    params = cmd:parse(arg)    -- params.size
local blame = require 'lampas.blame'

local CmdLine = torch.class('torch.CmdLine')

local HELP = { ['-h'] = true, ['-help'] = true, ['--help'] = true }

local function without_dashes(key)
   return (key:match('^%-*(.*)$'))
end

local function check_text(name, value)
   if type(value) ~= 'string' then
      blame("bad argument #1 to '%s' (string expected, got %s)", name, torch.type(value))
   end
end

--- @param argseparator what string() puts between options (',')
-- @param keyseparator what string() puts between an option and its value ('=')
function CmdLine:__init(argseparator, keyseparator)
   self.argseparator = argseparator or ','
   self.keyseparator = keyseparator or '='
   self.options = {}   -- key → option
   self.arguments = {} -- in their order
   self.helplines = {} -- options, arguments and texts in their order
   self.dateformat = nil
   self.silentio = false
end

-- ---- declarations -------------------------------------------------------------------------------------------------------

--- A line of text in the help.
function CmdLine:text(text)
   table.insert(self.helplines, text or '')
end

--- An option with a value, or a switch when the default is a boolean: the switch takes no value and flips it.
-- @param key as it is given, with its dash
-- @param default value of the option's type, which is not nil
-- @param help text for the help
-- @param kind Lua type of the value; that of the default when nil
function CmdLine:option(key, default, help, kind)
   check_text('option', key)
   if default == nil then
      blame('option %s has no default value', key)
   end
   kind = kind or type(default)
   if type(default) ~= kind then
      blame('option %s has wrong default type value', key)
   end
   self.options[key] = { key = key, default = default, help = help, type = kind }
   table.insert(self.helplines, self.options[key])
end

--- A mandatory argument; arguments are told by their order.
function CmdLine:argument(key, help, kind)
   check_text('argument', key)
   local argument = { key = key, help = help, type = kind }
   table.insert(self.arguments, argument)
   table.insert(self.helplines, argument)
end

-- ---- parsing --------------------------------------------------------------------------------------------------------------

--- Report a mistake in the command line and end the process with status 1.
function CmdLine:error(message)
   print('')
   io.stderr:write(message)
   print('')
   self:help(self.given)
   os.exit(1)
end

-- The text as a value of the type; reports a mistake when it is none.
local function convert(self, text, kind, what)
   if kind == 'number' then
      return tonumber(text) or self:error(('invalid type for %s (should be number)'):format(what))
   elseif kind and kind ~= 'string' then
      return self:error(('invalid type for %s (should be %s)'):format(what, kind))
   end
   return text
end

-- Take the option at position i of the command line; returns the number of words that it has.
local function read_option(self, params, arg, i)
   local option = self.options[arg[i]]
   local name = without_dashes(option.key)
   if option.type == 'boolean' then
      params[name] = not option.default
      return 1
   end
   local text = arg[i + 1] or self:error('missing argument for option ' .. option.key)
   params[name] = convert(self, text, option.type, 'option ' .. option.key)
   return 2
end

local function read_argument(self, params, text, position)
   local argument = self.arguments[position] or self:error('invalid argument: ' .. text)
   params[without_dashes(argument.key)] = convert(self, text, argument.type, 'argument ' .. argument.key)
end

--- The defaults of all options, as parse gives them.
function CmdLine:default()
   local params = {}
   for key, option in pairs(self.options) do
      params[without_dashes(key)] = option.default
   end
   return params
end

--- Read the command line. Mistakes end the process with a message and the help, -h or --help with the help alone.
-- @param arg the words, as in the global arg
-- @return values of options and arguments by their names without dashes
function CmdLine:parse(arg)
   self.given = arg
   local params, position, i = self:default(), 0, 1
   while i <= #arg do
      if HELP[arg[i]] then
         self:help(arg)
         os.exit(0)
      elseif self.options[arg[i]] then
         i = i + read_option(self, params, arg, i)
      else
         position, i = position + 1, i + 1
         read_argument(self, params, arg[i - 1], position)
      end
   end
   if position ~= #self.arguments then
      self:error('not enough arguments')
   end
   return params
end

-- ---- help -----------------------------------------------------------------------------------------------------------------

local function shown_key(line)
   return line.default ~= nil and line.key or '<' .. without_dashes(line.key) .. '>'
end

local function help_line(line, width)
   if type(line) == 'string' then
      return line
   end
   local key = shown_key(line)
   local text = '  ' .. key .. (' '):rep(width - #key)
   if line.help then
      text = text .. ' ' .. line.help
   end
   return line.default ~= nil and text .. ' [' .. tostring(line.default) .. ']' or text
end

--- Print how the script is called and what its options and arguments are.
function CmdLine:help(arg)
   local words = { 'Usage:' }
   if arg then
      words[2] = arg[0]
   end
   words[#words + 1] = '[options]'
   for _, argument in ipairs(self.arguments) do
      words[#words + 1] = shown_key(argument)
   end
   local width = 0
   for _, line in ipairs(self.helplines) do
      width = type(line) == 'table' and math.max(width, #shown_key(line)) or width
   end
   io.write(table.concat(words, ' '), ' \n')
   for _, line in ipairs(self.helplines) do
      io.write(help_line(line, width), '\n')
   end
end

-- ---- a name made of the parameters ------------------------------------------------------------------------------------------

local function position_of(self, name)
   for position, argument in ipairs(self.arguments) do
      if without_dashes(argument.key) == name then
         return position
      end
   end
end

local function option_of(self, name)
   return self.options['-' .. name] or self.options['--' .. name] or self.options[name]
end

--- A name that tells the arguments and the options which differ from their defaults: 'run,layers=3,size=20'.
-- @param prefix what it begins with
-- @param params as parse gave them
-- @param ignore names to leave out: { name = true }; with false even a default is told
function CmdLine:string(prefix, params, ignore)
   check_text('string', prefix)
   if type(params) ~= 'table' then
      blame("bad argument #2 to 'string' (table of parameters expected, got %s)", torch.type(params))
   end
   ignore = ignore or {}
   local arguments, options = {}, {}
   for name, value in pairs(params) do
      local option, position = option_of(self, name), position_of(self, name)
      local text = type(value) == 'boolean' and (value and 't' or 'f') or tostring(value)
      text = name .. self.keyseparator .. text
      if ignore[name] then
         print('-- ignore option ' .. name)
      elseif position then
         arguments[position] = text
      elseif not option then
         print('WARNING: unknown option/argument: ' .. name .. ' IGNORING for DIRECTORY NAME')
      elseif value ~= option.default or ignore[name] == false then
         table.insert(options, text)
      end
   end
   table.sort(options)
   local parts = { prefix ~= '' and prefix or nil }
   for position = 1, #self.arguments do
      table.insert(parts, arguments[position])
   end
   for _, text in ipairs(options) do
      table.insert(parts, text)
   end
   return table.concat(parts, self.argseparator)
end

-- ---- log ------------------------------------------------------------------------------------------------------------------

--- From now on the log alone gets what is printed.
function CmdLine:silent()
   self.silentio = true
end

--- Begin each line of the log with the time.
-- @param name shown in brackets behind the time
-- @param format as os.date takes it
function CmdLine:addTime(name, format)
   check_text('addTime', name or '')
   format = format or '%Y-%m-%d %H:%M:%S'
   if type(format) ~= 'string' then
      blame('the format of the time has to be a string')
   end
   self.dateformat = format .. (name and '[' .. name .. ']: ' or '')
end

local print_alone -- the global print before any log

--- Write what is printed to a file as well, after a header with the date and the parameters.
-- @param file Lua file, or name of one that is made
-- @param params values by name for the header
function CmdLine:log(file, params)
   local output = io.type(file) == 'file' and file or assert(io.open(file, 'w'))
   print_alone = print_alone or print
   rawset(_G, 'print', function(...)
      if not self.silentio then
         print_alone(...)
      end
      local words = {}
      for i = 1, select('#', ...) do
         words[i] = tostring((select(i, ...)))
      end
      if self.dateformat then
         table.insert(words, 1, os.date(self.dateformat))
      end
      output:write(table.concat(words, ' '), '\n')
      output:flush()
   end)
   print('[program started on ' .. os.date() .. ']')
   print('[command line arguments]')
   for name, value in pairs(params or {}) do
      print(name, value)
   end
   print('[----------------------]')
end

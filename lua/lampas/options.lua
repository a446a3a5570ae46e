--- The options that every benchmark script takes.
local argparse = require 'argparse'
local formats = require 'lampas.formats'
local rivals = require 'lampas.rivals'

local options = {}

-- Converters name the option and what came, since the parser's own messages leave one of them out.
--- A converter of numbers above 0.
-- @param option its name, for messages
function options.positive(option)
   return function(text)
      local number = tonumber(text)
      if not number or number ~= number or number <= 0 or number == math.huge then
         return nil, ("%s: '%s' is not a number above 0"):format(option, text)
      end
      return number
   end
end

--- A converter of whole numbers.
function options.count(option)
   return function(text)
      local number = tonumber(text)
      if not number or number < 1 or number > 1024 or number % 1 ~= 0 then
         return nil, ("%s: '%s' is not a whole number from 1 to 1024"):format(option, text)
      end
      return number
   end
end

--- A converter of one of some words.
function options.one_of(option, values)
   return function(text)
      for _, value in ipairs(values) do
         if text == value then
            return value
         end
      end
      return nil, ("%s: '%s' is not one of %s"):format(option, text, table.concat(values, ', '))
   end
end

local function list_of(option, values)
   return function(text)
      local list = {}
      for word in text:gmatch('[^,]+') do
         local value, message = options.one_of(option, values)(word)
         if not value then
            return nil, message
         end
         list[#list + 1] = value
      end
      return #list > 0 and list or nil, ('%s: no name is given'):format(option)
   end
end

-- Thread counts, each once, in the order given.
local function counts(option)
   return function(text)
      local list, seen = {}, {}
      for word in (text .. ','):gmatch('(.-),') do
         local number, message = options.count(option)(word)
         if not number then
            return nil, message
         end
         list[#list + 1], seen[number] = not seen[number] and number or nil, true
      end
      return list
   end
end

--- A converter of names of files.
function options.file(option)
   return function(text)
      if text == '' then
         return nil, option .. ": the file's name is empty"
      end
      return text
   end
end

--- Gives a parser, or a command of one, a suite's options.
-- @param p what argparse makes
-- @return the same
function options.define(p, suite)
   p:description(suite.description)
      :epilog('Exit code: 0 when every row passed its check, 1 when one did not, is slower than what it is compared\n'
         .. 'with, or a file could not be written, 2 for a wrong option.')
      :help_max_width(110)
   local function option(name, argument, converter, description)
      return p:option(name, description):argname('<' .. argument .. '>'):convert(converter)
   end
   if suite.published then
      option('--mode', 'steady|seed', options.one_of('--mode', { 'steady', 'seed' }),
         'steady: warm-up, then the median of many samples. seed: the protocol of the published Torch column '
         .. '(double, 10 iterations, its warm-up or none, mean).'):default 'steady'
      option('--machine', 'E3|E5', options.one_of('--machine', { 'E3', 'E5' }), 'The published machine whose columns stand beside ours.')
         :default 'E3'
   end
   option('--type', 'float|double', options.one_of('--type', { 'float', 'double' }),
      ('Element type (default: %s%s).'):format(table.concat(suite.types, ' and '), suite.published and '; in mode seed always double' or ''))
   option('--threads', 'n,...', counts '--threads', 'Number of threads; several, such as 1,2,4, time each row with each and tell speed-up and '
      .. 'efficiency (default: what torch.getnumthreads() tells).')
   option('--filter', 'pattern', function(text) return text end,
      'Only rows whose id or label contains this, or with = before it, is this; * stands for anything, commas separate alternatives, '
      .. ('for example %s (default: all rows).'):format(suite.example))
   option('--time', 'seconds', options.positive '--time',
      ('Time to measure a row for%s (default: %g, with --quick %g).'):format(suite.published and ', in mode steady' or '', suite.time,
         suite.quick))
   p:flag('--quick', 'Less time a row and fewer entries checked (default: off).')
   p:flag('--list', 'Print the rows and leave (default: off).')
   if suite.layers then
      p:flag('--parts', 'After each backward row its parts: the gradient of the input, those of the parameters (default: off).')
      p:flag('--cold', 'Inputs come from memory: each call takes another copy, more of them than the caches hold (default: off).')
   end
   for _, own in ipairs(suite.flags or {}) do
      p:flag('--' .. own[1], own[2] .. ' (default: off).')
   end
   if suite.layers then
      option('--against', 'way', options.file '--against', 'Each row in turn with itself in another way: threads=n, float, double, an '
         .. 'instruction-set level (v2, v3, v4), or another build by its folder (default: none).')
   end
   if suite.rivals then
      option('--rivals', 'names', list_of('--rivals', rivals.names),
         ('Other libraries to time in turn with ours%s, as far as they are here (see make rivals): %s (default: none).'):format(
            suite.published and ', in mode steady' or '', table.concat(rivals.names, ', ')))
   end
   option('--save', 'file', options.file '--save', 'Keep this run as a baseline, each row timed twice (default: none); the file is what '
      .. '--json writes.')
   option('--compare', 'file', options.file '--compare', 'Set each row beside that of a run that was kept (default: none).')
   option('--threshold', 'percent', options.positive '--threshold',
      'With --compare' .. (suite.layers and ' or --against, a change up to this, or beside another run or process' or ', a change up to this, or')
         .. ' up to the noise floor if that is larger, is none.'):default '3'
   for _, format in ipairs(formats.names) do
      option('--' .. format, 'file', options.file('--' .. format), ('Also write %s (default: none).'):format(formats.about[format]))
   end
   p:argument('stray'):args('*'):hidden(true)
   return p
end

local function parser(suite)
   return options.define(argparse('luajit bench/' .. suite.script .. '.lua'), suite)
end

--- What the parser cannot see by itself: how options depend on each other, and what follows from them.
-- @param parsed what a parser with a suite's options gives
-- @return as `parse`
function options.complete(parsed, suite)
   if parsed.stray[1] then
      return nil, ("unexpected argument '%s'"):format(parsed.stray[1])
   end
   if parsed.mode == 'seed' and parsed.type == 'float' then
      return nil, '--mode seed is double: the published Torch column is; drop --type float'
   end
   if parsed.mode == 'seed' and parsed.rivals then
      return nil, '--mode seed times no --rivals: their protocol is the steady one'
   end
   if parsed.mode == 'seed' and (parsed.parts or parsed.cold) then
      return nil, ('--mode seed has no --%s: the published protocol has not'):format(parsed.parts and 'parts' or 'cold')
   end
   if parsed.against and (parsed.mode == 'seed' or parsed.cold) then
      return nil, ('--against is not for %s'):format(parsed.cold and '--cold' or '--mode seed')
   end
   parsed.mode = parsed.mode or 'steady'
   parsed.types = parsed.type and { parsed.type } or parsed.mode == 'seed' and { 'double' } or suite.types
   parsed.time = parsed.time or (parsed.quick and suite.quick or suite.time)
   return parsed
end

--- Reads a script's arguments. `--help` prints the help and ends the process.
-- @param suite what the script runs (lampas.command)
-- @param arguments a list of strings
-- @return { mode, types (list of 'float', 'double'), threads (list of numbers; nil: as it is), filter, machine (of suites beside published
--    columns), time (seconds), quick, list, parts, cold, save, compare,
--    threshold (percent), against, rivals, markdown, csv,
--    html, json, and the suite's own flags }; or nil and a one-line message
function options.parse(suite, arguments)
   local ok, parsed = parser(suite):pparse(arguments)
   if not ok then
      return nil, (parsed:gsub('%s*\n%s*', ' '))
   end
   return options.complete(parsed, suite)
end

--- The help text of a script.
function options.help(suite)
   return parser(suite):get_help()
end

-- One alternative of a filter as a Lua pattern: only * is special.
local function as_pattern(glob)
   return (glob:lower():gsub('[%^%$%(%)%%%.%[%]%+%-%?]', '%%%0'):gsub('%*', '.*'))
end

--- Whether a filter lets a row through.
-- @param filter as given to --filter; nil lets everything through
-- @param texts the texts it is looked for in, upper and lower case being the same
function options.matches(filter, texts)
   if not filter then
      return true
   end
   for alternative in (filter .. ','):gmatch('(.-),') do
      local whole, rest = alternative:match('^(=?)(.*)$')
      local pattern = whole == '=' and '^' .. as_pattern(rest) .. '$' or as_pattern(alternative)
      for _, text in ipairs(texts) do
         if alternative ~= '' and text:lower():find(pattern) then
            return true
         end
      end
   end
   return false
end

return options

--- The command `lampas`: subcommands over the suites, over the files that runs were kept in, over models and this machine.
local argparse = require 'argparse'
local actions = require 'lampas.actions'
local formats = require 'lampas.formats'
local options = require 'lampas.options'
local suites = require 'lampas.suites'

local main = {}

local function option(p, name, argument, converter, description)
   return p:option(name, description):argname('<' .. argument .. '>'):convert(converter)
end

local function file(p, name, description)
   return option(p, name, 'file', options.file(name), description .. ' (default: none).')
end

local function with_filter(p)
   option(p, '--filter', 'pattern', function(text) return text end,
      'Only rows whose id or label contains this; * and commas as in run (default: all rows).')
   return p
end

local function with_formats(p)
   for _, format in ipairs { 'markdown', 'csv', 'html' } do
      file(p, '--' .. format, 'Write ' .. formats.about[format])
   end
   return p
end

local function with_threads(p)
   option(p, '--threads', 'n', options.count '--threads', 'Number of threads (default: what torch.getnumthreads() tells).')
   return p
end

local function define_run(p)
   local command = p:command('run', 'Time the rows of a suite, each checked first.')
   command:command_target 'suite'
   command:require_command(true)
   for _, name in ipairs(suites.names) do
      local own = options.define(command:command(name), suites.find(name))
      own:summary(suites.about[name] .. '.')
   end
end

local function define_files(p)
   local report = with_formats(with_filter(p:command('report', 'Print a run that --json or --save wrote, or write it in another format.')))
   report:argument('file', 'What --json or --save wrote.')
   local compare = with_formats(with_filter(p:command('compare', 'Set a run beside an earlier one; exit code 1 when a row is slower.')))
   compare:argument('base', 'The earlier run.')
   compare:argument('new', 'The later run.')
   option(compare, '--threshold', 'percent', options.positive '--threshold',
      'A change up to this, or up to the noise floor if that is larger, is none.'):default '3'
   local merge = p:command('merge', 'Print runs of several machines side by side, rows by what was run.')
   merge:argument('files', 'What --json or --save wrote.'):args '2+'
   file(merge, '--markdown', 'Write the table in Markdown to this file too')
   file(merge, '--html', 'Write one page to this file too: the machines, the table, how fast each is beside the first')
end

local function define_profile(p)
   local profile = with_threads(p:command('profile', 'Where the time of a model goes, layer by layer.'))
   profile:argument('model', 'A model that torch.save wrote.'):args '?'
   option(profile, '--input', 'sizes', actions.sizes, 'Sizes of the input, such as 8x3x224x224 (default: those of --network).')
   option(profile, '--network', 'name', options.one_of('--network', actions.networks()),
      ('One of the networks at hand in place of a file: %s (default: none).'):format(table.concat(actions.networks(), ', ')))
   option(profile, '--type', 'float|double', options.one_of('--type', { 'float', 'double' }),
      'Element type (default: the model\'s; of --network float).')
   option(profile, '--time', 'seconds', options.positive '--time', 'Time to measure for.'):default '2'
end

local function parser()
   local p = argparse('lampas', 'Times layers of neural networks, checks each result first, and says how near the machine\'s limit it came.')
      :help_max_width(110)
      :command_target 'command'
      :require_command(true)
      :epilog 'Each command has a --help of its own.'
   define_run(p)
   local list = with_filter(p:command('list', 'Print the suites, or the rows of one.'))
   list:argument('suite', 'A suite (default: their list).'):args('?'):choices(suites.names)
   define_files(p)
   define_profile(p)
   with_threads(p:command('env', 'What this machine is, and what it can do at most.'))
   p:add_complete_command 'completion'
   return p
end

--- Runs the command.
-- @param arguments a list of strings
-- @return the exit code: 0, 1 when a row was wrong, failed or is slower than what it is compared with, or a file could not be read or
--    written, 2 for a wrong option
function main.run(arguments)
   local ok, parsed = parser():pparse(arguments)
   if not ok then
      io.stderr:write('lampas: ', (parsed:gsub('%s*\n%s*', ' ')), '\n')
      return 2
   end
   local code, message = actions[parsed.command](parsed)
   if message then
      io.stderr:write(('lampas %s: %s\n'):format(parsed.command, message))
   end
   return code
end

return main

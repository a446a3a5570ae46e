--- What the subcommands of `lampas` (lampas.main) do. Each takes the parsed options and gives the exit code, and a message of what went
-- wrong.
local baseline = require 'lampas.baseline'
local command = require 'lampas.command'
local document = require 'lampas.document'
local files = require 'lampas.files'
local networks = require 'lampas.networks'
local options = require 'lampas.options'
local replay = require 'lampas.replay'
local suites = require 'lampas.suites'

local actions = {}

function actions.run(parsed)
   local suite = suites.find(parsed.suite)
   local complete, message = options.complete(parsed, suite)
   if not complete then
      return 2, message
   end
   return command.execute(suite, complete)
end

function actions.list(parsed)
   if parsed.suite then
      local suite = suites.find(parsed.suite)
      return command.execute(suite, options.complete({ filter = parsed.filter, list = true, machine = 'E3', stray = {} }, suite))
   end
   for _, name in ipairs(suites.names) do
      print(('%-12s %s'):format(name, suites.about[name]))
   end
   return 0
end

-- Prints a run, and writes the files asked for; gives an exit code and a message, and whether a row is slower.
local function show(run, parsed)
   if parsed.filter then
      replay.filter(run, parsed.filter)
   end
   if #run.rows == 0 then
      return 2, ("--filter: no row contains '%s'"):format(parsed.filter or '')
   end
   local slower = replay.print(run)
   local ok, message = replay.write(run, parsed)
   return ok and 0 or 1, message, slower
end

function actions.report(parsed)
   local run, message = document.load(parsed.file)
   if not run then
      return 1, message
   end
   local code
   code, message = show(run, parsed)
   return code, message
end

function actions.compare(parsed)
   local before, problem = baseline.load(parsed.base)
   local run, message = document.load(parsed.new)
   if not before or not run then
      return 1, problem or message
   end
   replay.compare(run, before, parsed.threshold / 100)
   local code, slower
   code, message, slower = show(run, parsed)
   return slower and math.max(code, 1) or code, message
end

function actions.merge(parsed)
   local merge, documents = require 'lampas.merge', {}
   for i, path in ipairs(parsed.files) do
      local message
      documents[i], message = merge.load(path)
      if not documents[i] then
         return 1, message
      end
   end
   local merged = merge.tables(documents)
   io.write(merge.text(merged))
   for _, format in ipairs { 'markdown', 'html' } do
      local ok, message = true, nil
      if parsed[format] then
         ok, message = files.write(parsed[format], merge[format](merged))
      end
      if not ok then
         return 1, message
      end
   end
   return 0
end

--- The names of the networks at hand.
function actions.networks()
   local names = {}
   for i, network in ipairs(networks) do
      names[i] = network.name
   end
   return names
end

--- Reads sizes such as 8x3x224x224: a list of numbers, or nil and a message.
function actions.sizes(text)
   local sizes = {}
   for word in (text .. 'x'):gmatch('(.-)x') do
      local size = word:match('^%d+$') and tonumber(word)
      if not size or size < 1 then
         return nil, ("--input: '%s' is not sizes such as 8x3x224x224"):format(text)
      end
      sizes[#sizes + 1] = size
   end
   return sizes
end

-- The model asked for and the sizes of its input; nil and a message.
local function model_of(parsed)
   local torch, nn = require 'torch', require 'nn'
   if (parsed.model == nil) == (parsed.network == nil) then
      return nil, 'either a file or --network is expected'
   elseif parsed.network then
      for _, network in ipairs(networks) do
         if network.name == parsed.network then
            return network.new():type(parsed.type == 'double' and 'torch.DoubleTensor' or 'torch.FloatTensor'), parsed.input or network.input
         end
      end
   elseif not parsed.input then
      return nil, '--input is missing: the sizes of what the model takes'
   end
   local ok, model = pcall(torch.load, parsed.model)
   if not ok then
      return nil, ('cannot load %s: %s'):format(parsed.model, (tostring(model):match('[^\n]*')))
   elseif not torch.isTypeOf(model, nn.Module) then
      return nil, ('%s holds no module of nn but %s'):format(parsed.model, torch.type(model))
   elseif parsed.type then
      model:type(parsed.type == 'float' and 'torch.FloatTensor' or 'torch.DoubleTensor')
   end
   return model, parsed.input
end

local function set_threads(parsed)
   if parsed.threads then
      require('lampas.library').engine.lampas_threads_set(parsed.threads)
   end
end

-- The lines on the machine, without what is said of a run.
local function machine_lines()
   local machine, report = require 'lampas.machine', require 'lampas.report'
   return table.concat(report.header(machine.describe(), machine.limits(), { script = '', mode = 'steady' }), '\n', 2)
end

function actions.profile(parsed)
   set_threads(parsed)
   local model, sizes = model_of(parsed)
   if not model then
      return 2, sizes
   end
   local torch, profile = require 'torch', require 'lampas.profile'
   local input = torch.Tensor(torch.LongStorage(sizes)):uniform(0, 1):type(model:type())
   local ok, result = pcall(profile.run, model, input, { seconds = parsed.time })
   if not ok then
      return 1, (tostring(result):match('[^\n]*'))
   end
   print(machine_lines() .. '\n')
   profile.print(result)
   return 0
end

function actions.env(parsed)
   set_threads(parsed)
   print(machine_lines())
   return 0
end

return actions

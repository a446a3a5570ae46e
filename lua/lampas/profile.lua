--- Where a model's time goes: each layer's share of forward and backward, beside what the machine could do.
--
--    local profile = require 'lampas.profile'
--    profile.print(profile.run(model, input))
--
-- The layers are the modules that hold no others. Their methods are wrapped while the model runs, and put back.
local torch = require 'torch'
local clock = require 'lampas.clock'
local instance = require 'lampas.instance'
local machine = require 'lampas.machine'
local runner = require 'lampas.runner'
local statistics = require 'lampas.statistics'
local text = require 'lampas.text'

local profile = {}

local WARM_UP, SECONDS, ROUNDS = 2, 2, 5

-- Calls visit(module, path) for every module without children, '2.1' being the first child of the second.
local function each_leaf(module, path, visit)
   if not module.modules or #module.modules == 0 then
      visit(module, path)
      return
   end
   for i, child in ipairs(module.modules) do
      each_leaf(child, path == '' and tostring(i) or path .. '.' .. i, visit)
   end
end

local FORWARD, BACKWARD = { 'updateOutput' }, { 'backward', 'updateGradInput', 'accGradParameters' }

-- Wraps methods of a layer: the time of the outermost call among them is added to layer.now[key], its arguments are kept.
local function wrap(layer, methods, key)
   local module, inside = layer.module, false
   for _, name in ipairs(methods) do
      local method = module[name]
      layer.own[name] = rawget(module, name) or false
      rawset(module, name, function(self, input, gradOutput, ...)
         if inside then
            return method(self, input, gradOutput, ...)
         end
         inside = true
         layer.input, layer.gradOutput = input, gradOutput or layer.gradOutput
         local start = clock.seconds()
         local result = method(self, input, gradOutput, ...)
         layer.now[key] = layer.now[key] + clock.seconds() - start
         inside = false
         return result
      end)
   end
end

local function unwrap(layer)
   for name, own in pairs(layer.own) do
      rawset(layer.module, name, own or nil)
   end
end

local function layers_of(model)
   local layers, seen = {}, {}
   each_leaf(model, '', function(module, path)
      if seen[module] then -- the same module again: its time is one
         seen[module].path = seen[module].path .. ', ' .. path
         return
      end
      local layer = { module = module, path = path, own = {}, now = { forward = 0, backward = 0 }, rounds = { forward = {}, backward = {} } }
      layer.name = tostring(module):match('[^\n]*')
      seen[module], layers[#layers + 1] = layer, layer
   end)
   return layers
end

-- One pass; gives the seconds of each direction, and every layer its own.
local function round(model, input, gradOutput, layers, keep)
   for _, layer in ipairs(layers) do
      layer.now.forward, layer.now.backward = 0, 0
   end
   local start = clock.seconds()
   model:forward(input)
   local middle = clock.seconds()
   model:backward(input, gradOutput)
   local stop = clock.seconds()
   if keep then
      for _, layer in ipairs(layers) do
         for key, list in pairs(layer.rounds) do
            list[#list + 1] = layer.now[key]
         end
      end
   end
   return middle - start, stop - middle
end

local function gradient_of(output)
   if torch.isTensor(output) then
      return output.new():resizeAs(output):uniform(-1, 1)
   end
   local list = {}
   for key, one in pairs(output) do
      list[key] = gradient_of(one)
   end
   return list
end

-- The layer's median time and the share of the machine's limit in one direction.
local function figures(layer, key, limits)
   local seconds = statistics.median(layer.rounds[key])
   if not layer.input then
      return seconds
   end
   local ok, cost = pcall(runner.cost, instance.wrap(layer.module, layer.input, nil, layer.gradOutput), key)
   local least, bound
   if ok then
      least, bound = machine.bound(limits, layer.type, cost.flops, cost.bytes)
   end
   return seconds, least and least / seconds or nil, bound
end

--- Runs a model and takes the time of each of its layers.
-- @param model a module of nn, of the input's type
-- @param input what it takes: a FloatTensor or DoubleTensor, or a table
-- @param options optional { seconds = time to measure for (default 2), gradOutput = default: random numbers }
-- @return { forward, backward (seconds of whole passes, medians), rounds, layers = list of { path, name, type, output (its sizes),
--    forward, backward (seconds), forward_limit, backward_limit (shares, nil where nothing bounds it), forward_bound, backward_bound } }
function profile.run(model, input, options)
   options = options or {}
   local layers, limits, element = layers_of(model), machine.limits(), model:type() == 'torch.FloatTensor' and 'float' or 'double'
   for _, layer in ipairs(layers) do
      layer.type = element
      wrap(layer, FORWARD, 'forward')
      wrap(layer, BACKWARD, 'backward')
   end
   local forward, backward = {}, {}
   local ok, problem = xpcall(function()
      model:forward(input)
      local gradOutput = options.gradOutput or gradient_of(model.output)
      local stop
      for i = 1, math.huge do
         local f, b = round(model, input, gradOutput, layers, i > WARM_UP)
         if i > WARM_UP then
            stop = stop or clock.seconds() + (options.seconds or SECONDS)
            forward[#forward + 1], backward[#backward + 1] = f, b
         end
         if #forward >= ROUNDS and clock.seconds() >= stop then
            break
         end
      end
   end, debug.traceback)
   for _, layer in ipairs(layers) do
      unwrap(layer)
   end
   if not ok then
      error(problem, 0)
   end
   local result = { forward = statistics.median(forward), backward = statistics.median(backward), rounds = #forward, layers = {} }
   for i, layer in ipairs(layers) do
      local row = { path = layer.path, name = layer.name, type = element }
      row.output = torch.isTensor(layer.module.output) and table.concat(layer.module.output:size():totable(), 'x') or ''
      row.forward, row.forward_limit, row.forward_bound = figures(layer, 'forward', limits)
      row.backward, row.backward_limit, row.backward_bound = figures(layer, 'backward', limits)
      result.layers[i] = row
   end
   return result
end

local function percent(share)
   return share and ('%.0f%%'):format(100 * share) or ''
end

--- The profile as a table of text.
-- @return a list of lines
function profile.lines(result)
   local rows = { { '#', 'Layer', 'Output', 'fwd ms', 'share', 'limit', 'bwd ms', 'share', 'limit' } }
   for _, layer in ipairs(result.layers) do
      rows[#rows + 1] = {
         layer.path, layer.name, layer.output, text.number(layer.forward * 1e3), percent(layer.forward / result.forward),
         percent(layer.forward_limit), text.number(layer.backward * 1e3), percent(layer.backward / result.backward), percent(layer.backward_limit),
      }
   end
   rows[#rows + 1] = { '', 'whole passes', '', text.number(result.forward * 1e3), '', '', text.number(result.backward * 1e3), '', '' }
   local widths, lines = {}, {}
   for _, row in ipairs(rows) do
      for i, cell in ipairs(row) do
         widths[i] = math.max(widths[i] or 0, text.width(cell))
      end
   end
   for i, row in ipairs(rows) do
      local cells = {}
      for c, cell in ipairs(row) do
         cells[c] = text.pad(cell, widths[c], c > 3 and 'right' or 'left')
      end
      lines[i] = (table.concat(cells, '  '):gsub('%s+$', ''))
   end
   return lines
end

--- Prints a profile.
function profile.print(result)
   print(table.concat(profile.lines(result), '\n'))
end

return profile

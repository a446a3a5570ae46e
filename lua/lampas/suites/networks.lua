--- The suite of whole networks (lampas.networks): forward and backward, and with --layers what each layer takes.
local networks = require 'lampas.networks'

local function rows()
   local list = {}
   for _, network in ipairs(networks) do
      local size = table.concat(network.input, 'x')
      for _, method in ipairs { 'forward', 'backward' } do
         list[#list + 1] = {
            row_id = ('%s-%s'):format(network.name:lower(), method), network = network, method = method, model = network.name,
            parameter = size, heading = 'networks', label = ('%s %s %s (%s)'):format(network.name, method, size, network.about),
         }
      end
   end
   return list
end

-- The least times of the layers, one after the other, over ours; layers that move no data take none.
local function add_limit(result, layers, method)
   local least = 0
   for _, layer in ipairs(layers) do
      least = least + (layer[method .. '_limit'] or 0) * layer[method]
   end
   result.limit_share, result.bound = least / (result.ms / 1e3), 'the layers'
end

local function measure(row, type, settings)
   local torch, instance, profile, runner = require 'torch', require 'lampas.instance', require 'lampas.profile', require 'lampas.runner'
   torch.manualSeed(100)
   local self = instance.new({
      new = row.network.new, input = { size = row.network.input, values = { 'uniform', 0, 1 } }, gradOutput = { values = { 'uniform', -1, 1 } },
   }, type, 'steady')
   instance.operation(self, 'forward')()
   instance.prepare(self)
   local operation = instance.operation(self, row.method)
   operation()
   local output = self.module.output
   local result = { type = type, method = row.method, status = output:sum() == output:sum() and 'unchecked' or 'wrong' }
   runner.time(result, operation, settings)
   local layers = profile.run(self.module, self.input, { seconds = settings.time, gradOutput = self.gradOutput })
   add_limit(result, layers.layers, row.method)
   if settings.parsed.layers and row.method == 'backward' then
      result.details = profile.lines(layers)
   end
   result.layers = layers.layers
   return result
end

return {
   script = 'networks', types = { 'float' }, time = 2, quick = 0.2, example = 'vgg*backward',
   description = 'Times whole networks, forward and backward.',
   flags = { { 'layers', 'Print below each network what its layers take' } },
   columns = {
      heads = { 'Network', 'Method', 'Input' },
      explanations = {
         'Limit: here the least times of all layers, one after the other, over ours. Check: the layers are checked one by one in other scripts.',
      },
   },
   rows = rows,
   run = function(row, type, settings) return require('lampas.runner').guard(row, type, settings, measure) end,
   summary = function(results) return require('lampas.report').summary(results) end,
}

-- loss = -sum of weight[t] * x[b][t] over the batch, t being b's target; divided by the sum of weight[t] when averaging.
local reference = require 'lampas.reference'

local read = reference.read

local ClassNLLCriterion = {}

function ClassNLLCriterion.geometry(module, size)
   return {
      size = size, batch = #size == 2 and size[1] or 1, classes = size[#size], average = module.sizeAverage ~= false,
      ignore = module.ignoreIndex,
   }
end

-- Forward reads and writes next to nothing: two numbers a row. Backward fills the gradient.
function ClassNLLCriterion.cost(g, bytes)
   return { forward = { bytes = bytes * 2 * g.batch }, backward = { bytes = bytes * g.batch * g.classes } }
end

-- Class (from 1) and weight of every row, and the weights' sum.
local function rows(g, module, target)
   local list, total = {}, 0
   for b = 0, g.batch - 1 do
      local class = type(target) == 'number' and target or tonumber(target:data()[b])
      local weight = module.weights and tonumber(module.weights:data()[class - 1]) or 1
      if class == g.ignore then
         weight = 0
      end
      list[b] = { class = class, weight = weight }
      total = total + weight
   end
   return list, total
end

function ClassNLLCriterion.forward(g, module, input, target)
   local x = read(input)
   local list, total = rows(g, module, target)
   local function fill(_, _, values)
      local sum = 0
      for b = 0, g.batch - 1 do
         if list[b].weight ~= 0 then
            sum = sum - list[b].weight * x[b * g.classes + list[b].class - 1]
         end
      end
      values[0] = g.average and total ~= 0 and sum / total or sum
   end
   return { reference.array('output', module.output, {}, g.batch, fill) }
end

function ClassNLLCriterion.backward(g, module, _, target)
   local list, total = rows(g, module, target)
   local divisor = g.average and total ~= 0 and total or 1
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local c = indices[entry] % g.classes
         local row = list[(indices[entry] - c) / g.classes]
         values[entry] = c == row.class - 1 and -row.weight / divisor or 0
      end
   end
   return { reference.array('gradInput', module.gradInput, g.size, 1, fill) }
end

return ClassNLLCriterion

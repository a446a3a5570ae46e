--- The suite of tensor operations (lampas.operations): 10 to ten million elements, contiguous and transposed operands.
local operations = require 'lampas.operations'

-- Rows and columns of the matrices.
local SIZES = { { 2, 5 }, { 25, 40 }, { 250, 400 }, { 2500, 4000 } }
local SEED = 1234

local function rows()
   local list = {}
   for _, operation in ipairs(operations) do
      for _, size in ipairs(SIZES) do
         for _, layout in ipairs { 'contiguous', 'transposed' } do
            local elements = ('%d'):format(size[1] * size[2])
            list[#list + 1] = {
               row_id = ('%s-%s-%s'):format(operation.name:gsub(' ', '-'), elements, layout), operation = operation, size = size,
               layout = layout, model = operation.name, method = layout, parameter = elements, heading = operation.name,
               label = ('%s, %s, %s elements'):format(operation.call, layout, elements),
            }
         end
      end
   end
   return list
end

-- The operands of a row.
local function prepare(row, type)
   local torch = require 'torch'
   local operation, m, n = row.operation, row.size[1], row.size[2]
   local o = { torch = torch, new = torch[type == 'float' and 'FloatTensor' or 'DoubleTensor'], seed = SEED }
   function o.arranged(tensor)
      return row.layout == 'transposed' and tensor:t():clone():t() or tensor
   end
   torch.manualSeed(SEED)
   for _, name in ipairs(operation.operands) do
      o[name] = o.arranged(o.new(m, n):uniform(0.1, 1.1))
   end
   if operation.more then
      operation.more(o, m, n)
   end
   if operation.result ~= false then
      o.r = operation.result and operation.result(o, m, n) or o.new(m, n)
      if #operation.operands == 0 then
         o.r = o.arranged(o.r)
      end
   end
   return o
end

local function verify(row, o, type, amount)
   local check, reference = require 'lampas.check', require 'lampas.reference'
   local operation, m, n = row.operation, row.size[1], row.size[2]
   o.torch.manualSeed(SEED)
   local actual = operation.run(o)
   local array = reference.array('result', actual, operation.size and operation.size(m, n, o) or { m, n },
      operation.terms and operation.terms(m, n) or 1, operation.want(o, m, n), { exact = operation.exact })
   return check.arrays({ array }, type, amount)
end

local function measure(row, type, settings)
   local check, runner = require 'lampas.check', require 'lampas.runner'
   local operation, o = row.operation, prepare(row, type)
   local verdict = verify(row, o, type, settings.quick and check.quick or check.thorough)
   local result = {
      type = type, status = verdict.ok and 'checked' or 'wrong', error = verdict.error, entries = verdict.entries, message = verdict.message,
      flops = operation.flops and operation.flops(row.size[1], row.size[2]), bytes = require('lampas.cost').bytes(o),
   }
   return runner.time(result, function() operation.run(o) end, settings)
end

local function run(row, type, settings)
   return require('lampas.runner').guard(row, type, settings, measure)
end

return {
   script = 'tensor', types = { 'float' }, time = 0.1, quick = 0.02, example = 'sum*transposed',
   description = 'Times operations on tensors of 10, 1000, 100000 and 10000000 elements, beside the limit of this machine.',
   columns = { heads = { 'Operation', 'Operands', 'Elements' }, unit = 'µs' },
   rows = rows, run = run,
   summary = function(results) return require('lampas.report').summary(results) end,
}

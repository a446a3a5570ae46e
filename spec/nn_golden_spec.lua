-- What a real Torch7 printed, drew and computed, recorded in spec/golden.
local tensors = require 'spec.support.tensors'
require 'nn'

local function read(name)
   local file = assert(io.open('spec/golden/' .. name))
   local text = file:read('*a')
   file:close()
   return text
end

local function each(text, pattern, run)
   for expression, wanted in text:gmatch(pattern) do
      if expression:find('nn.', 1, true) then
         it(expression, function()
            run(assert(loadstring('return ' .. expression)), wanted)
         end)
      end
   end
end

describe('as Torch prints:', function()
   each(read('printing.txt'), '\n> ([^\n]*)\n(.-)\n<', function(evaluate, wanted)
      assert.equal(wanted, tostring(evaluate()))
   end)
end)

describe('as Torch draws:', function()
   each(read('random.txt'), '\n([^\n]*) => ([^\n]*)', function(evaluate, wanted)
      torch.manualSeed(123)
      local drawn = evaluate()
      local values = {}
      for word in wanted:gmatch('%S+') do
         values[#values + 1] = tonumber(word)
      end
      local got = {}
      drawn:apply(function(value)
         got[#got + 1] = value
      end)
      assert.same(values, got)
   end)
end)

describe('as Torch computes:', function()
   for _, case in ipairs { { 'small-net.t7', 'binary' }, { 'small-net-ascii.t7', 'ascii' } } do
      it('the network in ' .. case[1], function()
         local file = torch.load('spec/golden/' .. case[1], case[2])
         assert.equal('nn.Sequential', torch.type(file.net))
         tensors.close(file.output, file.net:forward(file.input), 1e-5, 'output')
         tensors.close(file.output, torch.deserialize(torch.serialize(file.net)):forward(file.input), 1e-5, 'output of a copy')
      end)
   end
end)

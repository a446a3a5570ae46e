local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.Profile', function()
   local function printed(f)
      local lines, original = {}, print
      rawset(_G, 'print', function(text) lines[#lines + 1] = text end)
      local ok, message = pcall(f)
      rawset(_G, 'print', original)
      assert(ok, message)
      return lines
   end

   it('passes everything on, and prints times after every so many passes', function()
      local module, x, g = nn.Profile(nn.Linear(3, 4), 2), torch.randn(1, 3), torch.randn(1, 4)
      local lines = printed(function()
         for _ = 1, 5 do
            tensors.close(module:get(1):clone():forward(x), module:forward(x), 0, 'output')
            tensors.close(module:get(1):clone():backward(x, g), module:backward(x, g), 0, 'gradInput')
         end
      end)
      assert.equal(4, #lines)
      assert.matches('^nn%.Linear took %d+%.%d%d%d seconds for 2 forward passes$', lines[1])
      assert.matches('^nn%.Linear took %d+%.%d%d%d seconds for 2 backward passes$', lines[2])
      assert.equal(1, module.numFwds)
   end)

   it('has a name, and is cloned with its timer', function()
      local module = nn.Profile(nn.Tanh(), 1, 'first layer'):clone()
      local lines = printed(function() module:forward(torch.randn(2)) end)
      assert.matches('^first layer took', lines[1])
      assert.equal('torch.Timer', torch.type(module.timer))
      assert.equal(100, nn.Profile(nn.Tanh()).print_interval)
   end)
end)

local nn = require 'nn'

-- What is printed while f runs.
local function printed(f)
   local print, lines = _G.print, {}
   _G.print = function(...)
      local words = {}
      for i = 1, select('#', ...) do
         words[i] = tostring((select(i, ...)))
      end
      lines[#lines + 1] = table.concat(words, '\t') .. '\n'
   end
   local ok, message = pcall(f)
   _G.print = print
   assert(ok, message)
   return table.concat(lines)
end

describe('nn.PrintSize', function()
   it('prints sizes and passes the objects', function()
      local module, x, g = nn.PrintSize('here'), torch.randn(2, 3), torch.randn(2, 3)
      local output, gradInput
      local text = printed(function()
         output = module:forward(x)
         gradInput = module:backward(x, g)
      end)
      assert.is_true(rawequal(x, output))
      assert.is_true(rawequal(g, gradInput))
      assert.matches('here:input\n', text)
      assert.matches('here:gradOutput\n', text)
      assert.matches('2\n 3\n', text)
   end)

   it('takes tables and nothing at all', function()
      local module = nn.PrintSize()
      assert.matches('PrintSize:input\n', printed(function() module:forward { torch.randn(2) } end))
      assert.matches('PrintSize:gradOutput\n%s*missing size', printed(function() module:backward(torch.randn(2)) end))
   end)
end)

local tensors = require 'spec.support.tensors'
require 'nn'

local nan = 0 / 0

describe('nn.NaN', function()
   local function set_up()
      local linear = nn.Linear(3, 4)
      linear:zeroGradParameters()
      return nn.NaN(linear, 7), linear, torch.randn(2, 3), torch.randn(2, 4)
   end

   local function refused(what, f)
      tensors.refuses(('NaN found in %s of module :\nnn.NaN(7) @ nn.Linear(3 -> 4)'):format(what), f)
   end

   it('passes everything on while there is no NaN', function()
      local module, linear, x, g = set_up()
      local wanted = linear:clone()
      tensors.close(wanted:forward(x), module:forward(x), 0, 'output')
      tensors.close(wanted:backward(x, g), module:backward(x, g), 0, 'gradInput')
      tensors.close(wanted.gradWeight, linear.gradWeight, 0, 'gradWeight')
   end)

   it('raises an error at the first NaN, and says where it is', function()
      local module, linear, x, g = set_up()
      refused('input', function() module:forward(x:clone():fill(nan)) end)
      linear.bias:fill(nan)
      refused('parameters', function() module:forward(x) end)
      linear.bias:zero()
      module:forward(x)
      refused('gradOutput', function() module:backward(x, g:clone():fill(nan)) end)
      linear.gradBias[2] = nan
      refused('gradParameters', function() module:backward(x, g) end)
      linear.updateOutput = function() return torch.Tensor { 1, nan } end
      refused('output', function() module:forward(x) end)
      linear.updateGradInput = function() return { torch.Tensor(), { torch.Tensor { nan } } } end
      refused('gradInput', function() module:updateGradInput(x, g) end)
   end)

   it('does not take infinities for one', function()
      assert.is_false(nn.NaN(nn.Identity()):recursiveIsNaN { torch.Tensor { math.huge, -math.huge } })
      assert.is_true(nn.NaN(nn.Identity()):recursiveIsNaN { torch.Tensor { math.huge, nan } })
   end)

   it('counts its objects', function()
      local first = nn.NaN(nn.Identity()).id
      assert.equal(first + 1, nn.NaN(nn.Identity()).id)
      assert.equal(first + 2, nn.NaN.newId())
   end)
end)

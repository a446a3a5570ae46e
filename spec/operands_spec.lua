require 'torch'
local operands = require 'torch.operands'
local tensors = require 'spec.support.tensors'

local raw = operands.raw

describe('operands', function()
   it('gives a result its source\'s sizes', function()
      local x, r = torch.Tensor(2, 3), torch.Tensor()
      operands.like(r, x)
      assert.same({ 2, 3 }, r:size():totable())
      operands.likeButOne(raw(r), raw(x), 1, 7)
      assert.same({ 2, 7 }, r:size():totable())
   end)

   it('compares counts and sizes', function()
      local x, y, z = raw(torch.Tensor(2, 3)), raw(torch.Tensor(6)), raw(torch.Tensor(5))
      operands.paired('f', x, y)
      operands.sameSize('f', x, x)
      tensors.refuses("inconsistent tensor size, expected 2x3 and 5 to have the same number of elements in 'f'", function()
         operands.paired('f', x, z)
      end)
      tensors.refuses("inconsistent tensor sizes in 'f': 2x3 and 6", function()
         operands.sameSize('f', x, y)
      end)
      assert.equal('empty', operands.text(raw(torch.Tensor())))
   end)

   it('counts dimensions from 0, and refuses those that are not there', function()
      local x = torch.Tensor(2, 3)
      assert.equal(1, operands.dimension('f', raw(x), 2))
      for _, d in ipairs { 0, 3, -1, 1.5, 0 / 0, 1 / 0 } do
         tensors.refuses(("bad argument to 'f' (dimension %s out of range of 2D tensor)"):format(d), function()
            operands.dimension('f', raw(x), d)
         end)
      end
   end)

   it('copies a source that its result would overwrite', function()
      local x = torch.range(1, 4)
      assert.equal(x, operands.apart(torch.Tensor(4), x))
      assert.equal(x, operands.apart(torch.Tensor(), x))
      for _, r in ipairs { x, x:narrow(1, 2, 2), torch.Tensor(x:storage()) } do
         local source = operands.apart(r, x)
         assert.not_equal(x:storage(), source:storage())
         assert.same(x:totable(), source:totable())
      end
      assert.equal(x, operands.inPlaceOrApart(x, x))
      assert.not_equal(x, operands.inPlaceOrApart(x:narrow(1, 2, 2), x))
   end)

   it('raises what a kernel could not do', function()
      operands.done(0)
      tensors.refuses('not enough memory', function()
         operands.done(-1)
      end)
   end)
end)

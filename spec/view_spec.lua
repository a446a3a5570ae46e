require 'torch'
local types = require 'torch.types'

-- A tensor of type T with the values 1, 2, 3 … in row-major order.
local function counted(T, ...)
   local x = torch.getconstructortable(T.tensorName)(...)
   local data = x:data()
   for i = 0, x:nElement() - 1 do
      data[i] = i + 1
   end
   return x
end

for _, T in ipairs(types.all) do
   describe('views of ' .. T.tensorName, function()
      local x = counted(T, 2, 3)

      it('narrow, select, sub', function()
         assert.same({ { 2, 3 }, { 5, 6 } }, x:narrow(2, 2, 2):totable())
         assert.same({ 4, 5, 6 }, x:select(1, 2):totable())
         assert.same({ 3, 6 }, x:select(2, 3):totable())
         assert.equal(5, x:select(1, 2):select(1, 2))
         assert.same({ { 5, 6 } }, x:sub(2, 2, 2, 3):totable())
         assert.same({ { 2 }, { 5 } }, x:sub(1, -1, -2, -2):totable())
      end)

      it('transpose, t, permute, unfold', function()
         assert.same({ { 1, 4 }, { 2, 5 }, { 3, 6 } }, x:t():totable())
         assert.same(x:t():totable(), x:transpose(1, 2):totable())
         assert.same({ 4, 2, 3 }, counted(T, 2, 3, 4):permute(3, 1, 2):size():totable())
         assert.equal(counted(T, 2, 3, 4)[2][3][1], counted(T, 2, 3, 4):permute(3, 1, 2)[1][2][3])
         assert.same({ { 1, 2 }, { 3, 4 }, { 5, 6 } }, counted(T, 6):unfold(1, 2, 2):totable())
         assert.same({ { 1, 2, 3 }, { 2, 3, 4 } }, counted(T, 4):unfold(1, 3, 1):totable())
      end)

      it('view, viewAs, expand, expandAs, squeeze', function()
         assert.same({ { 1, 2 }, { 3, 4 }, { 5, 6 } }, x:view(3, 2):totable())
         assert.same({ { 1, 2 }, { 3, 4 }, { 5, 6 } }, x:view(-1, 2):totable())
         assert.same({ 6 }, x:view(torch.LongStorage { 6 }):size():totable())
         assert.same({ 3, 2 }, x:viewAs(torch.Tensor(3, 2)):size():totable())
         local r = x.new()
         assert.equal(r, r:view(x, 6))
         assert.is_true(r:storage() == x:storage())
         assert.same({ { 1, 1, 1 }, { 2, 2, 2 } }, counted(T, 2, 1):expand(2, 3):totable())
         assert.same({ 1, 0 }, counted(T, 2, 1):expandAs(x):stride():totable())
         assert.same({ 2, 3 }, counted(T, 2, 1, 3, 1):squeeze():size():totable())
         assert.same({ 2, 3, 1 }, counted(T, 2, 1, 3, 1):squeeze(2):size():totable())
         assert.same({ 2, 1, 3, 1 }, counted(T, 2, 1, 3, 1):squeeze(1):size():totable())
         assert.equal(1, counted(T, 1, 1):squeeze())
         assert.equal(1, counted(T, 1):squeeze(1))
      end)

      it('read numbers that come as strings', function()
         local wide = counted(T, 3, 4)
         assert.equal(4, wide:size('2'))
         assert.equal(1, wide:stride('2'))
         assert.same(wide:narrow(2, 2, 3):totable(), wide:narrow('2', '2', '3'):totable())
         assert.same(wide:select(1, 2):totable(), wide:select('1', '2'):totable())
         assert.same(wide:t():totable(), wide:transpose('1', '2'):totable())
         assert.same(wide:sub(2, -1):totable(), wide:sub('2', '-1'):totable())
         assert.equal(2, #wide:split('2'))
      end)

      it('split and chunk', function()
         local parts = counted(T, 5):split(2)
         assert.equal(3, #parts)
         assert.same({ 5 }, parts[3]:totable())
         assert.same({ { 1 }, { 4 } }, x:split(1, 2)[1]:totable())
         local given = { 'old' }
         assert.equal(given, torch.split(given, x, 1))
         assert.equal(2, #given)
         assert.equal(3, #x:chunk(3, 2))
      end)

      it('copy into new shapes: clone, contiguous, reshape, repeatTensor', function()
         local t = x:t()
         assert.same(t:totable(), t:clone():totable())
         assert.is_true(t:contiguous():isContiguous())
         assert.is_true(x:contiguous() == x)
         assert.same({ { 1, 4 }, { 2, 5 }, { 3, 6 } }, t:clone():view(3, 2):totable())
         assert.same({ { 1, 4, 2 }, { 5, 3, 6 } }, t:reshape(2, 3):totable())
         assert.is_false(x:reshape(6):storage() == x:storage())
         assert.same({ { 1, 2, 1, 2 }, { 1, 2, 1, 2 } }, counted(T, 2):repeatTensor(2, 2):totable())
         assert.same({ 4, 3 }, x:repeatTensor(2, 1):size():totable())
         assert.same({ { 1, 2, 3 }, { 4, 5, 6 }, { 1, 2, 3 }, { 4, 5, 6 } }, torch.repeatTensor(x, 2, 1):totable())
      end)
   end)
end

describe('views', function()
   local x = torch.Tensor(2, 3)

   it('refuse what is out of range, at the caller\'s line', function()
      for message, call in pairs {
         ['dimension 3 out of range of 2D tensor'] = function() x:narrow(3, 1, 1) end,
         ['out of range of dimension 2 of size 3'] = function() x:narrow(2, 2, 3) end,
         ['index 4 out of range'] = function() x:select(2, 4) end,
         ["'t' %(a tensor with 2 dimensions expected, got 1D%)"] = function() x[1]:t() end,
         ['Invalid permutation'] = function() x:permute(1, 1) end,
         ['expecting a contiguous tensor'] = function() x:t():view(6) end,
         ['Wrong size for view. Input size: 2x3. Output size: 4x2'] = function() x:view(4, 2) end,
         ['Only one of the sizes may be %-1'] = function() x:view(-1, -1) end,
         ['is not a multiple'] = function() x:view(-1, 4) end,
         ['only supporting singleton expansion'] = function() x:expand(4, 3) end,
         ['must equal tensor:dim%(%)'] = function() x:expand(2, 2, 3) end,
         ['Number of dimensions of repeat dims can not be smaller'] = function() x:repeatTensor(2) end,
         ["'reshape' %(sizes 5 hold 5 elements"] = function() x:reshape(5) end,
         ["'unfold'"] = function() x:unfold(2, 4, 1) end,
         ["'narrow' %(length expected as a number, got nil%)"] = function() x:narrow(1, 1) end,
         ["bad argument #1 to 'squeeze' %(tensor expected, got number%)"] = function() torch.squeeze(1) end,
      } do
         local ok, text = pcall(call)
         assert.is_false(ok)
         assert.truthy(text:find(message), text)
         assert.truthy(text:find('^[^:]*view_spec.lua:%d+: '), text)
      end
   end)
end)

require 'torch'
local overload = require 'torch.overload'
local types = require 'torch.types'

-- Operations that tell which of their signatures matched, and with what.
local seen
local function note(number)
   return function()
      return function(...)
         seen = { number, ... }
      end
   end
end

overload.define('specScale', types.floating, {
   { '!T T=1 real', note(1) },
   { '!T T=1 real=2 T', note(2) },
})
overload.define('specReduce', types.all, {
   { 'T', function()
      return function()
         return 'all'
      end
   end },
   { '*T *Long T long bool=false', note(2) },
})
overload.define('specMake', types.all, {
   { '!T sizes', function()
      return function(_, n, sizes)
         seen = { n }
         for d = 1, n do
            seen[d + 1] = tonumber(sizes[d - 1])
         end
      end
   end },
})
overload.define('specMatrix', types.floating, {
   { 'T/2 T/1', note(1) },
   { 'real', note(2), form = 'function' },
})

describe('an overloaded operation', function()
   local x, y = torch.Tensor(2), torch.Tensor(3)

   it('takes the receiver for what a method call leaves out', function()
      assert.equal(x, x:specScale(3))
      assert.same({ 1, x, x, 3 }, seen)
      assert.equal(x, x:specScale(y, 3))
      assert.same({ 1, x, y, 3 }, seen)
      x:specScale(y)
      assert.same({ 2, x, x, 2, y }, seen)
      x:specScale(5, y)
      assert.same({ 2, x, x, 5, y }, seen)
      x:specScale(y, 5, y)
      assert.same({ 2, x, y, 5, y }, seen)
   end)

   it('makes a new result in a function call that gives none', function()
      local r = torch.specScale(x, 3)
      assert.is_false(r == x)
      assert.same({ 1, r, x, 3 }, seen)
      assert.equal(y, torch.specScale(y, x, 3))
      assert.same({ 1, y, x, 3 }, seen)
      assert.equal('torch.FloatTensor', torch.type(torch.specScale(torch.FloatTensor(1), 1)))
   end)

   it('returns every result', function()
      local values, indices = x:specReduce(1)
      assert.equal('torch.LongTensor', torch.type(indices))
      assert.same({ 2, values, indices, x, 1, false }, seen)
      local long = torch.LongTensor()
      assert.equal(long, (select(2, torch.specReduce(y, long, x, 1, true))))
      assert.same({ 2, y, long, x, 1, true }, seen)
      assert.equal('all', x:specReduce())
   end)

   it('reads sizes as numbers or as a LongStorage', function()
      torch.specMake(2, 3)
      assert.same({ 2, 2, 3 }, seen)
      torch.specMake(torch.LongStorage { 4, 5, 6 })
      assert.same({ 3, 4, 5, 6 }, seen)
      assert.equal('torch.ByteTensor', torch.type(torch.specMake(2, 'torch.ByteTensor')))
      assert.equal('torch.DoubleTensor', torch.type(torch.specMake(2)))
      assert.equal(x, x:specMake(7))
      assert.same({ 1, 7 }, seen)
   end)

   it('matches numbers of dimensions, and forms by the way it is called', function()
      torch.specMatrix(torch.Tensor(2, 2), torch.Tensor(2))
      assert.equal(1, seen[1])
      torch.specMatrix(4)
      assert.same({ 2, 4 }, seen)
      assert.error_matches(function()
         torch.Tensor(2):specMatrix(torch.Tensor(2))
      end, 'invalid arguments')
   end)

   it('counts numeric strings as numbers', function()
      x:specScale('3')
      assert.same({ 1, x, x, 3 }, seen)
   end)

   it('tells what was given and what was expected, at the caller\'s line', function()
      local ok, message = pcall(function()
         x:specScale(torch.FloatTensor(2), true)
      end)
      assert.is_false(ok)
      assert.truthy(message:find('^[^:]*overload_spec.lua:%d+: invalid arguments: DoubleTensor FloatTensor boolean \n'))
      local wanted = 'expected arguments: *DoubleTensor* [DoubleTensor] double | *DoubleTensor* [DoubleTensor] [double] DoubleTensor'
      assert.truthy(message:find(wanted, 1, true))
      ok, message = pcall(torch.specScale, 'text')
      assert.is_false(ok)
      assert.truthy(message:find('[*DoubleTensor*] DoubleTensor double', 1, true))
   end)

   it('says when a type does not have it', function()
      assert.error_matches(function()
         torch.specScale(torch.ByteTensor(1), 1)
      end, 'torch.ByteTensor does not implement the torch.specScale%(%) function')
      assert.is_nil(torch.ByteTensor(1).specScale)
   end)

   it('is reached through the class', function()
      assert.equal(x, torch.DoubleTensor.specScale(x, 1))
      assert.equal(torch.DoubleTensor.specScale, getmetatable(x).specScale)
   end)

   it('is declared once for a type', function()
      assert.has_error(function()
         overload.define('specScale', { types.by_name.Float }, {})
      end)
   end)
end)

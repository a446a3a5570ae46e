require 'torch'

local registry = debug.getregistry()

local function forget(name)
   local meta = registry[name]
   registry[name] = nil
   if meta then
      registry[meta] = nil
   end
end

describe('torch.class', function()
   local names = {}
   local function declare(name, ...)
      names[#names + 1] = name
      return torch.class(name, ...)
   end

   after_each(function()
      for _, name in ipairs(names) do
         forget(name)
         rawset(_G, name, nil)
      end
      names = {}
   end)

   it('makes tables of a class, with a constructor and methods', function()
      local Point = declare('Point')
      function Point:__init(x, y)
         self.x, self.y = x, y
      end
      function Point:sum()
         return self.x + self.y
      end
      local p = _G.Point(1, 2)
      assert.equal('table', type(p))
      assert.equal(3, p:sum())
      assert.equal('Point', torch.type(p))
      assert.equal('Point', torch.typename(p))
      assert.is_nil(torch.typename(_G.Point))
      assert.equal(Point, getmetatable(_G.Point))
      assert.equal('Point', tostring(p))
      assert.equal(1, torch.version(p))
   end)

   it('looks methods up through parents and returns the parent', function()
      local Base = declare('Base')
      function Base.hello()
         return 'base'
      end
      local Derived, parent = declare('Derived', 'Base')
      assert.equal(Base, parent)
      assert.equal(Base, getmetatable(Derived))
      assert.equal('base', _G.Derived().hello())
      function _G.Derived.hello()
         return 'derived'
      end
      assert.equal('derived', _G.Derived().hello())
      assert.equal('base', _G.Base().hello())
      assert.equal('base', parent.hello())
   end)

   it('puts the constructor into a module table', function()
      local module = {}
      declare('my.Thing', module)
      assert.equal('my.Thing', torch.type(module.Thing()))
      names[#names + 1] = 'my.Other'
      torch.class('my.Other', 'my.Thing', module)
      assert.is_true(torch.isTypeOf(module.Other(), 'my.Thing'))
   end)

   it('answers isTypeOf for names, patterns and constructor tables', function()
      declare('Alpha')
      declare('AlphaBeta', 'Alpha')
      local object = _G.AlphaBeta()
      assert.is_true(torch.isTypeOf(object, 'AlphaBeta'))
      assert.is_true(torch.isTypeOf(object, 'Alpha'))
      assert.is_true(torch.isTypeOf(object, 'Al.*'))
      assert.is_true(torch.isTypeOf(object, _G.Alpha))
      assert.is_false(torch.isTypeOf(object, 'Gamma'))
      assert.is_false(torch.isTypeOf(_G.Alpha(), _G.AlphaBeta))
      assert.is_false(torch.isTypeOf(1, 'Alpha'))
      assert.is_true(torch.isTypeOf(torch.FloatTensor(), 'torch.*Tensor'))
      assert.is_true(torch.isTypeOf(torch.FloatTensor(), '.*Float'))
      assert.is_false(torch.isTypeOf(torch.FloatTensor(), 'torch.Float')) -- a part of a name
      assert.is_false(torch.isTypeOf(_G.AlphaBeta(), 'Beta'))
      assert.has_error(function()
         torch.isTypeOf(object, 1)
      end)
   end)

   it('forwards operators to double-underscored methods of either operand', function()
      local Number = declare('Number')
      for _, name in ipairs { 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'concat', 'lt', 'le', 'call', 'unm' } do
         Number['__' .. name .. '__'] = function()
            return name
         end
      end
      local n = _G.Number()
      assert.same({ 'add', 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'concat' }, { n + 1, 1 + n, n - 1, n * 1, n / 1, n % 1, n ^ 1, n .. 'x' })
      assert.same({ true, true, 'call', 'unm' }, { n < n, n <= n, n(), -n })
      declare('Plain')
      local ok, message = pcall(function()
         return _G.Plain() + 1
      end)
      assert.is_false(ok)
      assert.truthy(message:find('Plain has no __add__ operator', 1, true))
   end)

   it('asks __index__ and __newindex__ before the class', function()
      local Lazy = declare('Lazy')
      function Lazy.__index__(_, key)
         if key == 'answer' then
            return 42, true
         end
         return nil, false
      end
      function Lazy.__newindex__(self, key, value)
         if key == 'doubled' then
            rawset(self, key, 2 * value)
            return true
         end
         return false
      end
      local object = _G.Lazy()
      object.doubled, object.plain = 4, 4
      assert.same({ 42, 8, 4 }, { object.answer, object.doubled, object.plain })
      assert.is_nil(object.nothing)
   end)

   it('refuses what cannot be declared', function()
      declare('Once')
      assert.error_matches(function()
         torch.class('Once')
      end, 'already assigned a constructor')
      assert.error_matches(function()
         torch.class('Orphan', 'NoSuchParent')
      end, 'unknown parent class NoSuchParent')
      assert.error_matches(function()
         torch.class('nowhere.Thing')
      end, 'is not a table')
      assert.error_matches(function()
         torch.class(1)
      end, '<class name> %[<parent class name>%] %[<module table>%] expected')
   end)

   it('forgets a class whose registry entries are deleted', function()
      declare('Ghost')
      forget('Ghost')
      assert.is_nil(torch.factory('Ghost'))
      assert.is_nil(torch.getmetatable('Ghost'))
      declare('Ghost')
      assert.equal('Ghost', torch.type(_G.Ghost()))
   end)

   it('makes empty objects and gives classes to tables', function()
      local Made = declare('Made')
      function Made:__init()
         self.initialised = true
      end
      assert.is_nil(torch.factory('Made')().initialised)
      assert.equal('Made', torch.type(torch.setmetatable({}, 'Made')))
      assert.equal(_G.Made, torch.getconstructortable('Made'))
      assert.error_matches(function()
         torch.setmetatable({}, 'NoSuchClass')
      end, 'unknown class NoSuchClass')
   end)
end)

describe('identity', function()
   it('compares the object behind the userdata', function()
      local x = torch.Tensor(2)
      assert.is_true(x:storage() == x:storage())
      assert.is_false(rawequal(x:storage(), x:storage()))
      assert.is_true(x == x)
      assert.is_false(x == torch.Tensor(2))
      assert.is_false(x == torch.FloatTensor(2))
      assert.is_true(torch.isequal(x, x))
      assert.equal(torch.pointer(x:storage()), torch.pointer(x:storage()))
      assert.not_equal(torch.pointer({}), torch.pointer({}))
      assert.equal('number', type(torch.pointer(print)))
      for _, value in ipairs { 1, true } do
         assert.error_matches(function()
            torch.pointer(value)
         end, 'Torch object, table, thread, cdata or function expected, got ' .. type(value))
      end
      assert.equal(torch.pointer('abc'), torch.pointer('ab' .. 'c'))
   end)

   it('tells the type of anything', function()
      assert.same({ 'number', 'string', 'nil', 'torch.DoubleTensor' }, { torch.type(1), torch.type(''), torch.type(nil), torch.type(torch.Tensor()) })
      assert.equal('userdata', type(torch.Tensor()))
      assert.is_nil(torch.typename({}))
      assert.has_error(function()
         torch.typename()
      end)
   end)
end)

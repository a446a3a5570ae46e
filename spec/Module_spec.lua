local tensors = require 'spec.support.tensors'
require 'nn'

local function net()
   return nn.Sequential():add(nn.Linear(4, 3)):add(nn.Tanh()):add(nn.Sequential():add(nn.Linear(3, 2)):add(nn.Tanh()))
end

describe('nn', function()
   it('loads a class on first use, and has nil for what does not exist', function()
      assert.equal('nn.Linear', nn.Linear.__typename)
      assert.is_nil(nn.NoSuchLayer)
      assert.is_nil(nn.check)
      assert.is_nil(nn.oldSeed)
      assert.is_nil(torch.factory('nn.NoSuchLayer'))
   end)

   it('takes classes of a script\'s own', function()
      local Twice = torch.class('nn.SpecTwice', 'nn.Module')
      function Twice:updateOutput(input)
         self.output:resizeAs(input):copy(input):mul(2)
         return self.output
      end
      local module = nn.Sequential():add(nn.SpecTwice()):add(nn.SpecTwice())
      assert.equal(12, module:forward(torch.Tensor { 3 })[1])
      assert.equal('nn.SpecTwice', tostring(module:get(1)))
      nn.SpecTwice = nil
   end)
end)

describe('nn.Module', function()
   it('has empty results and no parameters', function()
      local module = nn.Module()
      assert.equal(0, module:forward(1):nElement() + module:backward(1, 2):nElement())
      assert.is_nil(module:parameters())
      assert.equal('torch.DoubleTensor', module:type())
      module:reset()
   end)

   it('is callable', function()
      local tanh, x = nn.Tanh(), torch.Tensor { 0 }
      assert.equal(0, tanh(x)[1])
      local y, g = tanh(x, torch.Tensor { 3 })
      assert.equal(0, y[1])
      assert.equal(3, g[1])
   end)

   it('updates at once by backwardUpdate as in two steps', function()
      local one, x, g = nn.Linear(3, 2), torch.randn(4, 3), torch.randn(4, 2)
      local two = one:clone()
      one:forward(x)
      two:forward(x)
      one:backwardUpdate(x, g, 0.1)
      two:zeroGradParameters()
      two:backward(x, g)
      two:updateParameters(0.1)
      tensors.close(two.weight, one.weight, 1e-14, 'weight')
      tensors.close(two.bias, one.bias, 1e-14, 'bias')
   end)

   it('knows whether it is training', function()
      local module = net()
      module:evaluate()
      assert.is_false(module:get(3):get(2).train)
      module:training()
      assert.is_true(module:get(1).train)
   end)

   it('applies a function to every module, parents first', function()
      local names = {}
      net():apply(function(module)
         table.insert(names, (torch.type(module):gsub('nn%.', '')))
      end)
      assert.equal('Sequential Linear Tanh Sequential Linear Tanh', table.concat(names, ' '))
   end)

   it('lists its modules, and finds those of a class with their containers', function()
      local module = net()
      assert.equal(6, #module:listModules())
      assert.is_true(rawequal(module, module:listModules()[1]))
      local nodes, containers = module:findModules('nn.Tanh')
      assert.is_true(rawequal(module:get(2), nodes[1]) and rawequal(module:get(3):get(2), nodes[2]))
      assert.is_true(rawequal(module, containers[1]) and rawequal(module:get(3), containers[2]))
      assert.equal(0, #module:findModules('nn.Module'))
   end)

   it('replaces modules, from the root on', function()
      local module = net()
      assert.is_true(rawequal(module, module:replace(function(child)
         return torch.type(child) == 'nn.Tanh' and nn.ReLU() or child
      end)))
      assert.equal('nn.ReLU', torch.type(module:get(3):get(2)))
      assert.equal('nn.Tanh', torch.type(nn.ReLU():replace(function() return nn.Tanh() end)))
   end)

   it('converts every tensor in every field, and keeps what is shared shared', function()
      local first, second = nn.Linear(3, 2), nn.Linear(3, 2)
      second:share(first, 'weight', 'bias')
      local module = nn.Sequential():add(first):add(second)
      first.extra = { torch.randn(2), { deep = torch.LongTensor { 7 } }, 'text' }
      first.extra.loop = first.extra
      local values = first.weight:clone()
      assert.is_true(rawequal(module, module:float()))
      assert.equal(first.weight:storage(), second.weight:storage())
      assert.equal('torch.FloatTensor', first.extra[1]:type())
      assert.equal(7, first.extra[2].deep[1])
      assert.equal('torch.FloatTensor', module:type())
      tensors.close(values, second.weight:double(), 1e-6, 'weight')
      local weight = first.weight
      module:float()
      assert.is_true(rawequal(weight, first.weight))
   end)

   it('converts several networks with one cache', function()
      local first, second = nn.Linear(3, 2), nn.Linear(3, 2)
      second:share(first, 'weight')
      local cache = {}
      first:type('torch.FloatTensor', cache)
      second:type('torch.FloatTensor', cache)
      assert.equal(first.weight:storage(), second.weight:storage())
   end)

   it('converts parts of one storage to parts of one storage', function()
      local module = net()
      local p = module:getParameters()
      module:float()
      assert.equal(module:get(1).weight:storage(), module:get(3):get(1).bias:storage())
      assert.equal(p:nElement(), module:get(1).weight:storage():size())
   end)

   it('clones deeply, and shares what is named', function()
      local module, x = net(), torch.randn(2, 4)
      local copy, shared = module:clone(), module:clone('weight', 'bias')
      local y = module:forward(x):clone()
      module:get(3):get(1).bias:fill(9)
      tensors.close(y, copy:forward(x), 0, 'a clone')
      tensors.close(module:forward(x), shared:forward(x), 0, 'a clone that shares')
      assert.is_true(shared:get(1).shared)
   end)

   it('does not copy what a clone will share', function()
      local Spy, parent = torch.class('nn.SpecSpy', 'nn.Linear')
      local written
      function Spy:write(file)
         written = { self.weight:nElement(), self.bias:nElement() }
         parent.write(self, file)
      end
      local module = nn.Sequential():add(nn.SpecSpy(3, 2)):add(nn.Tanh())
      local weight = module:get(1).weight
      module:get(1).alias = weight
      local copy = module:clone('weight', 'gradWeight')
      assert.same({ 0, 2 }, written)
      assert.same({ 2, 3 }, weight:size():totable())
      assert.equal(weight:storage(), copy:get(1).weight:storage())
      assert.is_true(rawequal(copy:get(1).alias, copy:get(1).weight))
      module:clone()
      assert.same({ 6, 2 }, written)
      function Spy:write(file)
         assert(self.weight:nElement() == 6)
         parent.write(self, file)
      end
      assert.equal(weight:storage(), module:clone('weight'):get(1).weight:storage())
      nn.SpecSpy = nil
   end)

   it('looks write up when it is used, as scripts replace it', function()
      local original, seen = nn.Module.write, 0
      nn.Module.write = function(self, file)
         seen = seen + 1
         original(self, file)
      end
      net():clone()
      nn.Module.write = original
      assert.equal(6, seen)
   end)

   it('keeps the very tensors shared that were one, and parts of a storage that overlap', function()
      local function two()
         return nn.Sequential():add(nn.Linear(15, 10)):add(nn.Linear(15, 10))
      end
      local module = two()
      module:get(1).empty = torch.Tensor()
      module:get(2).bias = module:get(1).bias
      module:float()
      assert.is_true(rawequal(module:get(1).bias, module:get(2).bias))
      assert.equal('torch.FloatTensor', module:get(1).empty:type())
      module = two()
      local whole = torch.Tensor(15):fill(1)
      module:get(1).bias, module:get(2).bias = whole:narrow(1, 1, 10), whole:narrow(1, 6, 10)
      module:float()
      module:get(1).bias:fill(3)
      assert.equal(3, module:get(2).bias[5])
      assert.equal(1, module:get(2).bias[6])
      local first, second = two(), two()
      second:get(1).bias:set(first:get(1).bias)
      nn.utils.recursiveType({ first, second }, 'torch.FloatTensor')
      first:get(1).bias:fill(3)
      assert.equal(3, second:get(1).bias[1])
      first, second = two(), two()
      second:get(1).bias:set(first:get(1).bias)
      first:float()
      second:float()
      first:get(1).bias:fill(3)
      assert.is_true(second:get(1).bias[1] ~= 3)
   end)

   it('may lack any field', function()
      local module, x, g = nn.Linear(3, 2), torch.randn(4, 3), torch.randn(4, 2)
      module.bias, module.gradBias, module.output, module.gradInput = nil, nil, nil, torch.Tensor()
      module:forward(x)
      module:zeroGradParameters()
      module:backward(x, g)
      module:updateParameters(0.1)
      module:clearState()
      assert.equal(1, #module:parameters())
      module.weight, module.gradWeight = nil, nil
      assert.is_nil(module:parameters())
      module:zeroGradParameters()
      module:updateParameters(1)
      tensors.refuses('nn.Linear: the weight is missing', function() module:forward(x) end)
      local only = nn.Module()
      only.bias, only.gradBias = torch.randn(3), torch.zeros(3)
      local parameters, gradients = only:parameters()
      assert.is_true(rawequal(only.bias, parameters[1]) and rawequal(only.gradBias, gradients[1]))
      only.gradBias = nil
      only:zeroGradParameters()
      only:updateParameters(1)
   end)

   it('shares parameters, and then updates them rightly', function()
      local first, x, g = nn.Linear(3, 3), torch.randn(2, 3), torch.randn(2, 3)
      local second = nn.Linear(3, 3):share(first, 'weight', 'bias')
      assert.equal(first.weight:storage(), second.weight:storage())
      local wanted = first:clone()
      wanted:zeroGradParameters()
      for _ = 1, 2 do
         wanted:forward(x)
         wanted:backward(x, g)
      end
      wanted:updateParameters(0.1)
      for _, module in ipairs { first, second } do
         module:forward(x)
         module:updateGradInput(x, g)
         module:accUpdateGradParameters(x, g, 0.1)
      end
      tensors.close(wanted.weight, first.weight, 1e-14, 'weight')
   end)

   it('writes its fields as one table, and takes over files that do not know their type', function()
      local written
      nn.Tanh():write { writeObject = function(_, object) written = object end }
      assert.is_true(torch.type(written) == 'table' and torch.isTensor(written.output))
      written._type, written.output = nil, torch.FloatTensor()
      local module = torch.factory('nn.Tanh')()
      module:read { readObject = function() return written end }
      assert.equal('torch.FloatTensor', module:type())
   end)

   it('knows its type from whatever an old file has', function()
      local function read(name, fields)
         fields._type = nil
         local object = torch.factory(name)()
         object:read { readObject = function() return fields end }
         return object._type
      end
      assert.equal('torch.FloatTensor', read('nn.CAddTable', { gradInput = {}, output = torch.FloatTensor() }))
      assert.equal('torch.FloatTensor', read('nn.JoinTable', { output = 1, gradInput = torch.FloatTensor() }))
      assert.equal('torch.FloatTensor', read('nn.Linear', { weight = torch.FloatTensor(2, 2) }))
      assert.equal('torch.FloatTensor', read('nn.ConcatTable', { output = {}, modules = { nn.Tanh():float() } }))
      assert.equal('torch.DoubleTensor', read('nn.ConcatTable', { output = {}, modules = {} }))
      assert.equal('torch.FloatTensor', read('nn.MSECriterion', { gradInput = torch.FloatTensor() }))
   end)
end)

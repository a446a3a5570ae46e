-- Every class of nn by its samples: it is there, can be made, printed, cloned, saved, loaded and converted, and has the gradient that
-- finite differences show.
local torch = require 'torch'
local nn = require 'nn'
local classes = require 'spec.support.nn_classes'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'
local samples = require 'lampas.samples'

local GRADIENT_LIMIT = 1e-5

-- Calls visit(a, b) for the tensors and numbers of two values alike in shape.
local function each(a, b, visit)
   if torch.isTensor(a) or type(a) == 'number' then
      assert.equal(torch.type(a), torch.type(b))
      visit(a, b)
   elseif type(a) == 'table' then
      assert.equal('table', type(b))
      for key, one in pairs(a) do
         each(one, b[key], visit)
      end
   end
end

local function assert_close(a, b, tolerance, what)
   each(a, b, function(x, y)
      if type(x) == 'number' then
         x, y = torch.Tensor { x }, torch.Tensor { y }
      end
      x, y = x:double(), y:double()
      assert.same(x:size():totable(), y:size():totable(), what)
      if x:nElement() > 0 then
         local distance = (x - y):abs():max()
         assert.is_true(distance <= tolerance * math.max(1, x:clone():abs():max()), ('%s: %g'):format(what, distance))
      end
   end)
end

local function copy(value)
   return torch.deserialize(torch.serialize(value))
end

local function new(case, element)
   torch.manualSeed(11)
   return instance.new(case, element, 'steady')
end

-- What forward and backward give, as copies.
local function pass(self, module)
   torch.manualSeed(12)
   module = module or self.module
   local input, results = copy(self.input), {}
   if self.criterion then
      results.output = module:forward(input, self.target)
      results.gradInput = copy(module:backward(input, self.target))
      return results
   end
   results.output = copy(module:forward(input))
   if not self.gradOutput then
      local kept = self.module
      self.module = module
      instance.prepare(self)
      self.module = kept
   end
   if self.inplace then
      input = copy(self.input)
      module:forward(input)
   end
   module:zeroGradParameters()
   results.gradInput = copy(module:backward(input, copy(self.gradOutput)))
   local _, gradParameters = module:parameters()
   results.gradParameters = copy(gradParameters or {})
   return results
end

local function of_type(value, name)
   return nn.utils.recursiveType(copy(value), name)
end

local function describe_sample(case)
   local small = case.small

   it('prints', function()
      local module = new(small, 'double').module
      assert.matches('^nn%.', tostring(module))
   end)

   it('gives the same as a clone, and after saving and loading in both encodings', function()
      local self = new(small, 'double')
      local untouched = { self.module:clone(), copy(self.module), torch.deserialize(torch.serialize(self.module, 'ascii'), 'ascii') }
      local wanted = pass(self)
      for _, other in ipairs(untouched) do
         assert.equal(tostring(self.module), tostring(other))
         assert_close(wanted, pass(self, other), 0, 'a copy before its first call')
      end
      assert_close(wanted, pass(self, self.module:clone()), 0, 'a clone')
      assert_close(wanted, pass(self, copy(self.module)), 0, 'saved and loaded')
   end)

   it('computes in float what it computes in double', function()
      local self = new(small, 'double')
      local wanted = pass(self)
      local float = { criterion = self.criterion, inplace = self.inplace, module = self.module:clone():float() }
      for _, field in ipairs { 'input', 'target', 'gradOutput' } do
         float[field] = self[field] and of_type(self[field], 'torch.FloatTensor')
      end
      for key, value in pairs(pass(float)) do
         assert_close(of_type(wanted[key], 'torch.FloatTensor'), of_type(value, 'torch.FloatTensor'), small.rounding or 2e-5, key)
      end
   end)

   if small.undifferentiated then
      it('has a gradient that finite differences do not tell: ' .. small.undifferentiated, function()
         assert.is_truthy(pass(new(small, 'double')).gradInput)
      end)
   else
      it('has the gradients of finite differences', function()
         for name, error in pairs(gradient.errors(new(small, 'double'))) do
            assert.is_true(error < GRADIENT_LIMIT, ('%s: %g'):format(name, error))
         end
      end)
   end
end

for _, class in ipairs(classes.names) do
   describe('nn.' .. class, function()
      if not nn[class] or not classes.abstract[class] and #samples.of(class) == 0 then
         pending('is not there yet, or has no sample')
         return
      end

      it('exists', function()
         assert.is_truthy(nn[class])
      end)

      if classes.abstract[class] then
         return
      end

      it('has a sample', function()
         assert.is_true(#samples.of(class) > 0)
      end)

      for _, case in ipairs(samples.of(class)) do
         describe('as ' .. case.id, function()
            describe_sample(case)
         end)
      end
   end)
end

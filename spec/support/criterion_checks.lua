--- What every criterion has to stand, as specs: `checks.criterion(name, cases)`.
--
-- A case: a name, a function that makes the criterion, and
--    data       function() → input, target, in double: tensors or tables of them. Doubles are converted with the criterion
--    reference  function(criterion, input, target) → loss, in double; without it the class's own in lampas.reference
--    prints     the criterion's string; the class name by default
--    kinked     true: the gradient is not that of finite differences
require 'nn'
local assert = require 'luassert'
local tools = require 'spec.support.tensors'
local references = require 'lampas.reference'
local compare = require 'lampas.check'

local checks = {}
for name, tool in pairs(tools) do
   checks[name] = tool
end

local describe, it -- busted gives them to spec files alone: checks.criterion takes them from there

local TOLERANCE = { float = 1e-5, double = 1e-12 }

-- Every tensor of a value replaced by change(tensor), in nested tables, too.
local function map(value, change)
   if torch.isTensor(value) then
      return change(value)
   elseif type(value) ~= 'table' then
      return value
   end
   local copy = {}
   for key, one in pairs(value) do
      copy[key] = map(one, change)
   end
   return copy
end

local function in_type(value, type)
   return map(value, function(x)
      return x:type() == 'torch.DoubleTensor' and x[type](x) or x
   end)
end

--- A reference that adds f(x, t) up over the elements of input and target, and averages as the criterion does.
function checks.elements(f)
   return function(criterion, x, t)
      local sum = 0
      x:clone():map(t, function(a, b)
         sum = sum + f(a, b)
      end)
      return criterion.sizeAverage and sum / x:nElement() or sum
   end
end

local function copy_of(value)
   return map(value, function(x)
      return x:clone()
   end)
end

local function with_gaps(value)
   return map(value, checks.scattered)
end

local function doubles(value)
   return map(value, function(x)
      return x:double()
   end)
end

-- Compares values alike in shape.
local function close(wanted, got, tolerance, what)
   if torch.isTensor(wanted) then
      checks.close(wanted, got, tolerance, what)
      return
   end
   for key, one in pairs(wanted) do
      close(one, got[key], tolerance, ('%s[%s]'):format(what, key))
   end
end

local function set_up(case, type)
   torch.manualSeed(77)
   local criterion = case[2]()
   local x, t = case.data()
   return criterion[type](criterion), in_type(x, type), in_type(t, type)
end

local function computes(case)
   it('computes what the naive reference does', function()
      for type, tolerance in pairs(TOLERANCE) do
         checks.threads(function()
            local criterion, x, t = set_up(case, type)
            local loss = criterion:forward(x, t)
            assert.equal(loss, criterion.output)
            criterion:backward(x, t)
            local description = references.of(torch.type(criterion))
            if case.reference then
               local wanted = case.reference(criterion, doubles(x), doubles(t))
               assert.is_true(math.abs(loss - wanted) <= tolerance * math.max(1, math.abs(wanted)))
            elseif description then
               local geometry = description.geometry(criterion, x:size():totable())
               for _, arrays in ipairs { description.forward(geometry, criterion, x, t, {}), description.backward(geometry, criterion, x, t, {}) } do
                  local result = compare.arrays(arrays, type)
                  assert(result.ok, result.message)
               end
            end
         end)
      end
   end)

   if case.kinked then
      return
   end
   it('has the gradient that finite differences show', function()
      local criterion, x, t = set_up(case, 'double')
      criterion:forward(x, t)
      local gradient = copy_of(criterion:backward(x, t))
      local differences = map(x, function(tensor)
         local elements, wanted = tensor:view(tensor:nElement()), torch.Tensor(tensor:nElement())
         for i = 1, tensor:nElement() do
            local value = elements[i]
            elements[i] = value + 1e-6
            local above = criterion:forward(x, t)
            elements[i] = value - 1e-6
            local below = criterion:forward(x, t)
            elements[i] = value
            wanted[i] = (above - below) / 2e-6
         end
         return wanted:viewAs(tensor)
      end)
      close(differences, gradient, 1e-6, 'gradInput')
   end)
end

local function computes_alike(case)
   it('takes inputs and targets with gaps between their elements, and any number of threads', function()
      for type in pairs(TOLERANCE) do
         local criterion, x, t = set_up(case, type)
         local loss = criterion:forward(x, t)
         local gradient = copy_of(criterion:backward(x, t))
         checks.threads(function()
            local gaps = with_gaps(t)
            assert.equal(loss, (criterion:forward(with_gaps(x), gaps)))
            close(gradient, criterion:backward(with_gaps(x), gaps), 0, 'gradInput')
         end)
      end
   end)

   it('adds up instead of averaging when sizeAverage is cleared later', function()
      local criterion, x, t = set_up(case, 'double')
      if criterion.sizeAverage == nil then
         return
      end
      criterion.sizeAverage = true
      local mean = criterion:forward(x, t)
      local gradient = copy_of(criterion:backward(x, t))
      criterion.sizeAverage = false
      local total = criterion:forward(x, t)
      local scaled = map(gradient, function(g)
         return g * (total / mean)
      end)
      close(scaled, criterion:backward(x, t), 1e-12, 'gradInput')
   end)
end

local function keeps_itself(case)
   it('is the same after saving and loading, and as a clone', function()
      local criterion, x, t = set_up(case, 'double')
      local loss = criterion:forward(x, t)
      for _, copy in ipairs { criterion:clone(), torch.deserialize(torch.serialize(criterion)) } do
         assert.equal(torch.type(criterion), torch.type(copy))
         assert.equal(loss, (copy:forward(x, t)))
         close(criterion:backward(x, t), copy:backward(x, t), 0, 'gradInput')
      end
   end)

   it('changes type and back, and is callable', function()
      local criterion, x, t = set_up(case, 'double')
      local loss, gradient = criterion(x, t)
      gradient = copy_of(gradient)
      assert.is_true(rawequal(criterion, criterion:float()))
      local _, float = criterion(in_type(x, 'float'), in_type(t, 'float'))
      map(float, function(g)
         assert.equal('torch.FloatTensor', g:type())
      end)
      criterion:double()
      local again, second = criterion(x, t)
      assert.is_true(math.abs(loss - again) <= 1e-6 * math.max(1, math.abs(loss)))
      close(gradient, second, 1e-6, 'gradInput')
   end)

   it('prints as its class, and names it in errors', function()
      local criterion, x, t = set_up(case, 'double')
      assert.equal(case.prints or torch.type(criterion), tostring(criterion))
      checks.refuses(' is a torch.FloatTensor, but the module has type torch.DoubleTensor', function()
         criterion:forward(in_type(x, 'float'), t)
      end)
   end)
end

--- Describes a class of criterion by its cases.
function checks.criterion(name, cases)
   local spec = getfenv(2)
   describe, it = spec.describe, spec.it
   for _, case in ipairs(cases) do
      describe(('nn.%s, %s,'):format(name, case[1]), function()
         computes(case)
         computes_alike(case)
         keeps_itself(case)
      end)
   end
end

return checks

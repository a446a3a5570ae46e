--- What every criterion has to stand, as specs: `checks.criterion(name, cases)`.
--
-- A case: a name, a function that makes the criterion, and
--    data       function() → input, target, in double; the target is converted with the criterion unless it is of whole numbers
--    reference  function(criterion, input, target) → loss; without it the class's own in lampas.reference
--    prints     the criterion's string; the class name by default
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

local function in_type(x, type)
   return torch.isTensor(x) and (x:type() == 'torch.DoubleTensor' and x[type](x) or x) or x
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
               local wanted = case.reference(criterion, x:double(), torch.isTensor(t) and t:double() or t)
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

   it('has the gradient that finite differences show', function()
      local criterion, x, t = set_up(case, 'double')
      criterion:forward(x, t)
      local gradient = criterion:backward(x, t):clone()
      local elements, wanted = x:view(x:nElement()), torch.Tensor(x:nElement())
      for i = 1, x:nElement() do
         local value = elements[i]
         elements[i] = value + 1e-6
         local above = criterion:forward(x, t)
         elements[i] = value - 1e-6
         local below = criterion:forward(x, t)
         elements[i] = value
         wanted[i] = (above - below) / 2e-6
      end
      checks.close(wanted:viewAs(gradient), gradient, 1e-6, 'gradInput')
   end)
end

local function computes_alike(case)
   it('takes inputs and targets with gaps between their elements, and any number of threads', function()
      for type in pairs(TOLERANCE) do
         local criterion, x, t = set_up(case, type)
         local loss = criterion:forward(x, t)
         local gradient = criterion:backward(x, t):clone()
         checks.threads(function()
            local gaps = torch.isTensor(t) and checks.scattered(t) or t
            assert.equal(loss, (criterion:forward(checks.scattered(x), gaps)))
            checks.close(gradient, criterion:backward(checks.scattered(x), gaps), 0, 'gradInput')
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
      local gradient = criterion:backward(x, t):clone()
      criterion.sizeAverage = false
      local total = criterion:forward(x, t)
      checks.close(gradient * (total / mean), criterion:backward(x, t), 1e-12, 'gradInput')
   end)
end

local function keeps_itself(case)
   it('is the same after saving and loading, and as a clone', function()
      local criterion, x, t = set_up(case, 'double')
      local loss = criterion:forward(x, t)
      for _, copy in ipairs { criterion:clone(), torch.deserialize(torch.serialize(criterion)) } do
         assert.equal(torch.type(criterion), torch.type(copy))
         assert.equal(loss, (copy:forward(x, t)))
         checks.close(criterion:backward(x, t), copy:backward(x, t), 0, 'gradInput')
      end
   end)

   it('changes type and back, and is callable', function()
      local criterion, x, t = set_up(case, 'double')
      local loss, gradient = criterion(x, t)
      gradient = gradient:clone()
      assert.is_true(rawequal(criterion, criterion:float()))
      assert.equal('torch.FloatTensor', criterion.gradInput:type())
      criterion:forward(in_type(x, 'float'), in_type(t, 'float'))
      criterion:double()
      local again, second = criterion(x, t)
      assert.equal(loss, again)
      checks.close(gradient, second, 1e-6, 'gradInput')
   end)

   it('prints as its class, and names it in errors', function()
      local criterion, x, t = set_up(case, 'double')
      assert.equal(case.prints or torch.type(criterion), tostring(criterion))
      checks.refuses('input is a torch.FloatTensor, but the module has type torch.DoubleTensor', function()
         criterion:forward(x:float(), t)
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

--- What every module has to stand, as specs: a module's own spec is a table of cases for `checks.module`.
--
--    checks.module('Linear', {
--       { 'a batch', function() return nn.Linear(4, 3) end, input = { 5, 4 }, batch = true, prints = 'nn.Linear(4 -> 3)' },
--    })
--
-- A case: a name, a function that makes the module, and
--    input      sizes of an input; it is filled with numbers in (-1, 1), or by `fill(input)`
--    batch      true: the first dimension is a batch, and each sample may be given alone
--    prints     the module's string
--    reference  function(module, input) → output, in double; without it the class's own in lampas.reference
--    random     true: an output differs from call to call; inplace: true: the output shows the input
--    restores   true: in place, backward gives the input its elements back
--    large      true: too many elements for finite differences
--    low, high  limits of inputs and parameters for finite differences, by default -1 and 1
--    curved     true: a parameter's gradient depends on the parameters, so that two updates at once are not one after the other
--    anyType    true: the module works on integer tensors, too
require 'nn'
local assert = require 'luassert'
local tools = require 'spec.support.tensors'
local references = require 'lampas.reference'
local compare = require 'lampas.check'

local checks = {}
for name, tool in pairs(tools) do
   checks[name] = tool
end

local describe, it -- busted gives them to spec files alone: checks.module takes them from there

local TYPES = { 'float', 'double' }
local TOLERANCE = { float = 2e-5, double = 1e-12 }

local function tensor(type)
   return type == 'float' and torch.FloatTensor or torch.DoubleTensor
end

local function input_of(case, type)
   local x = tensor(type)(torch.LongStorage(case.input))
   if case.fill then
      case.fill(x)
   else
      x:uniform(-1, 1)
   end
   return x
end

-- Module and input of a case, the same ones for each call.
local function set_up(case, type)
   torch.manualSeed(4321)
   local module = case[2]()
   local x = input_of(case, 'double')
   return module[type](module), x[type](x)
end

local function gradient_like(output)
   torch.manualSeed(99)
   return output.new():resizeAs(output):uniform(-1, 1)
end

-- The results of a forward and a backward pass, as copies by name, and the gradient that went in.
local function pass(module, x, gradOutput)
   torch.manualSeed(7)
   local results = { output = module:forward(x):clone() }
   gradOutput = gradOutput or gradient_like(results.output)
   local given = gradOutput:clone() -- a module in place changes it
   module:zeroGradParameters()
   local gradInput = module:backward(x, gradOutput)
   results.gradInput = gradInput and gradInput:clone()
   for _, name in ipairs { 'gradWeight', 'gradBias' } do
      results[name] = module[name] and module[name]:clone()
   end
   return results, given
end

local function same_results(wanted, got, tolerance, what)
   for name, value in pairs(wanted) do
      checks.close(value, got[name], tolerance, what .. ', ' .. name)
   end
end

--- A reference that takes one element at a time.
function checks.pointwise(f)
   return function(_, x)
      return x:double():clone():apply(f)
   end
end

-- ---- what a module computes ---------------------------------------------------------------------------------------------------

local function against_own_reference(case, module, x, type)
   local wanted = case.reference(module, x)
   checks.close(wanted, module:forward(case.inplace and x:clone() or x), TOLERANCE[type], type)
end

local function against_reference(description, module, x, type)
   local geometry = description.geometry(module, x:size():totable())
   local context = { seed = 7 }
   if description.before then
      description.before(module, context)
   end
   torch.manualSeed(context.seed)
   local output = module:forward(x)
   local result = compare.arrays(description.forward(geometry, module, x, context), type)
   assert(result.ok, result.message)
   local gradOutput = gradient_like(output)
   module:zeroGradParameters()
   module:backward(x, gradOutput)
   result = compare.arrays(description.backward(geometry, module, x, gradOutput, context), type)
   assert(result.ok, result.message)
end

local function computes(case)
   local description = not case.reference and references.of(torch.type(case[2]()))
   if not case.reference and (not description or case.inplace) then
      return
   end
   it('computes what the naive reference does', function()
      for _, type in ipairs(TYPES) do
         checks.threads(function()
            local module, x = set_up(case, type)
            if case.reference then
               against_own_reference(case, module, x, type)
            else
               against_reference(description, module, x, type)
            end
         end)
      end
   end)
end

local function has_gradients(case)
   if case.random or case.inplace or case.large then
      return
   end
   it('has the gradients that finite differences show', function()
      local module, x = set_up(case, 'double')
      local low, high = case.low or -1, case.high or 1
      assert.is_true(nn.Jacobian.testJacobian(module, x, low, high) < 1e-6)
      for name, gradient in pairs { weight = 'gradWeight', bias = 'gradBias' } do
         if module[name] and module[gradient] then
            assert.is_true(nn.Jacobian.testJacobianParameters(module, x, module[name], module[gradient], low, high) < 1e-6)
            if not case.curved then
               assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, module[name], low, high) < 1e-6)
               for way, distance in pairs(nn.Jacobian.testAllUpdate(module, x, name, gradient)) do
                  assert(distance < 1e-10, way)
               end
            end
         end
      end
   end)
end

local function treats_samples_alike(case)
   if not case.batch then
      return
   end
   it('gives a sample alone what it gives it in a batch', function()
      local module, x = set_up(case, 'double')
      local whole, gradOutput = pass(module, x)
      local parts = { gradWeight = 0, gradBias = 0 }
      for b = 1, x:size(1) do
         local results = pass(module, x[b], gradOutput[b])
         checks.close(whole.output[b], results.output, 1e-12, 'output')
         checks.close(whole.gradInput[b], results.gradInput, 1e-12, 'gradInput')
         for name in pairs(parts) do
            parts[name] = results[name] and results[name] + parts[name]
         end
      end
      for name, sum in pairs(parts) do
         checks.close(whole[name], sum, 1e-12, name)
      end
   end)
end

local function computes_alike(case)
   it('takes inputs and gradients with gaps between their elements', function()
      local module, x = set_up(case, 'double')
      local wanted, gradOutput = pass(module, x:clone())
      local gaps = checks.scattered(x)
      same_results(wanted, pass(module, gaps, checks.scattered(gradOutput)), 0, 'with gaps')
      if case.inplace and not case.restores then
         checks.close(wanted.output, gaps, 0, 'the input itself')
      end
   end)

   it('computes in float what it computes in double, but for rounding', function()
      local module, x = set_up(case, 'double')
      local wanted, gradOutput = pass(module, x)
      module, x = set_up(case, 'float')
      for name, value in pairs(pass(module, x, gradOutput:float())) do
         checks.close(wanted[name], value, 1e-5 * (case.rounding or 1), name)
      end
   end)

   it('gives the same bits for one and two threads', function()
      for _, type in ipairs(TYPES) do
         local first
         checks.threads(function()
            local results = pass(set_up(case, type))
            first = first or results
            same_results(first, results, 0, type)
         end)
      end
   end)
end

-- ---- how it is kept -----------------------------------------------------------------------------------------------------------

local function keeps_tensors(case)
   it('returns the same tensors over the same memory', function()
      local module, x = set_up(case, 'double')
      local gradOutput = gradient_like(module:forward(x:clone()))
      local output = module:forward(x)
      local gradInput = module:backward(x, gradOutput)
      local memory = output:data(true)
      assert.is_true(rawequal(output, module:forward(x)))
      assert.is_true(rawequal(output, module.output))
      assert.is_true(rawequal(gradInput, module:backward(x, gradOutput)))
      assert.equal(memory, module.output:data(true))
   end)

   it('works again after clearState, without output', function()
      local module, x = set_up(case, 'double')
      local before = x:clone()
      local wanted = pass(module, x)
      assert.is_true(rawequal(module, module:clearState()))
      assert.equal(0, module.output:nElement())
      assert.equal(0, module.gradInput:nElement())
      if case.inplace then
         x = before
      end
      same_results(wanted, pass(module, x), 0, 'after clearState')
   end)

   it('does without gradInput', function()
      local module, x = set_up(case, 'double')
      local wanted = pass(module, x:clone())
      module.gradInput = nil
      local results = pass(module, x)
      assert.is_nil(results.gradInput)
      wanted.gradInput = nil
      same_results(wanted, results, 0, 'without gradInput')
   end)
end

local function keeps_parameters(case)
   local sample = case[2]()
   if not sample:parameters() then
      it('has no parameters', function()
         assert.is_nil((sample:parameters()))
         local p, g = sample:getParameters()
         assert.equal(0, p:nElement() + g:nElement())
      end)
      return
   end

   it('adds to the gradients, times scale', function()
      local module, x = set_up(case, 'double')
      local once, gradOutput = pass(module, x)
      module:accGradParameters(x, gradOutput, 0.5)
      for name, value in pairs(once) do
         if name:find('^grad[WB]') then
            checks.close(value * 1.5, module[name], 1e-12, name)
         end
      end
   end)

   it('has its parameters gathered by getParameters', function()
      local module, x = set_up(case, 'double')
      local wanted = pass(module, x)
      local p, g = module:getParameters()
      same_results(wanted, pass(module, x), 0, 'after getParameters')
      local count, parameters, gradients = 0, module:parameters()
      for i, parameter in ipairs(parameters) do
         assert.equal(parameter:storage(), p:storage())
         assert.equal(gradients[i]:storage(), g:storage())
         count = count + parameter:nElement()
      end
      assert.equal(count, p:nElement())
   end)

   it('does without bias', function()
      local module, x = set_up(case, 'double')
      if not module.bias or not module.weight then
         return
      end
      module.bias:zero()
      local wanted = pass(module, x)
      module.bias, module.gradBias, wanted.gradBias = nil, nil, nil
      same_results(wanted, pass(module, x), 0, 'without bias')
   end)

   it('takes parameters and gradients with gaps', function()
      local module, x = set_up(case, 'double')
      if torch.type(module):find('BatchNormalization') then
         return -- asks for contiguous ones
      end
      local wanted = pass(module, x)
      for _, name in ipairs { 'weight', 'bias', 'gradWeight', 'gradBias' } do
         module[name] = module[name] and checks.scattered(module[name])
      end
      same_results(wanted, pass(module, x), 0, 'with gaps')
   end)

   it('shares parameters with a clone that asks for it', function()
      local module, x = set_up(case, 'double')
      local name = module.weight and 'weight' or 'bias'
      local copy, shared = module:clone(), module:clone(name, 'gradWeight', 'gradBias')
      module[name]:fill(0.25)
      checks.close(module[name], shared[name], 0, 'shared')
      assert.is_true(checks.distance(copy[name], module[name]) > 0)
      if not case.random then
         checks.close(module:forward(x), shared:forward(x), 0, 'output')
      end
   end)
end

local function keeps_itself(case)
   it('is the same after saving and loading, and as a clone', function()
      local module, x = set_up(case, 'double')
      local gradOutput = gradient_like(module:forward(x:clone()))
      local copies = { module:clone(), torch.deserialize(torch.serialize(module)), torch.deserialize(torch.serialize(module, 'ascii'), 'ascii') }
      local wanted = pass(module, x:clone(), gradOutput:clone())
      for _, copy in ipairs(copies) do
         assert.equal(torch.type(module), torch.type(copy))
         assert.equal(tostring(module), tostring(copy))
         same_results(wanted, pass(copy, x:clone(), gradOutput:clone()), 0, 'a copy')
      end
   end)

   it('changes type and back', function()
      local module, x = set_up(case, 'double')
      pass(module, x:clone())
      assert.is_true(rawequal(module, module:float()))
      assert.equal('torch.FloatTensor', module:type())
      local float = pass(module, x:float())
      assert.equal('torch.FloatTensor', float.output:type())
      module:double()
      assert.equal('torch.DoubleTensor', pass(module, x:clone()).output:type())
   end)

   if case.prints then
      it('prints as ' .. case.prints, function()
         assert.equal(case.prints, tostring(case[2]()))
      end)
   end
end

local function refuses(case)
   it('names what it was given and what it wanted', function()
      local module, x = set_up(case, 'double')
      local name = tostring(module) .. ': '
      checks.refuses(name .. 'input is a torch.FloatTensor, but the module has type torch.DoubleTensor', function()
         module:forward(x:float())
      end)
      if not case.anyType then
         local only = ('input is a torch.ByteTensor, but %s is only supported for Float or Double Tensors'):format(torch.type(module))
         checks.refuses(name .. only, function()
            module:forward(torch.ByteTensor(3, 4))
         end)
      end
      checks.refuses(name .. 'input: a tensor expected, got table', function()
         module:forward { x }
      end)
      local output = module:forward(x)
      checks.refuses(name .. 'gradOutput', function()
         module:backward(x, torch.randn(output:nElement() + 1))
      end)
      checks.refuses(name .. 'gradOutput is a torch.FloatTensor', function()
         module:backward(x, output:float())
      end)
   end)
end

--- Describes a class of module by its cases.
function checks.module(name, cases)
   local spec = getfenv(2)
   describe, it = spec.describe, spec.it
   for _, case in ipairs(cases) do
      describe(('nn.%s, %s,'):format(name, case[1]), function()
         computes(case)
         has_gradients(case)
         treats_samples_alike(case)
         computes_alike(case)
         keeps_tensors(case)
         keeps_parameters(case)
         keeps_itself(case)
         refuses(case)
      end)
   end
end

checks.pass, checks.set_up = pass, set_up

return checks

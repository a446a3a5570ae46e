--- What layers have to stand that compute one tensor from several of one size, element by element.
require 'nn'
local assert = require 'luassert'
local tensors = require 'spec.support.tensors'

local checks = {}

local TOLERANCE = { float = 1e-5, double = 1e-13 }
local SIZES = { { 3, 4 }, { 7 }, { 2, 20011 } }

-- n tensors of (0.5, 2) with either sign, so that divisors are not near 0.
local function inputs_of(n, size)
   local list = {}
   for i = 1, n do
      list[i] = torch.Tensor(torch.LongStorage(size)):uniform(0.5, 2):cmul(torch.Tensor(torch.LongStorage(size)):bernoulli():mul(2):add(-1))
   end
   return list
end

-- Pointers to the elements of contiguous tensors.
local function data(list)
   local pointers = {}
   for i, x in ipairs(list) do
      pointers[i] = x:data()
   end
   return pointers
end

-- Output and gradients, one element at a time.
local function naive(case, input, g)
   local output, gradients = g:clone(), {}
   for i = 1, #input do
      gradients[i] = g:clone()
   end
   local x, gx, y = data(input), data(gradients), output:data()
   local values = {}
   for k = 0, g:nElement() - 1 do
      for i = 1, #input do
         values[i] = x[i][k]
      end
      y[k] = case.value(unpack(values))
      for i = 1, #input do
         gx[i][k] = gx[i][k] * case.derivative(i, unpack(values))
      end
   end
   return output, gradients
end

local function computes(case, n, size, type)
   torch.manualSeed(17)
   local input, g = inputs_of(n, size), torch.randn(torch.LongStorage(size))
   local output, gradients = naive(case, input, g)
   local module = case.new():type(type)
   for _, form in ipairs { function(x) return x:type(type) end, function(x) return tensors.scattered(x:type(type)) end } do
      local x = {}
      for i = 1, n do
         x[i] = form(input[i])
      end
      local tolerance = TOLERANCE[type:match('(%a+)Tensor'):lower()]
      tensors.threads(function()
         tensors.close(output, module:forward(x), tolerance, 'output')
         local got = module:backward(x, form(g))
         assert.equal(n, #got)
         for i = 1, n do
            tensors.close(gradients[i], got[i], tolerance, ('gradInput[%d]'):format(i))
         end
      end)
   end
end

local function keeps(case, n)
   local module, input, g = case.new(), inputs_of(n, { 3, 4 }), torch.randn(3, 4)
   local output = module:forward(input)
   local gradients = module:backward(input, g)
   local first = gradients[1]
   assert.is_true(rawequal(output, module:forward(input)) and rawequal(output, module.output))
   assert.is_true(rawequal(gradients, module:backward(input, g)) and rawequal(first, gradients[1]))
   local wanted = output:clone()
   module:clearState()
   tensors.close(wanted, module:forward(input), 0, 'after clearState')
   module.gradInput = nil
   assert.is_nil(module:backward(input, g))
end

local function refuses(case, n)
   local name, input = tostring(case.new()), inputs_of(n, { 3, 4 })
   local function refused(text, list)
      tensors.refuses(name .. ': ' .. text, function() case.new():forward(list) end)
   end
   refused(('input: a table of %s tensors expected, got torch.DoubleTensor'):format(case.any and 'one or more' or 'two'):gsub('two', '2'),
      input[1])
   input[2] = torch.randn(5)
   refused('input[2] of size 5 does not have as many elements as the input[1] of size 3x4', input)
   input[2] = torch.FloatTensor(3, 4)
   refused('input[2] is a torch.FloatTensor, but the module has type torch.DoubleTensor', input)
   local module = case.new()
   input = inputs_of(n, { 3, 4 })
   module:forward(input)
   tensors.refuses(name .. ': gradOutput of size 3x5', function() module:backward(input, torch.randn(3, 5)) end)
end

--- Specs of a class.
-- @param case new() makes a module; value(x1, x2, …) is an element of the output; derivative(i, x1, x2, …) its derivative by the i-th;
--    any: true if it takes any number of tensors, else it takes two
function checks.elementwise(case)
   local spec = getfenv(2)
   local numbers = case.any and { 1, 2, 3, 5 } or { 2 }

   spec.it('computes, one element at a time, what the formula says, and its gradients', function()
      for _, n in ipairs(numbers) do
         for _, size in ipairs(SIZES) do
            computes(case, n, size, 'torch.DoubleTensor')
            computes(case, n, size, 'torch.FloatTensor')
         end
      end
   end)

   spec.it('keeps its tensors, and does without them', function()
      keeps(case, 2)
   end)

   spec.it('names what it was given and what it wanted', function()
      refuses(case, 2)
   end)

   if case.any then
      spec.it('takes tables of one length, then another', function()
         local module, g = case.new(), torch.randn(3, 4)
         for _, n in ipairs { 3, 1, 2 } do
            local input = inputs_of(n, { 3, 4 })
            module:forward(input)
            assert.equal(n, #module:backward(input, g))
         end
      end)
   end
end

return checks

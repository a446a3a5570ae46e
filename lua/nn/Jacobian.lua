--- nn.Jacobian: derivatives by backward passes and by finite differences, and the distance between them.
--
-- A module's Jacobian J has a row for each element of its input (or of a parameter), a column for each of its output. `input` and `param`
-- are contiguous tensors, or nested tables of them whose elements follow each other; they are changed element by element and put back.
-- Inputs, outputs and gradients of modules may be tables wherever a function takes or makes them.
local Jacobian = {}

-- Calls visit(tensor) for the tensors of a nested table, in order.
local function each(value, visit)
   if torch.isTensor(value) then
      visit(value)
   else
      for _, entry in ipairs(value) do
         each(entry, visit)
      end
   end
end

local function count(value)
   local n = 0
   each(value, function(x)
      n = n + x:nElement()
   end)
   return n
end

-- All elements as one vector, in the default type.
local function vector(value)
   local whole, offset = torch.Tensor(count(value)), 1
   each(value, function(x)
      if x:nElement() > 0 then
         whole:narrow(1, offset, x:nElement()):copy(x)
      end
      offset = offset + x:nElement()
   end)
   return whole
end

-- Calls act(elements, i, row) for each element: elements[i] of a vector that shows a tensor, numbered from 1 over all tensors.
local function each_element(value, act)
   local row = 0
   each(value, function(x)
      local elements = x.new(x):resize(x:nElement())
      for i = 1, x:nElement() do
         row = row + 1
         act(elements, i, row)
      end
   end)
end

-- A value like `value`, of zeros.
local function zeros_like(value)
   if torch.isTensor(value) then
      return value.new():resizeAs(value):zero()
   end
   local copy = {}
   for i, entry in ipairs(value) do
      copy[i] = zeros_like(entry)
   end
   return copy
end

-- Calls act(gradOutput, column) with a gradient of 1 at one element of the output at a time.
local function each_output(output, act)
   local gradOutput = zeros_like(output)
   each_element(gradOutput, function(elements, i, column)
      elements[i] = 1
      act(gradOutput, column)
      elements[i] = 0
   end)
end

--- Jacobian by backward passes with a gradient of 1 at one output at a time.
-- @param param with dparam: the parameter and its gradient, for the Jacobian by the parameter instead of the input
function Jacobian.backward(module, input, param, dparam)
   local output = module:forward(input)
   local jacobian = torch.Tensor(count(param or input), count(output)):zero()
   each_output(output, function(gradOutput, column)
      module:zeroGradParameters()
      local gradInput = module:updateGradInput(input, gradOutput)
      module:accGradParameters(input, gradOutput)
      jacobian:select(2, column):copy(vector(param and dparam or gradInput))
   end)
   return jacobian
end

--- Jacobian by the parameter, as accUpdateGradParameters changes it.
function Jacobian.backwardUpdate(module, input, param)
   local output = module:forward(input)
   local jacobian = torch.Tensor(count(param), count(output)):zero()
   local parameters, originals = module:parameters(), {}
   for i, parameter in ipairs(parameters) do
      originals[i] = parameter:clone()
   end
   local function restore()
      for i, parameter in ipairs(parameters) do
         parameter:copy(originals[i])
      end
   end
   local before = vector(param)
   each_output(output, function(gradOutput, column)
      module:forward(input)
      module:updateGradInput(input, gradOutput)
      module:accUpdateGradParameters(input, gradOutput, 1)
      jacobian:select(2, column):copy(before - vector(param))
      restore()
   end)
   return jacobian
end

--- Jacobian by central differences of width 2 eps, by the input or by `param`.
function Jacobian.forward(module, input, param, eps)
   eps = eps or 1e-6
   local jacobian = torch.Tensor(count(param or input), count(module:forward(input)))
   each_element(param or input, function(elements, i, row)
      local value = elements[i]
      elements[i] = value - eps
      local below = vector(module:forward(input))
      elements[i] = value + eps
      local above = vector(module:forward(input))
      elements[i] = value
      jacobian:select(1, row):copy(above:add(-1, below):div(2 * eps))
   end)
   return jacobian
end

--- Like forward, for a parameter.
function Jacobian.forwardUpdate(module, input, param, eps)
   return Jacobian.forward(module, input, param, eps)
end

-- Fills with uniform numbers between the limits; tensors of whole numbers get them rounded towards zero.
local function randomise(value, minimum, maximum)
   minimum, maximum = minimum or -2, maximum or 2
   each(value, function(x)
      x:copy(torch.rand(x:nElement()):mul(maximum - minimum):add(minimum))
   end)
end

-- A difference of NaN is infinite: the larger of two numbers would not show it.
local function distance(a, b)
   local largest = 0
   (vector(a) - vector(b)):apply(function(x)
      largest = x == x and math.max(largest, math.abs(x)) or math.huge
   end)
   return largest
end

--- Largest difference of the Jacobians by the input, which is filled with random numbers first. A perturbation may be given.
function Jacobian.testJacobian(module, input, minimum, maximum, perturbation)
   randomise(input, minimum, maximum)
   return distance(Jacobian.forward(module, input, nil, perturbation), Jacobian.backward(module, input))
end

--- Largest difference of the Jacobians by a parameter; parameter and input are filled with random numbers first.
function Jacobian.testJacobianParameters(module, input, param, dparam, minimum, maximum, perturbation)
   randomise(input, minimum, maximum)
   randomise(param, minimum, maximum)
   local backward = Jacobian.backward(module, input, param, dparam)
   return distance(Jacobian.forward(module, input, param, perturbation), backward)
end

--- The same for updates of the parameter.
function Jacobian.testJacobianUpdateParameters(module, input, param, minimum, maximum, perturbation)
   randomise(input, minimum, maximum)
   randomise(param, minimum, maximum)
   local backward = Jacobian.backwardUpdate(module, input, param)
   return distance(Jacobian.forwardUpdate(module, input, param, perturbation), backward)
end

-- Output and gradInput of one pass with given gradients, as vectors.
local function pass(module, input, gradOutput)
   local output = vector(module:forward(input))
   module:zeroGradParameters()
   local gradInput = module:updateGradInput(input, gradOutput)
   module:accGradParameters(input, gradOutput)
   return output, vector(gradInput or {})
end

-- Random gradients for an output.
local function gradient_for(output)
   local gradOutput = zeros_like(output)
   randomise(gradOutput, -1, 1)
   return gradOutput
end

--- Writes a module to a file and reads it back. Returns the largest differences of the outputs and of the gradients by the input.
function Jacobian.testIO(module, input, minimum, maximum)
   randomise(input, minimum, maximum)
   local gradOutput = gradient_for(module:forward(input))
   local output, gradInput = pass(module, input, gradOutput)
   local name = os.tmpname()
   torch.save(name, module)
   local copy = torch.load(name)
   os.remove(name)
   local output2, gradInput2 = pass(copy, input, gradOutput)
   return distance(output, output2), distance(gradInput, gradInput2)
end

local function passes(modules, method, ...)
   for _, module in ipairs(modules) do
      module[method](module, ...)
   end
end

-- Each of the modules makes one step: by gradients that add up, or at once.
local function step(modules, input, gradOutput, rate, at_once)
   for _, module in ipairs(modules) do
      module:forward(input)
      module:updateGradInput(input, gradOutput)
   end
   if at_once then
      passes(modules, 'accUpdateGradParameters', input, gradOutput, rate)
   else
      passes(modules, 'zeroGradParameters')
      passes(modules, 'accGradParameters', input, gradOutput)
      passes(modules, 'updateParameters', rate)
   end
end

-- Two clones of a module; with names, they share the parameters so named.
local function pair(module, ...)
   local first = module:clone()
   return { first, select('#', ...) > 0 and first:clone(...) or first:clone() }
end

-- The modules after getParameters of a network of them.
local function flattened(modules)
   local net = nn.Sequential()
   for _, module in ipairs(modules) do
      net:add(module)
   end
   net:getParameters()
   return modules
end

--- Compares the ways to update a parameter: gradients that add up, or updates at once; in one module, in two that share the
-- parameter and its gradient or the parameter alone, or neither; and after getParameters.
-- @param weight, gradWeight names of the fields
-- @return a table of largest differences by name
function Jacobian.testAllUpdate(module, input, weight, gradWeight)
   local rate = torch.uniform(0.1, 1.0)
   local gradOutput = gradient_for(module:forward(input))
   local plain, errors = module:clone(), {}
   pass(plain, input, gradOutput)
   local function compare(name, modules, at_once, steps)
      step(modules, input, gradOutput, rate, at_once)
      errors[name] = distance(plain[weight] - plain[gradWeight] * (steps * rate), modules[#modules][weight])
   end

   compare('accGradParameters', { module:clone() }, false, 1)
   compare('accUpdateGradParameters', { module:clone() }, true, 1)
   compare('accGradParameters [shared]', pair(module, weight), false, 2)
   compare('accUpdateGradParameters [shared]', pair(module, weight, gradWeight), true, 2)
   compare('accGradParameters [unshared]', pair(module), false, 1)
   compare('accUpdateGradParameters [unshared]', pair(module), true, 1)

   compare('accGradParameters [flattened]', flattened { module:clone() }, false, 1)
   compare('accUpdateGradParameters [flattened]', flattened { module:clone() }, true, 1)
   compare('accUpdateGradParameters [shared, flattened]', flattened(pair(module, weight, gradWeight)), true, 2)
   return errors
end

-- ---- second derivatives -------------------------------------------------------------------------------------------------

-- The methods of nn.hessian are compared with squares of first derivatives, over F = Σ y² / 2 of the outputs y: its second derivatives by
-- them are 1, and by an input or parameter x, which y is linear in, Σ (dy/dx)².

--- Second derivatives of F by nn.hessian's methods.
-- @param field 'diagHessianInput', 'diagHessianWeight' or 'diagHessianBias'
function Jacobian.backwardDiagHessian(module, input, field)
   local output = module:forward(input)
   local ones = output.new():resizeAs(output):fill(1)
   module:initDiagHessianParameters()
   module:updateDiagHessianInput(input, ones)
   module:accDiagHessianParameters(input, ones)
   return module[field]
end

--- Second derivatives of F by backward passes, from a gradient of 1 at one output at a time.
-- @param field 'gradInput', 'gradWeight' or 'gradBias'
function Jacobian.linearModuleDiagHessian(module, input, field)
   local sum
   each_output(module:forward(input), function(gradOutput)
      module:zeroGradParameters()
      module:updateGradInput(input, gradOutput)
      module:accGradParameters(input, gradOutput)
      local first = module[field]
      sum = sum or first.new():resizeAs(first):zero()
      sum:addcmul(first, first)
   end)
   return sum
end

--- Largest difference of the two, over an input filled with random numbers.
function Jacobian.testDiagHessian(module, input, gradient, second, minimum, maximum)
   randomise(input, minimum, maximum)
   local backward = Jacobian.backwardDiagHessian(module, input, second):clone()
   return distance(backward, Jacobian.linearModuleDiagHessian(module, input, gradient))
end

function Jacobian.testDiagHessianInput(module, input, minimum, maximum)
   return Jacobian.testDiagHessian(module, input, 'gradInput', 'diagHessianInput', minimum, maximum)
end

function Jacobian.testDiagHessianWeight(module, input, minimum, maximum)
   return Jacobian.testDiagHessian(module, input, 'gradWeight', 'diagHessianWeight', minimum, maximum)
end

function Jacobian.testDiagHessianBias(module, input, minimum, maximum)
   return Jacobian.testDiagHessian(module, input, 'gradBias', 'diagHessianBias', minimum, maximum)
end

return Jacobian

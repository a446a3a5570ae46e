--- nn.Jacobian: derivatives by backward passes and by finite differences, and the distance between them.
--
-- A module's Jacobian J has a row for each element of its input (or of a parameter), a column for each of its output. `input`
-- and `param` are contiguous tensors; they are changed element by element and put back.
local Jacobian = {}

-- The elements of a contiguous tensor as a vector.
local function flat(x)
   return x.new(x):resize(x:nElement())
end

-- Central differences: rows for the elements of `x`, of what `output()` gives.
local function differences(x, output, eps)
   local elements = flat(x)
   local jacobian
   for i = 1, elements:nElement() do
      local value = elements[i]
      elements[i] = value - eps
      local below = output():clone()
      elements[i] = value + eps
      local above = output():clone()
      elements[i] = value
      jacobian = jacobian or x.new(elements:nElement(), above:nElement())
      jacobian:select(1, i):copy(above:add(-1, below):div(2 * eps))
   end
   return jacobian
end

--- Jacobian by backward passes with a gradient of 1 at one output at a time.
-- @param param with dparam: the parameter and its gradient, for the Jacobian by the parameter instead of the input
function Jacobian.backward(module, input, param, dparam)
   local output = module:forward(input)
   local gradOutput = output.new():resizeAs(output)
   local ones = flat(gradOutput)
   local rows = param and param:nElement() or input:nElement()
   local jacobian = output.new(rows, ones:nElement()):zero()
   for i = 1, ones:nElement() do
      ones:zero()
      ones[i] = 1
      module:zeroGradParameters()
      local gradInput = module:updateGradInput(input, gradOutput)
      module:accGradParameters(input, gradOutput)
      jacobian:select(2, i):copy(param and dparam or gradInput)
   end
   return jacobian
end

--- Jacobian by the parameter, as accUpdateGradParameters changes it.
function Jacobian.backwardUpdate(module, input, param)
   local output = module:forward(input)
   local gradOutput = output.new():resizeAs(output)
   local ones = flat(gradOutput)
   local jacobian = output.new(param:nElement(), ones:nElement()):zero()
   local original = param:clone()
   for i = 1, ones:nElement() do
      param:copy(original)
      module:forward(input)
      ones:zero()
      ones[i] = 1
      module:updateGradInput(input, gradOutput)
      module:accUpdateGradParameters(input, gradOutput, 1)
      jacobian:select(2, i):copy(original:clone():add(-1, param))
   end
   param:copy(original)
   return jacobian
end

--- Jacobian by central differences of width 2 eps, by the input or by `param`.
function Jacobian.forward(module, input, param, eps)
   return differences(param or input, function()
      return module:forward(input)
   end, eps or 1e-6)
end

--- Like forward, for a parameter.
function Jacobian.forwardUpdate(module, input, param, eps)
   return Jacobian.forward(module, input, param, eps)
end

-- Fills with uniform numbers between the limits; with whole ones (without the maximum) where x holds such.
local function randomise(x, minimum, maximum)
   minimum, maximum = minimum or -2, maximum or 2
   if x.uniform then
      x:uniform(minimum, maximum)
   else
      x:copy(torch.rand(x:size()):mul(maximum - minimum):add(minimum))
   end
end

local function distance(a, b)
   return a:clone():add(-1, b):abs():max()
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

-- Output, gradInput after one pass with given gradients.
local function pass(module, input, gradOutput)
   local output = module:forward(input):clone()
   module:zeroGradParameters()
   local gradInput = module:updateGradInput(input, gradOutput)
   module:accGradParameters(input, gradOutput)
   return output, gradInput:clone()
end

--- Writes a module to a file and reads it back. Returns the largest differences of the outputs and of the gradients by the input.
function Jacobian.testIO(module, input, minimum, maximum)
   randomise(input, minimum, maximum)
   module:forward(input)
   local gradOutput = module.output.new():resizeAs(module.output):uniform(-1, 1)
   local output, gradInput = pass(module, input, gradOutput)
   local name = os.tmpname()
   local file = torch.DiskFile(name, 'w'):binary()
   file:writeObject(module)
   file:close()
   file = torch.DiskFile(name):binary()
   local copy = file:readObject()
   file:close()
   os.remove(name)
   local output2, gradInput2 = pass(copy, input, gradOutput)
   return distance(output, output2), distance(gradInput, gradInput2)
end

-- Clones of a module that share its parameters and gradients: `n` of them.
local function shared_clones(module, n, weight, gradient)
   local clones = {}
   for i = 1, n do
      clones[i] = module:clone(weight, gradient)
   end
   return clones
end

local function accumulate(modules, input, gradOutput)
   for _, module in ipairs(modules) do
      module:forward(input)
      module:backward(input, gradOutput)
   end
end

--- Compares the ways to update a parameter: accGradParameters and updateParameters, accUpdateGradParameters, both over clones that
-- share it, and after getParameters. Returns a table of largest differences by name.
function Jacobian.testAllUpdate(module, input, weight, gradWeight)
   local rate = torch.uniform(0.1, 1.0)
   local errors = {}
   module:forward(input)
   local gradOutput = module.output.new():resizeAs(module.output):uniform(-1, 1)

   -- One step by accumulation, and the same by direct updates.
   local plain, direct = module:clone(), module:clone()
   plain:zeroGradParameters()
   accumulate({ plain }, input, gradOutput)
   plain:updateParameters(rate)
   direct:forward(input)
   direct:updateGradInput(input, gradOutput)
   direct:accUpdateGradParameters(input, gradOutput, rate)
   errors['accUpdateGradParameters'] = distance(plain[weight], direct[weight])

   -- Two passes: with parameters shared by two modules, and not.
   local wanted = module:clone()
   wanted:zeroGradParameters()
   accumulate({ wanted, wanted }, input, gradOutput)
   wanted:updateParameters(rate)
   local source = module:clone()
   local pair = shared_clones(source, 2, weight, gradWeight)
   source:zeroGradParameters()
   accumulate(pair, input, gradOutput)
   source:updateParameters(rate)
   errors['accGradParameters [shared]'] = distance(wanted[weight], source[weight])

   source = module:clone()
   pair = shared_clones(source, 2, weight, gradWeight)
   for _, clone in ipairs(pair) do
      clone:forward(input)
      clone:updateGradInput(input, gradOutput)
   end
   for _, clone in ipairs(pair) do
      clone:accUpdateGradParameters(input, gradOutput, rate)
   end
   errors['accUpdateGradParameters [shared]'] = distance(wanted[weight], source[weight])

   -- After the parameters were gathered in one vector.
   local net = nn.Sequential():add(module:clone()):add(nn.Identity())
   local _, gradients = net:getParameters()
   gradients:zero()
   accumulate({ net:get(1), net:get(1) }, input, gradOutput)
   net:updateParameters(rate)
   errors['accGradParameters [flattened]'] = distance(wanted[weight], net:get(1)[weight])
   return errors
end

return Jacobian

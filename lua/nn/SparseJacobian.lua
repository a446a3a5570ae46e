--- nn.SparseJacobian: as nn.Jacobian, for modules whose input is one sparse sample, a matrix of rows { index, value }, such as
-- nn.SparseLinear with doGradInput.
--
-- The Jacobian by the input has a row for each of the input's rows: derivatives by the values. gradInput may name all inputs or those of the
-- sample; what stands beside an index is its derivative.
local Jacobian = require 'nn.Jacobian'

local SparseJacobian = {}

-- The derivatives by the values of the input's rows.
local function derivatives(input, gradInput)
   local by_index = {}
   for i = 1, gradInput:size(1) do
      by_index[gradInput[i][1]] = gradInput[i][2]
   end
   local result = input.new(input:size(1))
   for i = 1, input:size(1) do
      result[i] = by_index[input[i][1]]
   end
   return result
end

-- The module as one whose input is the values alone, for nn.Jacobian.
local function by_values(module, input)
   local view = setmetatable({}, { __index = module })
   function view.forward()
      return module:forward(input)
   end
   function view.updateGradInput(_, _, gradOutput)
      return derivatives(input, module:updateGradInput(input, gradOutput))
   end
   function view.accGradParameters(_, _, gradOutput, scale)
      module:accGradParameters(input, gradOutput, scale)
   end
   function view.zeroGradParameters()
      module:zeroGradParameters()
   end
   return view
end

--- Jacobian by backward passes, by the input's values or with dparam by a parameter.
function SparseJacobian.backward(module, input, param, dparam)
   return Jacobian.backward(by_values(module, input), input:select(2, 2), param, dparam)
end

--- Jacobian by the parameter, as accUpdateGradParameters changes it.
function SparseJacobian.backwardUpdate(module, input, param)
   return Jacobian.backwardUpdate(module, input, param)
end

--- Jacobian by central differences, by the input's values or by `param`.
function SparseJacobian.forward(module, input, param)
   if param then
      return Jacobian.forward(module, input, param)
   end
   local eps, values = 1e-6, input:select(2, 2)
   local jacobian
   for i = 1, input:size(1) do
      local value = values[i]
      values[i] = value - eps
      local below = module:forward(input):clone()
      values[i] = value + eps
      local above = module:forward(input):clone()
      values[i] = value
      jacobian = jacobian or input.new(input:size(1), above:nElement())
      jacobian:select(1, i):copy(above:add(-1, below):div(2 * eps))
   end
   return jacobian
end

--- Like forward, for a parameter.
function SparseJacobian.forwardUpdate(module, input, param)
   return Jacobian.forwardUpdate(module, input, param)
end

local function randomise(x, minimum, maximum)
   x:uniform(minimum or -2, maximum or 2)
end

local function distance(a, b)
   return (a - b):abs():max()
end

--- Largest difference of the Jacobians by the input's values, which are made random first.
function SparseJacobian.testJacobian(module, input, minimum, maximum)
   randomise(input:select(2, 2), minimum, maximum)
   return distance(SparseJacobian.forward(module, input), SparseJacobian.backward(module, input))
end

--- Largest difference of the Jacobians by a parameter; it and the input's values are made random first.
function SparseJacobian.testJacobianParameters(module, input, param, dparam, minimum, maximum)
   randomise(input:select(2, 2), minimum, maximum)
   randomise(param, minimum, maximum)
   local backward = SparseJacobian.backward(module, input, param, dparam)
   return distance(SparseJacobian.forward(module, input, param), backward)
end

--- The same for updates of the parameter.
function SparseJacobian.testJacobianUpdateParameters(module, input, param, minimum, maximum)
   randomise(input:select(2, 2), minimum, maximum)
   randomise(param, minimum, maximum)
   local backward = SparseJacobian.backwardUpdate(module, input, param)
   return distance(SparseJacobian.forwardUpdate(module, input, param), backward)
end

--- As nn.Jacobian.testIO: two largest differences after writing and reading the module.
function SparseJacobian.testIO(module, input, minimum, maximum)
   randomise(input:select(2, 2), minimum, maximum)
   local function pass(one)
      local output = one:forward(input):clone()
      one:zeroGradParameters()
      local gradInput = one:backward(input, output:clone())
      return output, gradInput:clone()
   end
   local copy = torch.deserialize(torch.serialize(module))
   local output, gradInput = pass(module)
   local output2, gradInput2 = pass(copy)
   return distance(output, output2), distance(gradInput, gradInput2)
end

--- As nn.Jacobian.testAllUpdate: differences between the ways to update a parameter, by name.
function SparseJacobian.testAllUpdate(module, input, weight, gradWeight)
   return Jacobian.testAllUpdate(module, input, weight, gradWeight)
end

return SparseJacobian

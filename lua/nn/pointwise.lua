--- Layers and criteria that work element by element: one kernel forward, one for the gradient.
--
-- Kernels are named without their type and take contiguous arrays:
--    layers       forward(output, input, n, …)                     output may be input
--                 backward(gradInput, gradOutput, saved, n, …)     gradInput may be gradOutput; saved is the input or the output
--    criteria     forward(input, target, n, sizeAverage, …)        returns the loss
--                 backward(gradInput, input, target, n, sizeAverage, …)
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local pointwise = {}

--- self.output = kernel(input, …), any shape.
function pointwise.updateOutput(self, input, kernel, ...)
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', x)
   T.kernels[kernel](output:data(), x:data(), x:nElement(), ...)
   return output
end

--- The same over the input's own elements; self.output shows the input.
function pointwise.updateOutputInPlace(self, input, kernel, ...)
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   T.kernels[kernel](x:data(), x:data(), x:nElement(), ...)
   buffers.back(input, x)
   return buffers.kept(self, 'output', T):set(input)
end

local function prepare(self, gradOutput, saved, what)
   local T = check.floating(self, gradOutput, 'gradOutput')
   check.floating(self, saved, what)
   check.sameCount(self, gradOutput, 'gradOutput', saved, what)
   return T, buffers.contiguous(self, '_gradOutput', gradOutput)
end

--- self.gradInput = kernel(gradOutput, saved, …) with the sizes of the input; nothing when gradInput was cut out.
-- @param saved what the derivative is taken from: the input or self.output
-- @param what its name in messages
function pointwise.updateGradInput(self, input, gradOutput, saved, what, kernel, ...)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   local T, g = prepare(self, gradOutput, saved, what)
   local s = buffers.contiguous(self, '_input', saved)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   T.kernels[kernel](gradInput:data(), g:data(), s:data(), g:nElement(), ...)
   return gradInput
end

--- The same over gradOutput's own elements; self.gradInput shows gradOutput.
function pointwise.updateGradInputInPlace(self, gradOutput, saved, what, kernel, ...)
   if not self.gradInput then
      return nil
   end
   local T, g = prepare(self, gradOutput, saved, what)
   local s = buffers.contiguous(self, '_input', saved)
   T.kernels[kernel](g:data(), g:data(), s:data(), g:nElement(), ...)
   buffers.back(gradOutput, g)
   return buffers.kept(self, 'gradInput', T):set(gradOutput)
end

local function no_constants() end

--- Gives a class the methods of an activation: kernels <name>_updateOutput and <name>_updateGradInput, in place where the field
-- `inplace` says so.
-- @param source 'input' or 'output': what the kernel takes the derivative from
-- @param constants function of the module whose results follow the kernel's arrays; none by default
function pointwise.activation(class, name, source, constants)
   local forward, backward = name .. '_updateOutput', name .. '_updateGradInput'
   constants = constants or no_constants

   function class:updateOutput(input)
      local run = self.inplace and pointwise.updateOutputInPlace or pointwise.updateOutput
      return run(self, input, forward, constants(self))
   end

   function class:updateGradInput(input, gradOutput)
      local saved = source == 'input' and input or self.output
      if self.inplace then
         return pointwise.updateGradInputInPlace(self, gradOutput, saved, source, backward, constants(self))
      end
      return pointwise.updateGradInput(self, input, gradOutput, saved, source, backward, constants(self))
   end
end

-- Type, contiguous input and target of a criterion, after their sizes were compared.
local function operands(self, input, target)
   local T = check.floating(self, input, 'input')
   check.floating(self, target, 'target')
   check.sameCount(self, target, 'target', input, 'input')
   return T, buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_target', target)
end

--- self.output = kernel(input, target, …), a number. Losses are averaged unless sizeAverage is false: old files have no such field.
function pointwise.updateLoss(self, input, target, kernel, ...)
   local T, x, t = operands(self, input, target)
   self.output = T.kernels[kernel](x:data(), t:data(), x:nElement(), self.sizeAverage ~= false, ...)
   return self.output
end

--- place[key] = kernel(input, target, …), a tensor with the sizes of the input: where a criterion keeps several gradients.
function pointwise.updateLossGradientTo(self, place, key, input, target, kernel, ...)
   local T, x, t = operands(self, input, target)
   local gradient = buffers.like(place, key, input)
   T.kernels[kernel](gradient:data(), x:data(), t:data(), x:nElement(), self.sizeAverage ~= false, ...)
   return gradient
end

--- The same in self.gradInput.
function pointwise.updateLossGradient(self, input, target, kernel, ...)
   return pointwise.updateLossGradientTo(self, self, 'gradInput', input, target, kernel, ...)
end

return pointwise

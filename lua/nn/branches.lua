--- Containers whose children work side by side, each on its own part of input and gradOutput.
--
-- Such a class says what the parts are and what becomes of the children's gradients; the passes back follow from that.
local utils = require 'nn.utils'
local check = require 'nn.check'

local branches = {}

local ACCUMULATING = { 'accGradParameters', 'accUpdateGradParameters', 'sharedAccUpdateGradParameters' }

--- Gives a class updateGradInput, backward and the three ways to accumulate.
-- @param each each(self, input, gradOutput, act) calls act(child, index, its input, its gradOutput) for every child
-- @param collect collect(self, input) returns a function(index, gradient) that takes into self.gradInput what a child returned
function branches.passes(Class, each, collect)
   local function back(self, method, input, gradOutput, scale)
      local take = collect(self, input)
      each(self, input, gradOutput, function(child, i, x, g)
         take(i, self:rethrowErrors(child, i, method, x, g, scale))
      end)
      return self.gradInput
   end

   function Class:updateGradInput(input, gradOutput)
      return back(self, 'updateGradInput', input, gradOutput)
   end

   function Class:backward(input, gradOutput, scale)
      return back(self, 'backward', input, gradOutput, scale or 1)
   end

   for _, method in ipairs(ACCUMULATING) do
      Class[method] = function(self, input, gradOutput, amount)
         each(self, input, gradOutput, function(child, i, x, g)
            self:rethrowErrors(child, i, method, x, g, amount or 1)
         end)
      end
   end
end

-- A child's gradient has to be a table where the input is one, and as long.
local function check_table(self, input, gradient)
   if type(gradient) ~= 'table' then
      check.fail(self, 'currentGradInput is not a table!')
   elseif #input ~= #gradient then
      check.fail(self, 'table size mismatch: %d gradients for %d inputs', #gradient, #input)
   end
end

--- Collects the sum of the children's gradients, tensors or nested tables of them; children that give none are passed over.
function branches.sum(self, input)
   local first = true
   return function(_, gradient)
      if not gradient or not self.gradInput then
         return
      elseif type(input) == 'table' then
         check_table(self, input, gradient)
      end
      if first then
         self.gradInput = utils.recursiveCopy(self.gradInput, gradient)
         first = false
      else
         utils.recursiveAdd(self.gradInput, gradient)
      end
   end
end

--- Collects the table of the children's gradients, one for each entry of the input.
function branches.entries(self, input)
   local gradients = type(self.gradInput) == 'table' and self.gradInput or {}
   for i = #input + 1, #gradients do
      gradients[i] = nil
   end
   self.gradInput = gradients
   return function(i, gradient)
      gradients[i] = gradient
   end
end

return branches

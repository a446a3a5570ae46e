--- Whether an instance computes what it should: compared with its reference, or where it has none, with finite differences.
local torch = require 'torch'
local nn = require 'nn'
local check = require 'lampas.check'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'
local reference = require 'lampas.reference'

local verify = {}

local CHECK_SEED = 1234

-- What forward must have given; `input` as it was before the call.
local function forward_arrays(self, layer, input, context)
   local g = reference.geometry(layer, self)
   if self.criterion then
      return layer.forward(g, self.module, input, self.target)
   end
   return layer.forward(g, self.module, input, context)
end

-- What backward must have given; `gradOutput` as it was before the call.
local function backward_arrays(self, layer, gradOutput, context)
   local g = reference.geometry(layer, self)
   if self.criterion then
      return layer.backward(g, self.module, self.input, self.target)
   end
   return layer.backward(g, self.module, self.input, gradOutput, context)
end

local function copy_if(inplace, value)
   return inplace and (nn.utils.recursiveCopy(nil, value)) or value
end

--- Calls forward, and backward if that is the method, and compares everything they filled with the reference.
-- @param self an instance (lampas.instance)
-- @param method 'forward', or 'backward' or a part of it (lampas.parts)
-- @param amount check.thorough or check.quick
-- @return as check.arrays; nil when the class has no reference. The instance has been run, its gradOutput is there.
function verify.run(self, method, amount)
   local layer = reference.of(torch.typename(self.module))
   local context = { seed = CHECK_SEED }
   local input = copy_if(self.inplace, self.input)
   torch.manualSeed(CHECK_SEED)
   if layer and layer.before then
      layer.before(self.module, context)
   end
   instance.operation(self, 'forward')()
   instance.prepare(self)
   if method == 'forward' then
      return layer and check.arrays(forward_arrays(self, layer, input, context), self.type, amount)
   end
   local gradOutput = not self.criterion and copy_if(self.inplace, self.gradOutput) or nil
   if not self.criterion then
      self.module:zeroGradParameters()
   end
   instance.operation(self, 'backward')()
   return layer and check.arrays(backward_arrays(self, layer, gradOutput, context), self.type, amount)
end

local DIFFERENCES = 1e-4 -- more than rounding makes of finite differences
local differentiated = setmetatable({}, { __mode = 'k' })

-- The gradients of a sample's small form against finite differences, once for each sample; nil where they do not apply.
local function by_differences(case)
   local small = case and case.small
   if not small or small.undifferentiated then
      return nil
   end
   if not differentiated[case] then
      torch.manualSeed(CHECK_SEED)
      local worst, where = 0, nil
      for name, error in pairs(gradient.errors(instance.new(small, 'double', 'steady'))) do
         if error > worst or error ~= error then
            worst, where = error, name
         end
      end
      local ok = worst <= DIFFERENCES -- a NaN is not
      differentiated[case] = {
         ok = ok, error = worst, message = not ok and ('%s is %.2g from finite differences'):format(where, worst) or nil,
      }
   end
   return differentiated[case]
end

--- The verdict on an instance, as check.arrays gives it (nil where there is nothing to go by), and what it is called when it is good:
-- 'checked' or 'differentiated'.
-- @param quick true for fewer entries
function verify.judge(self, method, quick)
   local verdict = verify.run(self, method, quick and check.quick or check.thorough)
   if verdict then
      return verdict, 'checked'
   end
   return by_differences(self.case), 'differentiated'
end

return verify

local checks = require 'spec.support.module_checks'
local library = require 'lampas.library'

local function evaluating(inplace)
   return function()
      local module = nn.RReLU(0.1, 0.4, inplace)
      module:evaluate()
      return module
   end
end

local function leaky(slope)
   return checks.pointwise(function(x)
      return x > 0 and x or slope * x
   end)
end

checks.module('RReLU', {
   { 'training', function() return nn.RReLU(0.1, 0.4) end, input = { 4, 9 }, random = true, prints = 'nn.RReLU (l:0.100000, u:0.400000)' },
   { 'training in place', function() return nn.RReLU(0.1, 0.4, true) end, input = { 4, 9 }, random = true, inplace = true },
   { 'training, many elements', function() return nn.RReLU() end, input = { 300001 }, random = true },
   { 'evaluating', evaluating(), input = { 4, 9 }, batch = true, reference = leaky(0.25) },
   { 'evaluating in place', evaluating(true), input = { 4, 9 }, inplace = true, reference = leaky(0.25) },
   { 'slopes that do not differ', function() return nn.RReLU(0.2, 0.2) end, input = { 4, 9 }, reference = leaky(0.2), random = true },
})

describe('nn.RReLU', function()
   it('draws a slope for each element that is not positive, in order', function()
      local x, slopes = torch.randn(200003), {}
      torch.manualSeed(8)
      x:apply(function(v)
         slopes[#slopes + 1] = v <= 0 and torch.uniform(0.125, 0.5) or 1
      end)
      local following = torch.random()
      for _, threads in ipairs { 1, 2 } do
         library.engine.lampas_threads_set(threads)
         torch.manualSeed(8)
         local module = nn.RReLU(0.125, 0.5)
         local y = module:forward(x)
         assert.equal(following, torch.random())
         local noise = torch.Tensor(slopes)
         checks.close(noise, module.noise, 0, 'noise')
         checks.close(torch.cmul(x, noise), y, 0, 'output')
         checks.close(noise, module:backward(x, torch.ones(x:size())), 0, 'gradInput')
      end
   end)

   it('draws for 0 and not for NaN', function()
      local module = nn.RReLU()
      module:forward(torch.Tensor { 0, 0 / 0, 1 })
      assert.is_true(module.noise[1] < 1 / 3)
      assert.same({ 1, 1 }, module.noise:narrow(1, 2, 2):totable())
   end)

   it('refuses slopes out of order', function()
      checks.refuses('wanted 0 <= l <= u, got 0.5 and 0.25', function() nn.RReLU(0.5, 0.25) end)
   end)
end)

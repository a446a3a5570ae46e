local tensors = require 'spec.support.tensors'
require 'nn'

-- Experts as a table of slices along a dimension.
local function slices(experts, dim)
   local list = {}
   for k = 1, experts:size(dim) do
      list[k] = experts:select(dim, k)
   end
   return list
end

-- Output and gradients, one expert after the other: gates and experts with the batch in front, experts along dimension `dim`.
local function naive(gates, experts, dim, g)
   local output, gradGates, gradExperts = g:clone():zero(), gates:clone(), experts:clone()
   for b = 1, gates:size(1) do
      for k = 1, gates:size(2) do
         local x = experts:select(1, b):select(dim - 1, k)
         output[b]:add(gates[b][k], x)
         gradGates[b][k] = (x:clone():cmul(g[b])):sum()
         gradExperts:select(1, b):select(dim - 1, k):copy(g[b] * gates[b][k])
      end
   end
   return output, gradGates, gradExperts
end

local function agrees(module, input, g, wanted, dim, what)
   tensors.close(wanted[1], module:forward(input), 1e-14, what .. ', output')
   local gradients = module:backward(input, g)
   tensors.close(wanted[2], gradients[1], 1e-14, what .. ', gates')
   local experts = type(gradients[2]) == 'table' and slices(wanted[3], dim) or { wanted[3] }
   for k, gradient in ipairs(type(gradients[2]) == 'table' and gradients[2] or { gradients[2] }) do
      tensors.close(experts[k], gradient, 1e-14, what .. ', experts')
   end
end

describe('nn.MixtureTable', function()
   it('adds up experts times gates, in a table or in one tensor along any dimension', function()
      for _, form in ipairs { { { 5, 3, 6 }, 2, { 5, 6 } }, { { 5, 6, 3, 2 }, 3, { 5, 6, 2 } } } do
         local experts, gates, g = torch.randn(unpack(form[1])), torch.rand(5, 3), torch.randn(unpack(form[3]))
         local wanted = { naive(gates, experts, form[2], g) }
         agrees(nn.MixtureTable(), { gates, slices(experts, form[2]) }, g, wanted, form[2], 'a table')
         agrees(nn.MixtureTable(form[2]), { gates, experts }, g, wanted, form[2], 'a tensor')
         agrees(nn.MixtureTable(form[2]), { tensors.scattered(gates), tensors.scattered(experts) }, tensors.scattered(g), wanted, form[2], 'gaps')
      end
   end)

   it('shares large ones among threads, in float and double', function()
      local experts, gates, g = torch.randn(3, 4, 5000), torch.rand(3, 4), torch.randn(3, 5000)
      local output, gradGates, gradExperts = naive(gates, experts, 2, g)
      for type, tolerance in pairs { float = 1e-5, double = 1e-13 } do
         tensors.threads(function()
            local module = nn.MixtureTable()[type](nn.MixtureTable())
            local x = { gates[type](gates), experts[type](experts) }
            tensors.close(output, module:forward(x), tolerance, 'output')
            local gradients = module:backward(x, g[type](g))
            tensors.close(gradGates, gradients[1], tolerance, 'gates')
            tensors.close(gradExperts, gradients[2], tolerance, 'experts')
         end)
      end
   end)

   it('takes one sample', function()
      local experts, gates, g = torch.randn(3, 6), torch.rand(3), torch.randn(6)
      local wanted = { gates:view(1, 3) * experts, experts * g, gates:view(3, 1) * g:view(1, 6) }
      wanted[1] = wanted[1]:view(6)
      agrees(nn.MixtureTable(), { gates, slices(experts, 1) }, g, wanted, 1, 'a table')
      agrees(nn.MixtureTable(1), { gates, experts }, g, wanted, 1, 'a tensor')
      agrees(nn.MixtureTable(), { gates, experts }, g, wanted, 1, 'without dim')
   end)

   it('takes experts of one number for each sample', function()
      local experts, gates, g = torch.randn(5, 3), torch.rand(5, 3), torch.randn(5)
      local wide = g:view(5, 1):expand(5, 3)
      local wanted = { torch.cmul(gates, experts):sum(2):view(5), torch.cmul(wide, experts), torch.cmul(wide, gates) }
      agrees(nn.MixtureTable(), { gates, slices(experts, 2) }, g, wanted, 2, 'a table')
      agrees(nn.MixtureTable(2), { gates, experts }, g, wanted, 2, 'a tensor')
   end)

   it('changes type, and between tables and tensors', function()
      local module, gates, experts = nn.MixtureTable(), torch.rand(2, 3), torch.randn(2, 3, 4)
      local wanted = module:forward({ gates, experts }):clone()
      module:backward({ gates, experts }, wanted)
      tensors.close(wanted, module:forward { gates, slices(experts, 2) }, 0, 'a table')
      assert.equal(3, #module:backward({ gates, slices(experts, 2) }, wanted)[2])
      module:float()
      tensors.close(wanted, module:forward { gates:float(), experts:float() }, 1e-6, 'float')
      module:clearState()
      assert.same({}, module.gradInput)
   end)

   it('names what it was given and what it wanted', function()
      tensors.refuses('nn.MixtureTable: Should be one gater output per expert: 2 experts, but gates of size 5x3', function()
         nn.MixtureTable():forward { torch.rand(5, 3), torch.randn(5, 2, 4) }
      end)
      tensors.refuses('nn.MixtureTable: gates must be vector or matrix, got size 1x1x1', function()
         nn.MixtureTable():forward { torch.rand(1, 1, 1), {} }
      end)
      tensors.refuses('an expert of size 4 does not have the batch of the gates of size 5x3', function()
         nn.MixtureTable():forward { torch.rand(5, 3), { torch.randn(4), torch.randn(4), torch.randn(4) } }
      end)
   end)
end)

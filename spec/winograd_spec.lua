-- Winograd's algorithm against the direct one in double, which convolution_engine_spec.lua compares with a naive reference.
local lampas = require 'lampas'
local library = require 'lampas.library'
local support = require 'spec.support.engine'
require 'nn'

local LIMITS = { ['torch.FloatTensor'] = 1e-5, ['torch.DoubleTensor'] = 1e-13 }

-- batch, inputs, height, width, outputs, padH, padW
local cases = {
   ['one element'] = { 1, 1, 1, 1, 1, 1, 1 },
   ['one tile'] = { 1, 2, 4, 4, 3, 1, 1 },
   ['one tile of 6 x 6, without padding'] = { 1, 2, 6, 6, 3, 0, 0 },
   ['one pixel'] = { 3, 5, 3, 3, 2, 0, 0 },
   ['less than a tile'] = { 5, 12, 2, 3, 9, 1, 1 },
   ['tiles that end with the image'] = { 2, 9, 12, 8, 7, 1, 1 },
   ['one pixel more than tiles'] = { 2, 9, 13, 9, 7, 1, 1 },
   ['one pixel less'] = { 3, 17, 11, 15, 10, 1, 1 },
   ['without padding'] = { 3, 17, 11, 15, 10, 0, 0 },
   ['uneven padding'] = { 2, 8, 9, 10, 6, 2, 0 },
   ['much padding'] = { 2, 3, 5, 4, 4, 7, 9 },
   ['one row'] = { 2, 5, 1, 40, 7, 1, 1 },
   ['one column'] = { 2, 5, 40, 1, 7, 1, 1 },
   ['rows longer than a block of tiles'] = { 1, 5, 6, 300, 8, 1, 1 },
   ['a run of whole vectors'] = { 1, 4, 9, 32, 8, 1, 1 },
   ['many images of one tile'] = { 70, 6, 3, 4, 5, 1, 1 },
   ['many planes'] = { 1, 300, 5, 9, 130, 1, 1 },
   ['more planes out than in'] = { 2, 67, 14, 14, 150, 1, 1 },
   ['tiles in several groups'] = { 3, 40, 57, 61, 36, 1, 1 },
   ['filters larger than the second cache, in blocks of channels'] = { 2, 150, 9, 10, 260, 1, 1 },
   ['a last channel and a last plane by themselves'] = { 4, 65, 13, 12, 49, 1, 1 },
}

-- The case's layer with windows of k × k; its padding is for 3 × 3.
local function layer_of(c, k)
   local more = (k - 3) / 2
   local m = nn.SpatialConvolution(c[2], c[5], k, k, 1, 1, c[7] + more, c[6] + more)
   m.weight:normal()
   m.bias:normal()
   return m
end

-- The layer's three results on clones, by the algorithm that `mode` names; gradients are added to ones that are there.
local function run(mode, layer, x, gradOutput, scale)
   local m = layer:clone()
   m.gradWeight:copy(m.weight):mul(2)
   m.gradBias:copy(m.bias):mul(-1)
   lampas.convolution(mode)
   local output = m:forward(x)
   local gradInput = m:backward(x, gradOutput, scale)
   lampas.convolution 'auto'
   return { output = output, gradInput = gradInput, gradWeight = m.gradWeight, gradBias = m.gradBias }
end

local names = {}
for name in pairs(cases) do
   names[#names + 1] = name
end

local function largest(x)
   return torch.abs(x:double()):max()
end

for typename, limit in pairs(LIMITS) do
   describe('Winograd\'s convolution in ' .. typename, function()
      for i = 1, 2 * #names do
         local name, k = names[math.ceil(i / 2)], i % 2 == 0 and 3 or 5
         local c = cases[name]
         it(('computes output and gradients with windows of %dx%d: %s'):format(k, k, name), function()
            torch.manualSeed(7)
            local layer = layer_of(c, k):type(typename)
            local x = torch.randn(c[1], c[2], c[3], c[4]):type(typename)
            local gradOutput = torch.randn(c[1], c[5], c[3] + 2 * c[6] - 2, c[4] + 2 * c[7] - 2):type(typename)
            local wanted = run('direct', layer:clone():double(), x:double(), gradOutput:double(), 0.7)
            local first
            support.with_threads(function(threads)
               local got = run('winograd', layer, x, gradOutput, 0.7)
               for key, value in pairs(got) do
                  local off = largest(value:double() - wanted[key])
                  assert.is_true(off <= limit * largest(wanted[key]), ('%s is off by %g, %d threads'):format(key, off, threads))
               end
               first = first or got
               for key, value in pairs(got) do
                  assert.equal(0, largest(value - first[key]), key .. ' depends on the threads')
               end
            end)
         end)
      end

      it('keeps its accuracy where inputs are all positive and sums long', function()
         for k = 3, 5, 2 do
            torch.manualSeed(8)
            local layer = nn.SpatialConvolution(256, 16, k, k, 1, 1, (k - 1) / 2, (k - 1) / 2):type(typename)
            local x, gradOutput = torch.rand(2, 256, 13, 13):type(typename), torch.rand(2, 16, 13, 13):mul(4):add(-2):type(typename)
            local wanted = run('direct', layer:clone():double(), x:double(), gradOutput:double(), 1)
            for key, value in pairs(run('winograd', layer, x, gradOutput, 1)) do
               assert.is_true(largest(value:double() - wanted[key]) <= limit * largest(wanted[key]), key)
            end
         end
      end)

      -- Not a number stays that; infinity may have become not-a-number, or come from a sum that overflows, in both alike.
      local function same_where_not_finite(wanted, got)
         for key, value in pairs(got) do
            local a, b = wanted[key]:contiguous():view(-1), value:contiguous():view(-1)
            for i = 1, a:size(1) do
               local u, v = a[i], b[i]
               if u ~= u or v ~= v or math.abs(u) == math.huge or math.abs(v) == math.huge then
                  assert.is_true(u == v or (u ~= u and v ~= v), ('%s[%d] is %g, not %g'):format(key, i, v, u))
               end
            end
         end
      end

      it('lets infinity and not-a-number reach what the direct method lets them reach', function()
         for k = 3, 5, 2 do
            torch.manualSeed(9)
            local layer = layer_of({ 2, 5, 10, 11, 6, 1, 1 }, k):type(typename)
            local x, gradOutput = torch.randn(2, 5, 10, 11):type(typename), torch.randn(2, 6, 10, 11):type(typename)
            local places = {
               function(value) x[2][3][5][6] = value end, function(value) x[1][1][1][1] = value end,
               function(value) x[2][5][10][11] = value end,
               function(value) gradOutput[2][4][7][2] = value end, function(value) gradOutput[1][6][10][11] = value end,
               function(value) layer.weight[3][2][1][3] = value end,
            }
            for _, place in ipairs(places) do
               for _, value in ipairs { 1 / 0, -1 / 0, 0 / 0 } do
                  place(value)
                  same_where_not_finite(run('direct', layer, x, gradOutput, 1), run('winograd', layer, x, gradOutput, 1))
               end
               place(0.5)
            end
         end
      end)

      it('gives the direct method\'s sums where only its own overflow', function()
         local layer = nn.SpatialConvolution(1, 1, 3, 3, 1, 1, 1, 1):type(typename)
         local x = torch.Tensor(1, 1, 8, 8):type(typename):fill(typename == 'torch.FloatTensor' and 3e38 or 1.7e308)
         layer.weight:fill(0.1)
         local wanted, got = run('direct', layer, x, x:clone():fill(0), 1), run('winograd', layer, x, x:clone():fill(0), 1)
         assert.is_true(wanted.output:max() < math.huge)
         assert.equal(0, largest(wanted.output:clone():div(1e30) - got.output:clone():div(1e30)) / largest(wanted.output:clone():div(1e30)))
      end)

      it('is right by finite differences', function()
         torch.manualSeed(10)
         for k = 3, 5, 2 do
            local m = nn.SpatialConvolution(3, 4, k, k, 1, 1, 1, 1)
            lampas.convolution 'winograd'
            local jacobian = nn.Jacobian.testJacobian(m, torch.randn(2, 3, 5, 6))
            local parameters = nn.Jacobian.testJacobianParameters(m, torch.randn(2, 3, 5, 6), m.weight, m.gradWeight)
            lampas.convolution 'auto'
            assert.is_true(jacobian < 1e-5 and parameters < 1e-5)
         end
      end)
   end)
end

describe('lampas.convolution', function()
   local function methods(element, ...)
      local s = require('ffi').new('SpatialConvolution_shape', ...)
      local kernels = library.kernels[element]
      return table.concat({ lampas.convolution.method(kernels, s, 'updateOutput'), lampas.convolution.method(kernels, s, 'updateGradInput'),
                            lampas.convolution.method(kernels, s, 'accGradParameters') }, ' ')
   end
   local large = { 10, 64, 1, 54, 54, 64, 1, 54, 54, 1, 3, 3, 1, 1, 1, 0, 1, 1, 1, 1, 1 }
   local small = { 10, 256, 1, 2, 2, 256, 1, 2, 2, 1, 3, 3, 1, 1, 1, 0, 1, 1, 1, 1, 1 }
   local strided = { 10, 64, 1, 54, 54, 64, 1, 27, 27, 1, 3, 3, 1, 2, 2, 0, 1, 1, 1, 1, 1 }

   it('is obeyed', function()
      assert.equal('auto', lampas.convolution())
      assert.equal('Winograd Winograd Winograd', methods('float', large))
      assert.equal('direct direct direct', methods('float', small))
      assert.equal('auto', lampas.convolution 'direct')
      assert.equal('direct direct direct', methods('float', large))
      assert.equal('direct', lampas.convolution 'winograd')
      assert.equal('Winograd Winograd Winograd', methods('double', small))
      assert.equal('direct scattered direct', methods('double', strided))
      lampas.convolution 'auto'
   end)

   it('refuses other names', function()
      assert.error_matches(function() lampas.convolution 'fft' end, "'auto', 'direct' or 'winograd' expected, got fft")
   end)
end)

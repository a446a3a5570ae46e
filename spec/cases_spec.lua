local torch = require 'torch'
local cases = require 'lampas.cases'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'
local library = require 'lampas.library'
local published = require 'lampas.published'
local reference = require 'lampas.reference'
local verify = require 'lampas.verify'

describe('the case table #once', function()
   it('has the 36 published cases and the one that the Caffe columns ran', function()
      local extra = {}
      for _, case in ipairs(cases.list) do
         if case.extra then
            extra[#extra + 1] = case.id
         end
      end
      assert.equal(37, #cases.list)
      assert.same({ 'linear-6400-4096' }, extra)
   end)

   it('runs the rows in the published order', function()
      local ours, theirs = {}, {}
      for _, row in ipairs(cases.rows()) do
         if not row.case.extra then
            ours[#ours + 1] = row.row_id
         end
      end
      for _, row in ipairs(published.rows) do
         if row.machine == 'E3' then
            theirs[#theirs + 1] = row.row_id
         end
      end
      assert.same(theirs, ours)
   end)

   it('divides them among the families', function()
      local count = {}
      for _, case in ipairs(cases.list) do
         count[case.family] = (count[case.family] or 0) + 1
      end
      assert.same({ relu = 2, conv = 18, pooling = 4, linear = 7, criterion = 2, batchnorm = 1, dropout = 3 }, count)
      assert.equal(36, #cases.rows('conv'))
      assert.equal(4, #cases.rows('criterion'))
   end)

   it('keeps the oddities of the table', function()
      assert.same({ 191, 384, 3, 3, 1, 1, 1, 1 }, cases.find('conv-191-384-k3-s1-p1-i12').arguments)
      assert.same({ 6400, 128 }, cases.find('linear-6400-128').arguments)
      assert.same({ 100, 512, 512 }, cases.find('relu-inplace').input.size)
      assert.same({ 3, 3, 2, 2 }, cases.find('maxpool-k3-s2').arguments)
      assert.same({ 100, 3, 100, 512 }, cases.find('maxpool-k3-s2').input.size)
      assert.same({ 'ramp', 0.1 }, cases.find('batchnorm-100x512').parameters.weight)
      assert.same({ 'classes', 1, 10 }, cases.find('classnll-512x512').target.values)
      assert.same({ 1000, 512 }, cases.find('dropout-p04').input.size)
   end)

   it('knows the warm-up of the published harness', function()
      local warm = {}
      for _, case in ipairs(cases.list) do
         if case.seed.warmup > 0 then
            assert.equal(10, case.seed.warmup)
            warm[#warm + 1] = case.id
         end
      end
      assert.same({ 'relu-inplace', 'classnll-512x512', 'batchnorm-100x512' }, warm)
   end)

   it('counts the arithmetic and traffic of the published rows', function()
      local flops, bytes = 0, 0
      for _, case in ipairs(cases.list) do
         if not case.extra then
            -- Linear's weights would be large: the reference needs their sizes alone.
            local module = case.class == 'Linear' and { weight = { size = function() return case.arguments[2] end }, bias = true }
               or instance.new({ class = case.class, arguments = case.arguments, input = { size = { 1 }, values = { 'zeros' } } },
                  'float').module
            local layer = reference.of('nn.' .. case.class)
            local cost = layer.cost(layer.geometry(module, case.input.size), 8)
            for _, method in ipairs { 'forward', 'backward' } do
               flops, bytes = flops + (cost[method].flops or 0), bytes + cost[method].bytes
            end
         end
      end
      assert.equal(135109612800, flops)
      assert.equal(8025574704, bytes)
   end)
end)

describe('every case, shrunk,', function()
   local before = library.engine.lampas_threads_get()

   after_each(function()
      library.engine.lampas_threads_set(before)
   end)

   for _, case in ipairs(cases.list) do
      for _, type in ipairs { 'float', 'double' } do
         it(('agrees with the reference: %s, %s'):format(case.id, type), function()
            for threads = 1, 2 do
               library.engine.lampas_threads_set(threads)
               for _, method in ipairs { 'forward', 'backward' } do
                  torch.manualSeed(7)
                  local verdict = verify.run(instance.new(case.small, type, 'steady'), method)
                  assert.is_true(verdict.ok, ('%s, %d threads: %s'):format(method, threads, tostring(verdict.message)))
               end
            end
         end)
      end

      it(('has the gradients of finite differences: %s'):format(case.id), function()
         torch.manualSeed(7)
         for name, error in pairs(gradient.errors(instance.new(case.small, 'double', 'steady'))) do
            assert.is_true(error < 1e-5, ('%s: %g'):format(name, error))
         end
      end)
   end
end)

describe('an instance #once', function()
   it('starts as the mode says', function()
      local small = cases.find('relu').small
      local case = { class = small.class, arguments = small.arguments, input = small.input, gradOutput = small.gradOutput }
      case.seed = cases.find('relu').seed
      assert.equal(0, instance.new(case, 'double', 'seed').input:abs():max())
      assert.is_true(instance.new(case, 'double', 'steady').input:abs():max() > 0)
   end)

   it('has the parameters of its case', function()
      local self = instance.new(cases.find('batchnorm-100x512').small, 'float', 'steady')
      assert.near(0.3, self.module.weight[3], 1e-6)
      assert.near(0.7, self.module.bias[7], 1e-6)
   end)

   it('takes a copy of the output as gradient where the case says so', function()
      local self = instance.new(cases.find('linear-512-10').small, 'double', 'steady')
      instance.operation(self, 'forward')()
      instance.prepare(self)
      assert.equal(0, (self.gradOutput - self.module.output):abs():max())
   end)
end)

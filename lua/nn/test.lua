--- nn.test and nn.testTHNN: self-tests for installations, without any test framework.
--
-- nn.test has a test for each class that has samples (lampas.samples): printing, cloning, saving, loading, float against double, gradients
-- by finite differences; and a few of whole networks. nn.testTHNN compares the calls `x.THNN.<Class>_<method>(…)` with the classes.
local checks = require 'lampas.sample_checks'
local instance = require 'lampas.instance'
local samples = require 'lampas.samples'
local signatures = require 'nn.signatures'
local handle = require 'torch.handle'

-- ---- samples ---------------------------------------------------------------------------------------------------------

local function classes(tester, suite)
   for _, case in ipairs(samples.all()) do
      suite[case.id] = function()
         for _, check in ipairs(checks) do
            check.run(case.small, function(what, distance, limit)
               tester:assertle(distance, limit, ('%s, which %s: %s'):format(case.id, check.name, what))
            end)
         end
      end
   end
end

-- ---- networks --------------------------------------------------------------------------------------------------------

-- A small network of smooth layers, an input and targets for it.
local function network()
   local net = nn.Sequential():add(nn.SpatialConvolution(2, 4, 3, 3, 1, 1, 1, 1)):add(nn.Tanh()):add(nn.SpatialAveragePooling(2, 2, 2, 2))
   local left, right = nn.Sequential():add(nn.Reshape(36)):add(nn.Linear(36, 3)), nn.Sequential():add(nn.View(36)):add(nn.Linear(36, 2))
   net:add(nn.Concat(2):add(left):add(right)):add(nn.Sigmoid()):add(nn.Linear(5, 3)):add(nn.LogSoftMax())
   return net, torch.randn(6, 2, 6, 6), torch.LongTensor(6):random(1, 3)
end

local function networks(tester, suite)
   local criterion = nn.ClassNLLCriterion()

   local function gradients(net, x, t, gradParameters)
      gradParameters:zero()
      local loss = criterion:forward(net:forward(x), t)
      net:backward(x, criterion:backward(net.output, t))
      return loss
   end

   suite['network, gradient along a random direction'] = function()
      local net, x, t = network()
      local parameters, gradParameters = net:getParameters()
      gradients(net, x, t, gradParameters)
      local direction, step = torch.randn(parameters:size(1)), 1e-5
      local slope = direction:dot(gradParameters)
      parameters:add(step, direction)
      local above = criterion:forward(net:forward(x), t)
      parameters:add(-2 * step, direction)
      local below = criterion:forward(net:forward(x), t)
      tester:assertalmosteq((above - below) / (2 * step), slope, 1e-6 * math.max(1, math.abs(slope)))
   end

   suite['network, steps against the gradient lower the loss'] = function()
      local net, x, t = network()
      local parameters, gradParameters = net:getParameters()
      local first = gradients(net, x, t, gradParameters)
      for _ = 1, 50 do
         gradients(net, x, t, gradParameters)
         parameters:add(-0.5, gradParameters)
      end
      tester:assertlt(gradients(net, x, t, gradParameters), first)
   end

   suite['network, what is shared stays shared'] = function()
      local net, x = network()
      local shared = net:clone('weight', 'bias')
      net:apply(function(module)
         if module.weight then
            module.weight:mul(0.5)
         end
      end)
      tester:assertTensorEq(net:forward(x), shared:forward(x), 0)
      local copy = torch.deserialize(torch.serialize { net, shared })
      copy[1]:get(1).weight:fill(1)
      tester:assertTensorEq(copy[1]:get(1).weight, copy[2]:get(1).weight, 0)
   end

   suite['network, errors name the way to the module'] = function()
      local net, x = network()
      tester:assertErrorPattern(function()
         net:forward(x:float())
      end, 'In 1 module of nn.Sequential:')
   end
end

-- ---- calls through THNN ------------------------------------------------------------------------------------------------

local GIVEN = { input = true, gradOutput = true, target = true }

-- What a call writes, and the field of the class's object that holds the same.
local RESULTS = {
   updateOutput = { output = 'output', output_tensor = 'output' },
   updateGradInput = { gradInput = 'gradInput' },
   accGradParameters = { gradWeight = 'gradWeight', gradBias = 'gradBias' },
   backward = { gradInput = 'gradInput', gradWeight = 'gradWeight', gradBias = 'gradBias' },
}

-- A new tensor for a result: of one element for a loss, zeros for the gradient of a parameter.
local function empty(word, object, input)
   if word == 'output_tensor' then
      return input.new(1)
   elseif word:find('^grad[WB]') then
      return input.new():resizeAs(object[word]):zero()
   end
   return input.new()
end

-- The value of a word of a signature: given, from the object, a new result, or a buffer in the place of one that the class has not.
local function value_of(word, tensor, optional, object, given, fields)
   if GIVEN[word] then
      return given[word]
   elseif word == 'scale' then
      return 1
   elseif fields[word] and (object[word] ~= nil or not optional) then
      return empty(word, object, given.input)
   elseif object[word] == nil and tensor and not optional then
      return given.input.new()
   end
   return object[word]
end

-- Fields that stand for false where a class has none.
local FLAGS = { inplace = true, train = true, sizeAverage = true }

-- The arguments of a call by its signature, their number, and by field the tensors that it will write; nothing where a number is asked for
-- that the class does not keep.
local function arguments(name, object, given)
   local fields = RESULTS[name:match('_(%a+)$')]
   local list, results, n = {}, {}, 0
   for star, word, mark in signatures[name]:gmatch('(%*?)([%w_]+)(%??)') do
      local value = value_of(word, star == '*', mark == '?', object, given, fields)
      n = n + 1
      if fields[word] then
         results[fields[word]] = value
      end
      list[n] = value
      if star == '' and value == nil then
         if not FLAGS[word] then
            return nil
         end
         list[n] = false
      end
   end
   return list, n, results
end

-- The same with pointers for tensors; the list of tensors keeps them alive.
local function pointers(name, list)
   local i, call = 0, {}
   for star in signatures[name]:gmatch('(%*?)[%w_]+%??') do
      i = i + 1
      call[i] = list[i]
      if star == '*' then
         call[i] = list[i] and list[i]:cdata() or handle.NULL
      end
   end
   return call
end

-- One call, compared with the fields that the class's own method wrote.
local function compare(tester, name, object, given, wanted)
   local list, n, results = arguments(name, object, given)
   if not list then
      return nil
   end
   local call = pointers(name, list)
   torch.manualSeed(12)
   given.input.THNN[name](unpack(call, 1, n))
   for field, got in pairs(results) do
      local value = wanted[field]
      value = type(value) == 'number' and got.new { value } or value
      local distance = value:nElement() == got:nElement() and (value:nElement() == 0 and 0 or (got - value):abs():max()) or math.huge
      tester:assertle(distance, 1e-12, ('%s, %s'):format(name, field))
   end
   return list
end

-- The calls of a class over a sample of it.
local function call_all(tester, case)
   torch.manualSeed(11)
   local self = instance.new(case, 'double', 'steady')
   local untouched, module = self.module:clone(), self.module
   torch.manualSeed(12)
   module:forward(self.input, self.target)
   instance.prepare(self)
   local given = { input = self.input, target = self.target, gradOutput = self.gradOutput }
   compare(tester, case.class .. '_updateOutput', untouched, given, module)
   for _, method in ipairs { 'updateGradInput', 'accGradParameters', 'backward' } do
      local name = ('%s_%s'):format(case.class, method)
      if signatures[name] then
         if not self.criterion then
            module:zeroGradParameters()
         end
         module[method](module, self.input, self.criterion and self.target or self.gradOutput, 1)
         compare(tester, name, module, given, module)
      end
   end
end

local function thnn(tester, suite)
   for _, case in ipairs(samples.all()) do
      local input = case.small.input
      local one = type(input) == 'function' or input.size -- not a table of tensors
      if one and signatures[case.class .. '_updateOutput'] and not case.inplace then
         suite[case.id] = function()
            call_all(tester, case.small)
         end
      end
   end
end

-- ---- running -------------------------------------------------------------------------------------------------------------

local function run(parts, names, seed)
   local threads, default = torch.getnumthreads(), torch.getdefaulttensortype()
   torch.setnumthreads(1) -- everything is small
   torch.setdefaulttensortype('torch.DoubleTensor') -- finite differences need the digits
   local tester, suite = torch.Tester(), torch.TestSuite()
   for _, part in ipairs(parts) do
      part(tester, suite)
   end
   tester:add(suite)
   seed = seed or math.floor(1e5 * torch.tic())
   print('Seed: ', seed)
   math.randomseed(seed)
   torch.manualSeed(seed)
   local fine, problem = pcall(tester.run, tester, names)
   torch.setnumthreads(threads)
   torch.setdefaulttensortype(default)
   if not fine then
      error(problem, 0)
   end
   return tester
end

local test = {}

--- nn.test([names] [, seed]): all tests, or those whose names match a Lua pattern or one of a list; a test is named as its class. The seed
-- is printed; it sets math's and torch's random numbers, and by default the time does. Runs on one thread, with doubles. Returns the
-- torch.Tester; raises an error at the end when something failed.
function test.all(names, seed)
   return run({ classes, networks }, names, seed)
end

--- nn.testTHNN([names] [, seed]): the same for calls through THNN.
function test.thnn(names, seed)
   return run({ thnn }, names, seed)
end

return test

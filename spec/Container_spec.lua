local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.Container', function()
   it('holds modules, and passes calls on to them', function()
      local container = nn.Container()
      local first, second = nn.Linear(2, 2), nn.Linear(2, 2)
      assert.is_true(rawequal(container, container:add(first)))
      container:add(second)
      assert.equal(2, container:size())
      assert.is_true(rawequal(second, container:get(2)))
      local p, g = container:parameters()
      assert.equal(4, #p)
      assert.equal(4, #g)
      first.gradWeight:fill(1)
      container:zeroGradParameters()
      assert.equal(0, first.gradWeight:sum())
      second.bias:fill(1)
      second.gradBias:fill(2)
      container:updateParameters(0.5)
      assert.same({ 0, 0 }, second.bias:totable())
      container:reset(0.1)
      assert.is_true(second.bias:sum() ~= 0)
      p, g = nn.Container():parameters()
      assert.same({}, p)
      assert.same({}, g)
   end)

   it('shares with another container, child by child', function()
      local one, other = nn.Sequential():add(nn.Linear(2, 2)), nn.Sequential():add(nn.Linear(2, 2))
      assert.is_true(rawequal(one, one:share(other, 'weight')))
      assert.equal(one:get(1).weight:storage(), other:get(1).weight:storage())
      tensors.refuses('nn.Sequential: 2 modules cannot share with 1', function() one:add(nn.Tanh()):share(other, 'weight') end)
   end)

   it('lets go of its results by clearState, and leaves alone whose they are', function()
      local x = torch.randn(3)
      for _, container in ipairs { nn.Sequential():add(nn.Identity()), nn.ConcatTable():add(nn.Identity()), nn.Decorator(nn.Identity()) } do
         container:forward(x)
         assert.is_true(rawequal(container, container:clearState()))
         assert.equal(3, x:nElement())
         assert.is_true(#container:listModules() == 2 and container:get(1).output:nElement() == 0)
      end
   end)

   it('calls a function for each child alone', function()
      local count = 0
      nn.Sequential():add(nn.Sequential():add(nn.Tanh())):add(nn.Tanh()):applyToModules(function() count = count + 1 end)
      assert.equal(2, count)
   end)

   it('may be nested deeply', function()
      local net, x = nn.Linear(3, 3), torch.randn(2, 3)
      local wanted = net:forward(x):clone()
      for level = 1, 150 do
         net = level % 3 == 0 and nn.Decorator(net) or nn.Sequential():add(net)
      end
      tensors.close(wanted, net:forward(x), 0, 'output')
      tensors.close(wanted, net:clone():float():double():forward(x), 1e-6, 'a copy')
      assert.equal(12, net:getParameters():nElement())
      assert.equal(151, #net:listModules())
      assert.equal(3, select(2, tostring(net):gsub('nn.Linear%(3 %-> 3%)', '%0')) + 2)
      net:backward(x, x)
      local ok, message = pcall(net.forward, net, torch.randn(2, 4))
      assert.is_false(ok)
      assert.equal(100, select(2, message:gsub('In 1 module of nn.Sequential:\n', '%0')))
      assert.equal(1, select(2, message:gsub('stack traceback', '%0')))
   end)
end)

describe('an error inside containers', function()
   local function failing(message)
      local module = nn.Module()
      module.updateOutput = function()
         error(message, 0)
      end
      return module
   end

   local function message_of(f)
      local ok, message = pcall(f)
      assert.is_false(ok)
      return message
   end

   it('names the way to the module that failed', function()
      local net = nn.Sequential():add(nn.Identity()):add(nn.Concat(1):add(nn.Sequential():add(nn.Linear(1, 1)))):add(nn.Identity())
      local message = message_of(function()
         net:forward(torch.randn(1, 2, 2))
      end)
      local way = '\nIn 2 module of nn.Sequential:\nIn 1 module of nn.Concat:\nIn 1 module of nn.Sequential:\n'
      assert.is_truthy(message:find(way, 1, true))
      assert.is_truthy(message:find('nn.Linear(1 -> 1): input must be vector or matrix, got size 1x2x2', 1, true))
   end)

   it('names it in every pass', function()
      local x, g = torch.randn(2, 2), torch.randn(2, 2)
      for method, arguments in pairs { updateOutput = { x }, updateGradInput = { x, g }, backward = { x, g }, accGradParameters = { x, g, 1 },
         accUpdateGradParameters = { x, g, 1 }, sharedAccUpdateGradParameters = { x, g, 1 } } do
         for _, class in ipairs { 'Sequential', 'ConcatTable', 'Concat', 'ParallelTable', 'Parallel', 'MapTable' } do
            local child, broken = nn.Identity(), false
            for _, name in ipairs { 'updateOutput', 'updateGradInput', 'backward', 'accGradParameters', 'accUpdateGradParameters',
               'sharedAccUpdateGradParameters' } do
               local working = child[name]
               child[name] = function(...)
                  if broken then
                     error('broken', 0)
                  end
                  return working(...)
               end
            end
            local list = class:find('^Par') or class == 'MapTable'
            local net = (class == 'MapTable' and nn.MapTable() or nn[class](1, 1)):add(child)
            local input, gradient = x, g
            if class == 'Parallel' then
               input, gradient = x:view(1, 2, 2), g
            elseif list or class == 'ConcatTable' then
               input, gradient = list and { x } or x, { g }
            end
            net:forward(input)
            net:backward(input, gradient)
            broken = true
            local message = message_of(function() net[method](net, input, arguments[2] and gradient, arguments[3]) end)
            assert.is_truthy(message:find(('In 1 module of nn.%s:\nbroken\n'):format(class), 1, true), class .. ' ' .. method)
         end
      end
   end)

   it('tells of sizes that do not fit, as scripts look for it', function()
      local parallel = nn.Parallel(1, 1):add(nn.Linear(1, 1))
      local concat = nn.Concat(1):add(parallel)
      local model = nn.Sequential():add(nn.Identity()):add(concat):add(nn.Identity())
      local message = message_of(function() model:forward(torch.randn(1, 2, 2)) end)
      assert.is_truthy(message:find('In 2 module of nn.Sequential:\nIn 1 module of nn.Concat:\nIn 1 module of nn.Parallel:\n', 1, true))
      assert.is_truthy(message:find('size mismatch', 1, true))
   end)

   it('has one stack trace and one warning about others, and blames the caller', function()
      local message = message_of(function()
         nn.Sequential():add(nn.Sequential():add(failing('broken'))):forward(1)
      end)
      local _, traces = message:gsub('stack traceback', '')
      local _, warnings = message:gsub("WARNING: If you see a stack trace below, it doesn't point to the place where this error occurred%.", '')
      assert.equal(1, traces)
      assert.equal(1, warnings)
      assert.is_truthy(message:match('^[^:]*spec/Container_spec.lua:%d+: \nIn 1 module of nn.Sequential:\nIn 1 module of nn.Sequential:\nbroken\n'))
   end)

   it('stays the object it is when it is no string', function()
      local object = {}
      local _, got = pcall(function()
         nn.Sequential():add(failing(object)):forward(1)
      end)
      assert.is_true(rawequal(object, got))
   end)

   it('is raised for methods that do not exist or give two results', function()
      local container = nn.Container()
      tensors.refuses('nn.Tanh does not implement dance', function() container:rethrowErrors(nn.Tanh(), 1, 'dance') end)
      local module = nn.Module()
      module.updateOutput = function() return 1, 2 end
      tensors.refuses('rethrowErrors supports only one return argument', function() container:rethrowErrors(module, 1, 'updateOutput') end)
   end)
end)

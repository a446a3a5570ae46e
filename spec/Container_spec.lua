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

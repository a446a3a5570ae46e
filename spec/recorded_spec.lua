-- Files that a real Torch7 wrote (spec/golden/README.md tells what they hold).
require 'nn'

local function contents(path)
   local file = assert(io.open(path, 'rb'))
   local text = file:read('*a')
   file:close()
   return text
end

local GOLDEN = 'spec/golden/'
local MODES = { binary = '.t7', ascii = '-ascii.t7' }

local function again(object, mode)
   return torch.deserialize(torch.serialize(object, mode), mode)
end

local function check_objects(g)
   assert.equal(g, g.self)
   assert.equal(1, g[1])
   assert.equal('two', g[2])
   assert.is_true(g[3])
   assert.same({ nested = { a = 1.5 } }, g[4])
   assert.same({ 1, 2, 3, 4, 5, 6 }, g[5]:totable())
   assert.same({ 2, 3, 4 }, g[6]:totable())
   assert.equal(g[5]:storage(), g[6]:storage())
   assert.equal(2, g[6]:storageOffset())
   assert.equal('torch.LongTensor', g.l:type())
   assert.equal(2 ^ 40, g.l[1])
   assert.equal(0, g.e:dim())
   assert.is_nil(g.e:storage())
   assert.same({ 4, 5 }, g.st:totable())
   assert.equal('torch.LongStorage', torch.type(g.st))
   assert.equal(70000, g.i[1])
   assert.same({ 1, 2 }, g.b:totable())
   assert.equal('torch.ByteTensor', g.b:type())
   assert.same({ -1 }, g.c:totable())
   assert.same({ -300 }, g.s:totable())
   assert.same({ 2, 1 }, g.f:size():totable())
   assert.same({ 1, 2 }, g.f:stride():totable())
   assert.same({ { 0.5 }, { 0.25 } }, g.f:totable())
   assert.equal(5, g.fn(2))
end

describe('the recorded objects of a Torch7', function()
   for mode, ending in pairs(MODES) do
      it('are loaded from ' .. mode, function()
         check_objects(torch.load(GOLDEN .. 'objects' .. ending, mode))
      end)

      it('are written and read again in ' .. mode, function()
         local g = torch.load(GOLDEN .. 'objects' .. ending, mode)
         local text = torch.serialize(g, mode)
         assert.equal(#contents(GOLDEN .. 'objects' .. ending), #text)
         check_objects(torch.deserialize(text, mode))
      end)
   end

   it('are the same in both encodings', function()
      local binary = torch.load(GOLDEN .. 'objects.t7')
      local ascii = torch.load(GOLDEN .. 'objects-ascii.t7', 'ascii')
      check_objects(again(binary, 'ascii'))
      check_objects(again(ascii, 'binary'))
   end)
end)

describe('the recorded network of a Torch7', function()
   for mode, ending in pairs(MODES) do
      it('is loaded from ' .. mode .. ', written and read again, and computes the same', function()
         local g = torch.load(GOLDEN .. 'small-net' .. ending, mode)
         for _, case in ipairs { g, again(g, mode) } do
            assert.equal('nn.Sequential', torch.type(case.net))
            assert.equal('nn.SpatialConvolution', torch.type(case.net:get(1)))
            assert.equal(4, case.net:get(1).nOutputPlane)
            assert.same({ 4, 1, 3, 3 }, case.net:get(1).weight:size():totable())
            assert.equal(1e-05, case.net:get(2).eps)
            local output, wanted = case.net:forward(case.input):storage(), case.output:storage()
            for i = 1, wanted:size() do
               assert.is_true(math.abs(output[i] - wanted[i]) < 1e-5)
            end
         end
      end)
   end
end)

-- Every name of Torch7 that scripts, nn and Torch's own tests use is there, in the form and for the types that have it.
require 'torch'
local overload = require 'torch.overload'
local types = require 'torch.types'
local names = require 'spec.support.names'

local function has_function(name, T)
   if type(torch[name]) ~= 'function' then
      return false
   end
   return not (T and T.kernels) or overload.func(T, name) ~= nil or T.tensor[name] ~= nil
end

-- A method that only says that its type is not supported does not count: halves have one for each operation.
local function has_method(name, T)
   return type(T.tensor[name]) == 'function' and (T.kernels ~= nil or rawget(T.tensor, name) ~= nil)
end

local CHECKS = {
   ['function'] = has_function,
   method = has_method,
   both = function(name, T)
      return has_function(name, T) and has_method(name, T)
   end,
   class = function(name)
      local constructor = torch[name]
      return type(constructor) == 'function' or getmetatable(constructor).__typename ~= nil
   end,
   storage = function(name, T)
      return type(T.storage[name]) == 'function'
   end,
   file = function(name)
      for _, class in ipairs { 'DiskFile', 'MemoryFile', 'PipeFile' } do
         if type(torch[class][name]) ~= 'function' then
            return false
         end
      end
      return true
   end,
}

local count = {}

for _, row in ipairs(names) do
   local priority, list, check = row[1], row[2], CHECKS[row.form]
   for name in list:gmatch '%S+' do
      count[priority] = (count[priority] or 0) + 1
      it(('%s is there (%s, priority %d) #once'):format(name, row.form, priority), function()
         if not row.types then
            assert.is_true(check(name))
         end
         for kind in (row.types or ''):gmatch '%S+' do
            assert(check(name, types.by_name[kind]), ('%s is missing for %s'):format(name, kind))
         end
      end)
   end
end

describe('names #once', function()
   it('of all priorities are looked for', function()
      assert.is_true(count[1] >= 162 and count[2] >= 90 and count[3] >= 40)
   end)

   it('are not methods where Torch has functions alone', function()
      for _, name in ipairs { 'svd', 'gesv', 'qr', 'eig', 'inverse', 'potrf' } do
         assert.is_nil(torch.DoubleTensor()[name])
      end
   end)

   it('are reached through any tensor as well', function()
      local x, b = torch.Tensor { 1, -1 }, torch.ByteTensor()
      assert.equal(b, x.gt(b, x, 0))
      assert.same({ 1, 0 }, b:totable())
      assert.same({ 2, 0 }, torch.DoubleTensor.add(torch.Tensor(), x, 1):totable())
   end)

   it('stand for the same thing', function()
      assert.equal(torch.save, torch.saveobj)
      assert.equal(torch.load, torch.loadobj)
      assert.same({ 1, -1 }, torch.mod(torch.Tensor { 4, -4 }, 3):totable())
      assert.equal(torch.Tensor(2, 3):nElement(), torch.Tensor(2, 3):numel())
      assert.equal(torch.Tensor(2, 3):dim(), torch.Tensor(2, 3):nDimension())
   end)
end)

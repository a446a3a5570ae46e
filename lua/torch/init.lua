--- torch: tensors, storages, random numbers, classes, files. `require 'torch'` sets and returns the global table.
torch = rawget(_G, 'torch') or {}
local torch = torch

local class = require 'torch.class'
local types = require 'torch.types'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local blame = require 'lampas.blame'

rawset(string, 'gfind', string.gfind or string.gmatch)
rawset(table, 'unpack', rawget(table, 'unpack') or unpack)

for _, name in ipairs {
   'class', 'type', 'typename', 'isTypeOf', 'isequal', 'pointer', 'version', 'factory', 'getconstructortable', 'getmetatable', 'setmetatable',
   'newmetatable', 'metatype',
} do
   torch[name] = class[name]
end

overload.torch = torch
overload.ndim = handle.ndim

require 'torch.Storage'
require 'torch.Tensor'
require 'torch.view'
require 'torch.index'
require 'torch.display'
require 'torch.convert'
require 'torch.copy'
require 'torch.pointwise'
require 'torch.compare'
require 'torch.reduce'
require 'torch.select'
require 'torch.cat'
require 'torch.construct'
require 'torch.sort'
require 'torch.blas'
require 'torch.operators'
require 'torch.linearalgebra'
require 'torch.convolution'
require 'torch.serialize'
require 'torch.PipeFile'
require 'torch.Timer'
require 'torch.random'
require 'torch.multinomial'
require 'torch.threads'
require 'torch.environment'
require 'torch.CmdLine'
require 'torch.TestSuite'
require 'torch.Tester'
require 'paths'

-- ---- the default type ---------------------------------------------------------------------------------------------

--- Name of the class that torch.Tensor stands for.
function torch.getdefaulttensortype()
   return types.default.tensorName
end

--- Make torch.Tensor and torch.Storage stand for the type of this name.
function torch.setdefaulttensortype(name)
   for _, T in ipairs(types.stored) do
      if T.tensorName == name then
         types.default = T
         torch.Tensor, torch.Storage = class.getconstructortable(T.tensorName), class.getconstructortable(T.storageName)
         return
      end
   end
   blame('%s is not a string describing a torch object', tostring(name))
end

overload.default = function()
   return types.default
end

torch.setdefaulttensortype('torch.DoubleTensor')

--- True for tensors of any type.
function torch.isTensor(x)
   return handle.typeOf(x) ~= nil
end

--- True for storages of any type.
function torch.isStorage(x)
   return handle.storageTypeOf(x) ~= nil
end

for _, T in ipairs(types.stored) do
   T.tensor.isTensor = torch.isTensor
end

-- torch.data(x, true) for x:data(true): functions of tensors and storages.
for _, name in ipairs { 'data', 'cdata', 'totable' } do
   torch[name] = function(x, ...)
      local T = handle.typeOf(x) or handle.storageTypeOf(x)
      if not T then
         blame("bad argument #1 to '%s' (tensor or storage expected, got %s)", name, class.type(x))
      end
      return x[name](x, ...)
   end
end

--- torch.test([names]): runs torch's self-test, whole or the tests whose names match a Lua pattern or one of a list. It prints as it
-- goes and raises an error at the end if something failed; otherwise it returns the torch.Tester.
function torch.test(names)
   return require('torch.test')(names)
end

return torch

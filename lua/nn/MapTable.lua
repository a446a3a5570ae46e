--- nn.MapTable([module] [, shared=true]): applies one module to each entry of a table; the output is the table of the outputs.
--
-- Further entries are served by clones, made when they are first needed. `shared`: clones have the module's parameters and gradients
-- (the fields named in `sharedparams`); otherwise each has its own.
local branches = require 'nn.branches'
local blame = require 'lampas.blame'

local MapTable, parent = torch.class('nn.MapTable', 'nn.Container')

local SHARED = { 'weight', 'bias', 'gradWeight', 'gradBias' }

function MapTable:__init(module, shared)
   parent.__init(self)
   self.shared = shared == nil or shared
   self.sharedparams = { unpack(SHARED) }
   self.output, self.gradInput = {}, {}
   if module then
      self:add(module)
   end
end

--- Sets the module, once. Returns self.
function MapTable:add(module)
   if self.module then
      blame('%s: Single module required', torch.type(self))
   end
   self.module = module
   self.modules[1] = module
   return self
end

-- Clones for at least n entries.
local function extend(self, n)
   if not self.module then
      blame('%s: no module was added', torch.type(self))
   end
   self.module = self.modules[1] or self.module -- replace() may have changed it
   self.modules[1] = self.module
   for i = #self.modules + 1, n do
      if self.shared then
         self.modules[i] = self.module:clone(unpack(self.sharedparams or SHARED))
      else
         self.modules[i] = self.module:clone()
      end
   end
end

--- Makes clones, or forgets some, so that there are n modules.
function MapTable:resize(n)
   extend(self, n)
   for i = n + 1, #self.modules do
      self.modules[i] = nil
   end
end

function MapTable:updateOutput(input)
   extend(self, #input)
   self.output = {} -- a new one each time: callers may have kept the last, of another length
   for i = 1, #input do
      self.output[i] = self:rethrowErrors(self.modules[i], i, 'updateOutput', input[i])
   end
   return self.output
end

local function each(self, input, gradOutput, act)
   extend(self, #input)
   for i = 1, #input do
      act(self.modules[i], i, input[i], gradOutput[i])
   end
end

branches.passes(MapTable, each, branches.entries)

-- Calls a method of each module; of the first alone where the others show the same parameters.
local function for_parameters(self, method, ...)
   for i = 1, self.shared and math.min(1, #self.modules) or #self.modules do
      local module = self.modules[i]
      module[method](module, ...)
   end
end

function MapTable:zeroGradParameters()
   for_parameters(self, 'zeroGradParameters')
end

function MapTable:updateParameters(learningRate)
   for_parameters(self, 'updateParameters', learningRate)
end

--- Clones that share are forgotten: they can be made again.
function MapTable:clearState()
   if self.shared and self.module then
      self:resize(1)
   end
   return parent.clearState(self)
end

function MapTable:__tostring__()
   if not self.module then
      return torch.type(self) .. ' { }'
   end
   return ('%s {\n  %s\n}'):format(torch.type(self), (tostring(self.module):gsub('\n', '\n        ')))
end

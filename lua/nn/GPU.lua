--- nn.GPU(module, device [, outdevice=device]): the module's place on graphics processors, numbers that are kept and written to files.
-- There are none here: it passes everything on. Modules of tensors in graphics memory cannot be read.
local blame = require 'lampas.blame'
local check = require 'nn.check'

local GPU, parent = torch.class('nn.GPU', 'nn.Decorator')

function GPU:__init(module, device, outdevice)
   parent.__init(self, module)
   if type(device) ~= 'number' then
      blame('%s: a number expected as device, got %s', torch.type(self), torch.type(device))
   elseif not torch.isTypeOf(module, 'nn.Module') then
      blame('%s: a module expected, got %s', torch.type(self), torch.type(module))
   end
   self.device, self.outdevice = device, outdevice or device
end

function GPU:accUpdateGradParameters()
   check.fail(self, 'Not Implemented for nn.GPU')
end

GPU.sharedAccUpdateGradParameters = GPU.accUpdateGradParameters

--- What the module has to be read on comes first in a file: { type, device }.
function GPU:write(file)
   file:writeObject { self._type, self.device }
   parent.write(self, file)
end

function GPU:read(file)
   local header = file:readObject()
   if tostring(header[1]):find('^torch%.Cuda') then
      blame('nn.GPU: the file has a module of type %s', header[1])
   end
   parent.read(self, file)
end

function GPU:__tostring__()
   return ('%s(%d) @ %s'):format(torch.type(self), self.device, tostring(self.modules[1]))
end

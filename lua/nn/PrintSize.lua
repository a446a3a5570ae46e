--- nn.PrintSize([prefix]): passes the same objects both ways, and prints their sizes.
local PrintSize, parent = torch.class('nn.PrintSize', 'nn.Identity')

function PrintSize:__init(prefix)
   parent.__init(self)
   self.prefix = prefix or 'PrintSize'
end

local function show(self, what, value)
   local size = torch.isTensor(value) and value:size() or value
   print(('%s:%s\n'):format(self.prefix, what), size == nil and 'missing size' or size)
end

function PrintSize:updateOutput(input)
   show(self, 'input', input)
   return parent.updateOutput(self, input)
end

function PrintSize:updateGradInput(input, gradOutput)
   show(self, 'gradOutput', gradOutput)
   return parent.updateGradInput(self, input, gradOutput)
end

--- nn.Profile(module [, print_interval=100] [, name]): passes everything on to the module, and prints after every print_interval passes
-- forward, and updateGradInput passes back, how many seconds they took together. name: the module's class by default.
local Profile, parent = torch.class('nn.Profile', 'nn.Decorator')

function Profile:__init(module, print_interval, name)
   parent.__init(self, module)
   self.print_interval = print_interval or 100
   self.name = name or torch.type(module)
   self.module = module
   self.numFwds, self.numBwds = 0, 0
   self.summedFwdTime, self.summedBwdTime = 0, 0
   self.timer = torch.Timer()
end

-- Calls a method of the module; its time and number are added to the fields of these names.
local function timed(self, count, sum, what, method, ...)
   self.timer:reset()
   local result = method(self, ...)
   self[sum] = self[sum] + self.timer:time().real
   self[count] = self[count] + 1
   if self[count] % self.print_interval == 0 then
      print(('%s took %.3f seconds for %d %s passes'):format(self.name, self[sum], self.print_interval, what))
      self[count], self[sum] = 0, 0
   end
   return result
end

function Profile:updateOutput(input)
   return timed(self, 'numFwds', 'summedFwdTime', 'forward', parent.updateOutput, input)
end

function Profile:updateGradInput(input, gradOutput)
   return timed(self, 'numBwds', 'summedBwdTime', 'backward', parent.updateGradInput, input, gradOutput)
end

-- A timer in a file is nothing but a new timer.
local Timer = torch.getmetatable('torch.Timer')
Timer.write = Timer.write or function() end
Timer.read = Timer.read or function() end

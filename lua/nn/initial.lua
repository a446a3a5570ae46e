--- Initial values of parameters.
local initial = {}

local function uniform(tensor, limit)
   if tensor then
      tensor:uniform(-limit, limit)
   end
end

--- Draws self.weight and then self.bias, where they are there, from U(±c).
-- @param stdv the standard deviation they get: c = stdv √3; nil for c = 1/√fanIn
-- @param fanIn how many terms one output sums
-- @return self
function initial.uniform(self, stdv, fanIn)
   local limit = stdv and stdv * math.sqrt(3) or 1 / math.sqrt(fanIn)
   uniform(self.weight, limit)
   uniform(self.bias, limit)
   return self
end

return initial

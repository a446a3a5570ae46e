--- nn.Clamp(min, max): x held within [min, max], for any shape; the gradient is 0 at the bounds and beyond.
local Clamp, parent = torch.class('nn.Clamp', 'nn.HardTanh')

function Clamp:__init(min_value, max_value)
   parent.__init(self, min_value, max_value)
end

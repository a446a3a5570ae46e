--- nn.Mean([dimension=1] [, nInputDims]): nn.Sum that averages.
local Mean, parent = torch.class('nn.Mean', 'nn.Sum')

function Mean:__init(dimension, nInputDims)
   parent.__init(self, dimension, nInputDims, true)
end

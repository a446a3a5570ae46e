local checks = require 'spec.support.criterion_checks'

local weights = torch.Tensor { 0.5, 1, 2 }

-- ClassNLLCriterion over the pixels as rows.
local function reference(criterion, x, t)
   local rows = x:permute(1, 3, 4, 2):contiguous():view(-1, x:size(2))
   local plain = nn.ClassNLLCriterion(criterion.weights and criterion.weights:double(), criterion.sizeAverage)
   return (plain:forward(rows, t:contiguous():view(-1)))
end

local function data()
   return torch.Tensor(2, 3, 4, 5):uniform(-3, 0), torch.LongTensor(2, 4, 5):random(1, 3)
end

checks.criterion('SpatialClassNLLCriterion', {
   { 'a batch', function() return nn.SpatialClassNLLCriterion() end, data = data, reference = reference },
   { 'weights', function() return nn.SpatialClassNLLCriterion(weights:clone()) end, data = data, reference = reference },
   { 'weights, summed', function() return nn.SpatialClassNLLCriterion(weights:clone(), false) end, data = data, reference = reference },
})

describe('nn.SpatialClassNLLCriterion', function()
   it('gives the total weight as a second result', function()
      local _, weight = nn.SpatialClassNLLCriterion(weights):forward(torch.zeros(1, 3, 1, 2), torch.Tensor(1, 1, 2):fill(3))
      assert.equal(4, weight)
   end)

   it('refuses what does not fit', function()
      local criterion, x = nn.SpatialClassNLLCriterion(), torch.zeros(2, 3, 2, 2)
      local function refused(text, input, target)
         checks.refuses('nn.SpatialClassNLLCriterion: ' .. text, function() criterion:forward(input, target) end)
      end
      local target = torch.ones(2, 2, 2)
      target[2][1][2] = 4
      refused('target 4 of place 2 of sample 2 is out of range: there are 3 classes', x, target)
      refused('only batches of spatial inputs supported (4D tensors), got input of size 3x2x2', x[1], target[1])
      refused('only batches of spatial targets supported (3D tensors), got target of size 2x2', x, target[1])
      refused('target of size 1x2x2, wanted 2x2x2 like the input', x, torch.ones(1, 2, 2))
   end)
end)

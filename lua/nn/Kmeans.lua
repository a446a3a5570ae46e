--- nn.Kmeans(k, dim [, scale]): k centres in dim dimensions, which learn to be the means of the samples nearest to them.
--
-- input: batch × dim, contiguous; output: the number of the centre nearest to each sample (a vector of the module's type). `loss` is the sum of
-- the squared distances. accGradParameters ignores gradOutput: the gradient of each centre is the mean of its difference from its samples,
-- times `scale` if it was given, so that updateParameters(1) moves centres to the means. gradInput is 0. Centres begin as U(-1, 1).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local types = require('torch.types').by_name

local Kmeans, parent = torch.class('nn.Kmeans', 'nn.Module')

function Kmeans:__init(k, dim, scale)
   parent.__init(self)
   if k <= 0 then
      check.fail(self, 'Clusters cannot be 0 or negative, got %d', k)
   elseif dim <= 0 then
      check.fail(self, 'Dimensionality cannot be 0 or negative, got %d', dim)
   end
   self.k, self.dim, self.scale = k, dim, scale
   self.weight = torch.Tensor(k, dim)
   self.gradWeight = torch.Tensor(k, dim)
   self.loss = 0
   self:reset()
end

--- New centres, U(-limit, limit), by default of limit 1.
function Kmeans:reset(limit)
   limit = limit or 1
   self.weight:uniform(-limit, limit)
   return self
end

-- Type of an input that fits, and its number of samples.
local function operands(self, input)
   local T = check.floating(self, input, 'input')
   if input:dim() ~= 2 then
      check.fail(self, 'Incorrect input dimensionality. Expecting 2D, got size %s', check.size(input))
   elseif input:size(2) ~= self.dim then
      check.fail(self, 'Dimensionality of input and kmeans don\'t match: %d and %d', input:size(2), self.dim)
   elseif not input:isContiguous() then
      check.fail(self, 'Input is not contiguous')
   end
   return T, input:size(1)
end

local function enough(self, input)
   local _, n = operands(self, input)
   if n < self.k then
      check.fail(self, 'Insufficient samples to initialize %d clusters: %d', self.k, n)
   end
   return n
end

--- Takes samples drawn at random, without repetition, as centres.
function Kmeans:initRandom(input)
   local order = torch.randperm(enough(self, input)):long()
   self.weight:copy(input:index(1, order:narrow(1, 1, self.k)))
   return self
end

--- Takes a sample drawn at random as the first centre, and for each further one the sample that stands at the fraction p (0.95) of all
-- samples ordered by their distance from the nearest centre so far: far away, but not the farthest, which may be an outlier.
function Kmeans:initKmeansPlus(input, p)
   p = p or self.p or 0.95
   if not (p >= 0 and p <= 1) then
      check.fail(self, 'P value should be between 0-1, got %g', p)
   end
   local n = enough(self, input)
   local distance
   for c = 1, self.k do
      local chosen = torch.random(1, n)
      if distance then
         local _, order = distance:sort(1)
         chosen = order[math.max(1, math.min(n, math.ceil(p * n)))]
      end
      self.weight[c]:copy(input[chosen])
      local here = (input - input:narrow(1, chosen, 1):expandAs(input)):pow(2):sum(2):view(-1)
      distance = distance and distance:cmin(here) or here
   end
   return self
end

function Kmeans:updateOutput(input)
   local T, n = operands(self, input)
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local products, lengths = buffers.sized(self, '_products', T, 2, n, self.k), buffers.sized(self, '_lengths', T, 1, self.k)
   local nearest = buffers.sized(self, '_nearest', types.Long, 1, n)
   local output = buffers.sized(self, 'output', T, 1, n)
   self.loss = T.kernels.Kmeans_updateOutput(n, self.k, self.dim, input:data(), weight:data(), products:data(), lengths:data(), nearest:data())
   return output:copy(nearest)
end

--- Zeros.
function Kmeans:updateGradInput(input)
   return self.gradInput and buffers.like(self, 'gradInput', input):zero()
end

function Kmeans:accGradParameters(input, _, scale)
   local T, n = operands(self, input)
   scale = self.scale or scale or 1
   if scale <= 0 then
      check.fail(self, 'Scale has to be positive, got %g', scale)
   elseif not self._nearest or self._nearest:nElement() ~= n then
      check.fail(self, 'forward comes first')
   end
   local weight, gradWeight = buffers.contiguous(self, '_weight', self.weight), self.gradWeight:contiguous()
   local count, factor = buffers.sized(self, '_count', types.Long, 1, self.k), buffers.sized(self, '_factor', T, 1, n)
   T.kernels.Kmeans_accGradParameters(n, self.k, self.dim, input:data(), weight:data(), self._nearest:data(), count:data(), factor:data(), scale,
      gradWeight:data())
   buffers.back(self.gradWeight, gradWeight)
end

--- The numbers of centres stay whole whatever the module's type.
function Kmeans:type(name, cache)
   if name then
      self:clearState()
   end
   return parent.type(self, name, cache)
end

function Kmeans:clearState()
   self.loss = 0
   for _, name in ipairs { '_products', '_lengths', '_nearest', '_count', '_factor' } do
      self[name] = nil
   end
   return parent.clearState(self)
end

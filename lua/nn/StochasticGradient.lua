--- nn.StochasticGradient(module, criterion): plain stochastic gradient descent, one example at a time.
--
-- train(dataset) takes what has size() and, at each index from 1, an example { input, target }. Fields: learningRate,
-- learningRateDecay, maxIteration (0 or less: endless), shuffleIndices, verbose, hookExample(self, example), hookIteration(self,
-- iteration, error).
local StochasticGradient = torch.class('nn.StochasticGradient')

function StochasticGradient:__init(module, criterion)
   self.learningRate = 0.01
   self.learningRateDecay = 0
   self.maxIteration = 25
   self.shuffleIndices = true
   self.module = module
   self.criterion = criterion
   self.verbose = true
end

-- One example's step; its loss.
local function step(self, example, rate)
   local input, target = example[1], example[2]
   local loss = self.criterion:forward(self.module:forward(input), target)
   self.module:updateGradInput(input, self.criterion:updateGradInput(self.module.output, target))
   self.module:accUpdateGradParameters(input, self.criterion.gradInput, rate)
   if self.hookExample then
      self.hookExample(self, example)
   end
   return loss
end

function StochasticGradient:train(dataset)
   local rate = self.learningRate
   local order = torch.randperm(dataset:size(), 'torch.LongTensor')
   print('# StochasticGradient: training')
   local iteration = 1
   while true do
      local sum = 0
      for i = 1, dataset:size() do
         sum = sum + step(self, dataset[self.shuffleIndices and order[i] or i], rate)
      end
      local mean = sum / dataset:size()
      if self.hookIteration then
         self.hookIteration(self, iteration, mean)
      end
      if self.verbose then
         print('# current error = ' .. mean)
      end
      iteration = iteration + 1
      rate = self.learningRate / (1 + iteration * self.learningRateDecay)
      if self.maxIteration > 0 and iteration > self.maxIteration then
         print('# StochasticGradient: you have reached the maximum number of iterations')
         print('# training error = ' .. mean)
         return
      end
   end
end

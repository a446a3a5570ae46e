local instance = require 'lampas.instance'
local nn = require 'nn'
local placements = require 'lampas.placements'
local torch = require 'torch'

-- Samples of two things: the second takes `ratio` times as long as the first, within a percent.
local function samples(ratio)
   local new, old = {}, {}
   for i = 1, 20 do
      old[i] = 1 + i % 3
      new[i] = old[i] * ratio * (1 + 0.01 * (i % 5 - 2) / 2)
   end
   return { new, old }
end

-- The verdict where the first placement gives the first ratio, and so on round the list; and how many placements were asked for.
local function verdict(...)
   local ratios, count = { ... }, 0
   local found, new, old = placements.verdict(samples(ratios[1]), function()
      count = count + 1
      return samples(ratios[count % #ratios + 1])
   end, 0.03)
   assert.equal(count + 1, found.placements)
   assert.equal(20 * found.placements, #new)
   assert.equal(#new, #old)
   return found.verdict, count
end

describe('a verdict over placements #once', function()
   it('needs one placement where that finds two things the same', function()
      local word, more = verdict(1)
      assert.equal('same', word)
      assert.equal(0, more)
   end)

   it('does not believe what one placement alone shows', function()
      assert.equal('same', (verdict(1.33, 1, 1, 1.001, 0.999, 1, 1, 1, 1, 1)))
      assert.equal('same', (verdict(0.9, 1, 1.01, 1, 0.99, 1, 1, 1, 1, 1)))
   end)

   it('believes what all show', function()
      local word, more = verdict(1.06, 1.05, 1.07)
      assert.equal('slower', word)
      assert.equal(5, more)
      assert.equal('faster', (verdict(0.94, 0.95)))
   end)

   it('ends where placements do not agree', function()
      local word, more = verdict(1.1, 0.95)
      assert.equal('unknown', word)
      assert.is_true(more < 50)
   end)
end)

describe('instance.clone #once', function()
   it('is the same layer in other tensors', function()
      local self = instance.wrap(nn.Linear(3, 2), torch.randn(4, 3))
      self.module:forward(self.input)
      instance.prepare(self)
      local copy = instance.clone(self)
      for _, pair in ipairs { { self.input, copy.input }, { self.gradOutput, copy.gradOutput }, { self.module.weight, copy.module.weight } } do
         assert.is_true(pair[1]:equal(pair[2]))
         assert.is_true(pair[1]:data() ~= pair[2]:data())
      end
      assert.equal(self.type, copy.type)
   end)

   it('copies tables of tensors and leaves a number as it is', function()
      local self = instance.wrap(nn.CosineEmbeddingCriterion(), { torch.randn(3), torch.randn(3) }, 1)
      local copy = instance.clone(self)
      assert.is_true(copy.input[2]:equal(self.input[2]) and copy.input[2]:data() ~= self.input[2]:data())
      assert.equal(1, copy.target)
   end)
end)

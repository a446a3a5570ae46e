--- Drawing categories in given proportions: multinomial, and the alias method for very many draws.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local generator = require 'torch.Generator'
local blame = require 'lampas.blame'

local Double, Float, Long = types.by_name.Double, types.by_name.Float, types.by_name.Long
local torch = overload.torch
local source = generator.pointer

local LONGS = ffi.typeof('int64_t *')

local function check_probabilities(status)
   if status == library.engine.LAMPAS_PROBABILITY_NEGATIVE then
      blame('invalid multinomial distribution (encountering probability entry < 0)')
   elseif status == library.engine.LAMPAS_PROBABILITY_NO_SUM then
      blame('invalid multinomial distribution (sum of probabilities <= 0)')
   end
end

-- The same number of elements without gaps: r itself or a tensor that has to be copied to it.
local function gapless(r)
   return r:isContiguous() and r or r:clone()
end

local function draw_categories(T)
   return function(r, gen, p, n, replacement)
      local dims = p:dim()
      if dims ~= 1 and dims ~= 2 then
         blame('probabilities must be a vector or a matrix (got %d dimensions)', dims)
      end
      local categories = p:size(dims)
      if n < 1 then
         blame('cannot sample n_sample < 1 samples (got %s)', n)
      end
      if not replacement and n > categories then
         blame('cannot sample n_sample > prob_dist:size(%d) samples without replacement (%d of %d)', dims, n, categories)
      end
      local rows = dims == 2 and p:size(1) or 1
      if dims == 2 then
         r:resize(rows, n)
      else
         r:resize(n)
      end
      p = p:contiguous()
      local target, scratch = gapless(r), torch.DoubleTensor(categories)
      check_probabilities(T.kernels.multinomial(source(gen), rows, categories, p:data(), n, ffi.cast(LONGS, target:data()), replacement and 1 or 0,
         scratch:data()))
      if target ~= r then
         r:copy(target)
      end
   end
end

--- multinomial([r,] [gen,] p, n [, replacement=false]): n categories, from 1 on, for each row of p (Float or Double; one
-- dimension or two), which need not sum to 1. Without replacement a row takes each category once. r: a LongTensor.
-- Errors: n < 1, more samples than categories without replacement, a row that sums to nothing, a negative entry.
overload.define('multinomial', { Float, Double, Long }, {
   { '*Long gen Float long bool=false', function()
      return draw_categories(Float)
   end },
   { '*Long gen Double long bool=false', function()
      return draw_categories(Double)
   end },
})

-- ---- the alias method ---------------------------------------------------------------------------------------------

--- multinomialAliasSetup_(p [, J, q]): the tables for the proportions p (one dimension). Category i keeps the share q[i] of an
-- even chance and yields the rest to category J[i] (0: nothing to yield). Unlike Torch's, p need not sum to 1, and the first
-- category may be one that others yield to.
overload.define('multinomialAliasSetup_', types.floating, {
   { 'T *Long *T', function(T)
      return function(p, J, q)
         local n = p:nElement()
         if p:dim() ~= 1 then
            blame('probabilities must be a vector (got %d dimensions)', p:dim())
         end
         J:set(torch.LongTensor(n))
         q:set(T.newTensor():resize(n))
         local waiting = torch.LongTensor(n)
         check_probabilities(T.kernels.multinomialAliasSetup(n, p:contiguous():data(), ffi.cast(LONGS, J:data()), q:data(),
            ffi.cast(LONGS, waiting:data())))
      end
   end },
})

local function draw_by_alias(T)
   return function(r, gen, J, q)
      if J:nElement() ~= q:nElement() or J:nElement() == 0 then
         blame('tables of one size expected, got %d and %d elements', J:nElement(), q:nElement())
      end
      if r:nElement() == 0 then
         return
      end
      local target = gapless(r)
      J, q = operands.apart(r, J):contiguous(), q:contiguous()
      T.kernels.multinomialAliasDraw(source(gen), r:nElement(), ffi.cast(LONGS, target:data()), J:nElement(), ffi.cast(LONGS, J:data()), q:data())
      if target ~= r then
         r:copy(target)
      end
   end
end

--- multinomialAlias_(r, [gen,] J, q): fill the LongTensor r with categories drawn by the tables.
overload.define('multinomialAlias_', { Float, Double, Long }, {
   { '!Long gen Long Float', function()
      return draw_by_alias(Float)
   end },
   { '!Long gen Long Double', function()
      return draw_by_alias(Double)
   end },
})

--- The tables of multinomialAlias for proportions p: a table {J, q}; given one from an earlier call, that one anew.
function torch.multinomialAliasSetup(p, state)
   if state == nil then
      return { torch.multinomialAliasSetup_(p) }
   end
   if type(state) ~= 'table' then
      blame('a table made by multinomialAliasSetup expected, got %s', class.type(state))
   end
   state[1], state[2] = torch.multinomialAliasSetup_(p, state[1], state[2])
   return state
end

--- Fill the LongTensor `output`, of any size, with categories drawn by the tables `state`; returns it.
function torch.multinomialAlias(output, state)
   if type(state) ~= 'table' or not handle.typeOf(state[1]) then
      blame('a table made by multinomialAliasSetup expected, got %s', class.type(state))
   end
   return torch.multinomialAlias_(output, state[1], state[2])
end

--- The share within which two times of a row are called the same: a threshold that the user chose, or the noise of this machine where that is
-- larger. Memory is shared with whatever else runs and is far noisier than arithmetic, so that each kind of row has a noise of its own
-- (lampas.noise): a small slow-down of a multiplication does not hide behind the noise of a copy.
local margin = {}

local KINDS = { 'arithmetic', 'memory' }

--- @param threshold a share
-- @param ... what noise.floor gave for the runs whose rows are compared, nil for a run that has none
-- @return { arithmetic = share, memory = share }
function margin.new(threshold, ...)
   local shares = {}
   for _, kind in ipairs(KINDS) do
      shares[kind] = threshold
      for i = 1, select('#', ...) do
         local noise = select(i, ...) or {}
         shares[kind] = math.max(shares[kind], noise[kind] or noise.floor or 0)
      end
   end
   return shares
end

--- The share of a row.
-- @param shares as `new` gives them
-- @param result its `bound` is 'arithmetic', or the level of memory that bounds it, or nil where nothing is known
function margin.of(shares, result)
   return result.bound == 'arithmetic' and shares.arithmetic or shares.memory
end

local function percent(share)
   return ('%.1f%%'):format(100 * share)
end

--- Two shares in words: '3.0%', or '3.0% (arithmetic), 6.2% (memory)'.
-- @param shares a table with `arithmetic` and `memory`
function margin.words(shares)
   if percent(shares.arithmetic) == percent(shares.memory) then
      return percent(shares.memory)
   end
   return ('%s (arithmetic), %s (memory)'):format(percent(shares.arithmetic), percent(shares.memory))
end

return margin

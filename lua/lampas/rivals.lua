--- Other libraries' layers, timed beside ours on the same tensors and threads, after their results were compared with ours.
--
-- `lampas/rivals/<name>.lua` is an adapter: a table with
--    name                       as printed
--    layouts                    true: it also has figures from layouts of its own
--    available()                its version as text; or nil and why it is not to be had
--    prepare(instance, method)  for an instance (lampas.instance) that has been run: a list of ways to do the same work,
--                               { variant = 'plain' (from and to plain tensors) or 'preferred' (from and to layouts of its own), run (an
--                               operation of lampas.measure; a function fills the results), results = tensors by the names of the
--                               module's fields, or nil where they cannot be compared }, with a function close(); nil for a layer that
--                               it has not
-- or, where several libraries can be there, one with all(), which gives a list of such tables.
local torch = require 'torch'

local rivals = { names = { 'onednn', 'pytorch', 'torch7', 'caffe', 'dl4j', 'bigdl' } }

local LIMIT = 1e-3 -- of the largest entry: layers agree far better, but for algorithms that trade accuracy

--- Loads the adapters of a list of names.
-- @return a list of { adapter, version }, and a list of lines that say which are not to be had
function rivals.load(list)
   local found, missing = {}, {}
   for _, name in ipairs(list) do
      local module = require('lampas.rivals.' .. name)
      for _, adapter in ipairs(module.all and module.all() or { module }) do
         local version, why = adapter.available()
         if version then
            found[#found + 1] = { adapter = adapter, version = version }
         else
            missing[#missing + 1] = ('%s is not here: %s'):format(adapter.name, why)
         end
      end
   end
   return found, missing
end

-- The largest difference from the module's own results, over the largest entry.
local function distance(results, module)
   local worst = 0
   for name, theirs in pairs(results or {}) do
      local ours = module[name]
      if torch.isTensor(ours) then
         local scale = ours:clone():abs():max()
         local error = (theirs - ours):abs():max() / (scale > 0 and scale or 1)
         worst = (error > worst or error ~= error) and error or worst
      end
   end
   return worst
end

-- The entry of a rival that fails, which is not our failure.
local function failed(rival, variant, message)
   return { name = rival.adapter.name, variant = variant, error = math.huge, message = message }
end

--- Prepares rivals for an instance that has been run.
-- @param list as `load` gives them
-- @return a list of { name, variant, run, error, message }, `error` being how far its results are from ours (a rival that is wrong or
--    fails, with a message, is left out of the timing: it has no `run`), and a function that gives everything back
function rivals.prepare(list, self, method)
   local entries, closing = {}, {}
   for _, rival in ipairs(list) do
      local fine, ways = pcall(rival.adapter.prepare, self, method)
      if not fine then
         entries[#entries + 1] = failed(rival, 'plain', ways)
         ways = nil
      end
      for _, way in ipairs(ways or {}) do
         local ran, why = true, nil
         if type(way.run) == 'function' then
            ran, why = pcall(way.run)
         end
         local error = ran and distance(way.results, self.module)
         entries[#entries + 1] = ran and { name = rival.adapter.name, variant = way.variant, run = error <= LIMIT and way.run or nil, error = error }
            or failed(rival, way.variant, why)
      end
      closing[#closing + 1] = ways and ways.close or nil
   end
   return entries, function()
      for _, close in ipairs(closing) do
         close()
      end
   end
end

--- Figures from times: for each rival and variant the fastest way.
-- @param entries as `prepare` gives them, with `ms` where they were timed
-- @return { [name] = { plain = ms, preferred = ms, plain_verdict, preferred_verdict (what lampas.verdict says of ours beside it), error,
--    message } }
function rivals.figures(entries)
   local figures = {}
   for _, entry in ipairs(entries) do
      local figure = figures[entry.name] or { error = 0 }
      figures[entry.name] = figure
      if entry.ms and entry.ms < (figure[entry.variant] or math.huge) then
         figure[entry.variant], figure[entry.variant .. '_verdict'] = entry.ms, entry.verdict
      end
      figure.error, figure.message = math.max(figure.error, entry.error), figure.message or entry.message
   end
   return figures
end

return rivals

--- A sample of every class of nn, as data: what is built and on what it runs, once at a size worth timing and once small.
--
-- `lua/lampas/samples/<family>.lua` returns a list of samples. bench/modules.lua times them; spec/modules_spec.lua makes each small one
-- print, clone, save, load, change type, and compares its gradients with finite differences; nn.test does so at a user's.
--
--    { class = 'SpatialDropout', input = { 8, 16, 32, 32 }, small = { input = { 2, 3, 4, 4 } } },
--    { class = 'Linear', arguments = { 512, 256 }, input = { 64, 512 }, flops = multiplyAdds,
--      small = { arguments = { 5, 3 }, input = { 4, 5 } } },
--
-- A sample has
--    class        the module or criterion is nn.<class>(unpack(arguments)), or what `new()` makes
--    arguments    a list, {} by default; new: a function where arguments are not plain data, such as children of a container
--    id           names the sample; the class by default, which the first sample of a class keeps
--    input        a value: { 10, 20 } is a tensor of that size, uniform in (-1, 1); { 10, 20, values = { 'uniform', 0, 1 } } is filled
--                 as lampas.cases tells; { 10, type = 'Long', values = { 'integers', 1, 5 } } is of that type always; a list of values
--                 is a table of them; anything else is given as it is, a function is called for it (it makes doubles)
--    target       a value, for criteria
--    flops        optional: f(module, input, output) → the arithmetic of forward, 2 operations a multiply-add, where the layer is bound by
--                 it; backward is counted twice as much, once for a layer without parameters. Memory traffic is counted from the tensors
--    parameters   optional: values of fields of the module, as in lampas.cases
--    inplace      true: forward changes the input
--    small        fields that differ in the small sample
--    undifferentiated   why finite differences do not apply to the gradient, in a few words: the class's own spec has to check it
local samples = {}

local FAMILIES = { 'container', 'linear', 'activation', 'normalization', 'convolution', 'pooling', 'shape', 'table', 'criterion' }

local DEFAULT = { 'uniform', -1, 1 }

-- The short form of a value as lampas.instance takes it: tensors say { size, values, type }.
local function expand(value)
   if type(value) ~= 'table' or value.size then
      return value
   elseif type(value[1]) == 'number' then
      local size = {}
      for d, n in ipairs(value) do
         size[d] = n
      end
      return { size = size, values = value.values or DEFAULT, type = value.type }
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = expand(one)
   end
   return list
end

local function overlay(sample, more)
   local case = { gradOutput = { values = DEFAULT } }
   for _, fields in ipairs { sample, more } do
      for key, value in pairs(fields) do
         case[key] = value
      end
   end
   case.small = nil
   case.arguments = case.arguments or {}
   case.input, case.target = expand(case.input), expand(case.target)
   return case
end

local function complete(sample, family, taken)
   local case = overlay(sample, {})
   case.id, case.family, case.group = case.id or case.class, family, family
   assert(not taken[case.id], ('two samples are called %s: give one an id'):format(case.id))
   taken[case.id] = true
   case.small = overlay(case, sample.small or {})
   return case
end

--- All samples, in the order of the families.
-- @return a list of cases (lampas.cases); `small` is one, too
function samples.all()
   if not samples.list then
      local list, taken = {}, {}
      for _, family in ipairs(FAMILIES) do
         for _, sample in ipairs(require('lampas.samples.' .. family)) do
            list[#list + 1] = complete(sample, family, taken)
         end
      end
      samples.list = list
   end
   return samples.list
end

--- The samples of one class, possibly none.
function samples.of(class)
   local found = {}
   for _, case in ipairs(samples.all()) do
      if case.class == class then
         found[#found + 1] = case
      end
   end
   return found
end

return samples

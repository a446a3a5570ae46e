--- nn.FlattenTable(): the tensors of a nested table as one table, in the order in which they are met. They are passed on, not copied;
-- output and gradInput are made anew only when other tensors come.
local FlattenTable, parent = torch.class('nn.FlattenTable', 'nn.Module')

function FlattenTable:__init()
   parent.__init(self)
   self.output, self.input_map, self.gradInput = {}, {}, {}
end

-- Appends the tensors of `value` to `list`. Returns a value as nested, with places in the list for tensors.
local function flatten(list, value)
   if type(value) ~= 'table' then
      list[#list + 1] = value
      return #list
   end
   local map = {}
   for i = 1, #value do
      map[i] = flatten(list, value[i])
   end
   return map
end

-- The other way.
local function nest(list, map)
   if type(map) ~= 'table' then
      return list[map]
   end
   local value = {}
   for i = 1, #map do
      value[i] = nest(list, map[i])
   end
   return value
end

-- Whether `value` is nested as the map says, with the very tensors of the list.
local function matches(list, value, map)
   if type(map) ~= 'table' then
      return rawequal(list[map], value)
   elseif type(value) ~= 'table' or #value ~= #map then
      return false
   end
   for i = 1, #map do
      if not matches(list, value[i], map[i]) then
         return false
      end
   end
   return true
end

function FlattenTable:updateOutput(input)
   if not matches(self.output, input, self.input_map) then
      self.output = {}
      self.input_map = flatten(self.output, input)
   end
   return self.output
end

function FlattenTable:updateGradInput(_, gradOutput)
   if not matches(gradOutput, self.gradInput, self.input_map) then
      self.gradInput = nest(gradOutput, self.input_map)
   end
   return self.gradInput
end

--- Forgets the tables, which show other modules' tensors. Returns self.
function FlattenTable:clearState()
   self.input_map = {}
   return parent.clearState(self)
end

function FlattenTable:type(name, cache)
   if name then
      self:clearState()
   end
   return parent.type(self, name, cache)
end

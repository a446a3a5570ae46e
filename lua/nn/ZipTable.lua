--- nn.ZipTable(): a table of tables turned: input { { a1, a2 }, { b1, b2 }, { c1, c2 } }, output { { a1, b1, c1 }, { a2, b2, c2 } }.
-- Entries are passed on, not copied.
local ZipTable, parent = torch.class('nn.ZipTable', 'nn.Module')

function ZipTable:__init()
   parent.__init(self)
   self.output, self.gradInput = {}, {}
end

local function turned(rows)
   local columns = {}
   for i, row in ipairs(rows) do
      for j, entry in ipairs(row) do
         columns[j] = columns[j] or {}
         columns[j][i] = entry
      end
   end
   return columns
end

function ZipTable:updateOutput(input)
   self.output = turned(input)
   return self.output
end

function ZipTable:updateGradInput(_, gradOutput)
   self.gradInput = turned(gradOutput)
   return self.gradInput
end

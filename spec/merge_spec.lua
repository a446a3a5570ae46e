local merge = require 'lampas.merge'

local function document(name, rows)
   for _, row in ipairs(rows) do
      row.type, row.mode, row.model, row.method, row.threads = row.type or 'float', 'steady', row.row_id, 'forward', row.threads or 2
   end
   return { name = name, environment = { processor = 'P of ' .. name, level = 'v3', threads = 2, commit = 'c' }, rows = rows }
end

describe('merge #once', function()
   local left = document('left', { { row_id = 'a', ms = 2 }, { row_id = 'b', ms = 3 } })
   local right = document('right', { { row_id = 'b', ms = 6, threads = 8 }, { row_id = 'c', ms = 1 }, { row_id = 'a', status = 'wrong' } })
   local merged = merge.tables { left, right }

   it('puts rows side by side, whatever their order and threads', function()
      assert.equal(3, #merged.rows)
      assert.same({ 'a', 'b', 'c' }, { merged.rows[1].row_id, merged.rows[2].row_id, merged.rows[3].row_id })
      assert.equal(2, merged.rows[2].ratio[2])
      assert.equal(3, merged.rows[2].results[1].ms)
      assert.is_nil(merged.rows[3].results[1])
      assert.is_nil(merged.rows[1].ratio[2])
   end)

   it('keeps numbers of threads apart where a table has several', function()
      local rows = merge.tables { document('one', { { row_id = 'a', ms = 4, threads = 1 }, { row_id = 'a', ms = 2, threads = 2 } }), left }.rows
      assert.equal(3, #rows)
      assert.equal(1, rows[2].ratio[2])
   end)

   it('prints them', function()
      local lines = {}
      for line in merge.text(merged):gmatch('[^\n]*') do
         lines[#lines + 1] = line ~= '' and line or nil
      end
      assert.is_truthy(lines[1]:find('left: P of left, instruction set v3, 2 threads', 1, true))
      assert.is_truthy(lines[4]:find('left ms  right ms  vs left', 1, true))
      assert.is_truthy(lines[5]:find('a .* 2%.000 +wrong$'))
      assert.is_truthy(lines[6]:find('b .* 3%.000 +6%.000 +0%.50×$'))
      assert.is_truthy(lines[7]:find('c .* 1%.000$'))
   end)

   it('writes Markdown', function()
      local text = merge.markdown(merged)
      assert.is_truthy(text:find('| Model | Method | Parameter | Type | left ms | right ms | vs left |\n|:--|:--|:--|:--|--:|--:|--:|', 1, true))
      assert.is_truthy(text:find('| b | forward |  | float | 3.000 | 6.000 | 0.50× |', 1, true))
   end)

   it('writes a page that needs nothing else', function()
      local page = merge.html(merged)
      for _, part in ipairs { 'P of left', 'P of right', '>left</th>', 'vs left', '0.50×', 'Speed beside left', 'class="right bad">wrong' } do
         assert.is_truthy(page:find(part, 1, true), part)
      end
      assert.is_nil(page:find('<script', 1, true))
      assert.is_nil(page:find('http', 1, true) and page:find('://', 1, true))
   end)

   it('writes a page of rows that no two machines share', function()
      local page = merge.html(merge.tables { document('one', { { row_id = 'a', ms = 4 } }), document('two', { { row_id = 'b', ms = 4 } }) })
      assert.is_nil(page:find('Speed beside', 1, true))
   end)

   it('says what it cannot read', function()
      local none, message = merge.load('/no/such.json')
      assert.is_nil(none)
      assert.is_truthy(message:find('/no/such.json', 1, true))
   end)
end)

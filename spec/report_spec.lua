local columns = require 'lampas.columns'
local csv = require 'lampas.csv'
local dkjson = require 'dkjson'
local files = require 'lampas.files'
local Footnotes = require 'lampas.footnotes'
local json = require 'lampas.json'
local markdown = require 'lampas.markdown'
local report = require 'lampas.report'
local text = require 'lampas.text'

local function result(row_id, fields)
   local r = {
      row_id = row_id, case_id = row_id:match('^(.*)%-%a+$'), method = row_id:match('(%a+)$'), type = 'double', mode = 'steady', threads = 2,
      status = 'checked', error = 3.1e-15, entries = 100, ms = 2, median_ms = 2, mean_ms = 2.1, min_ms = 1.9, max_ms = 3, spread = 0.004,
      interval_ms = { 1.992, 2.008 }, settled = true,
      iterations = 50, batch = 1, samples = { 1.9, 2, 3 }, flops = 1e9, bytes = 1e6, gflops = 500, gbs = 0.5, limit_share = 0.87,
      bound = 'arithmetic',
   }
   for name, value in pairs(fields or {}) do
      r[name] = value
   end
   return r
end

local wrong = {
   row_id = 'relu-forward', case_id = 'relu', method = 'forward', type = 'float', mode = 'steady', threads = 2, status = 'wrong',
   error = 0.5, entries = 10, message = 'output[3] is 1, expected 2', bytes = 10,
}

describe('text #once', function()
   it('measures UTF-8 by characters', function()
      assert.equal(3, text.width('✓ ᵃ'))
      assert.equal('  ✓', text.pad('✓', 3, 'right'))
      assert.equal('±1 ', text.pad('±1', 3, 'left'))
      assert.equal('long', text.pad('long', 2, 'left'))
   end)

   it('writes numbers with the digits that matter', function()
      assert.equal('0.0012', text.number(0.00123))
      assert.equal('3.142', text.number(3.14159))
      assert.equal('48.22', text.number(48.2249))
      assert.equal('4001', text.number(4001.3))
      assert.equal('1.20', text.brief(1.2))
      assert.equal('10.0', text.brief(9.999))
      assert.equal('100', text.brief(99.97))
      assert.equal('3.1e-7', text.error(3.14e-7))
      assert.equal('1.0e-12', text.error(1e-12))
      assert.equal('2.0e3', text.error(2000))
      assert.equal('0', text.error(0))
      assert.equal('inf', text.error(math.huge))
      assert.equal('512 KiB', text.bytes(524288))
   end)

   it('has a different sign for each of many footnotes', function()
      local seen = {}
      for i = 1, 100 do
         local sign = text.sign(i)
         assert.is_nil(seen[sign])
         seen[sign] = true
      end
   end)
end)

describe('the terminal table #once', function()
   local function printed(machine, results)
      local lines = {}
      local table_ = report.new(machine, function(line) lines[#lines + 1] = line end)
      table_:group(results)
      for _, r in ipairs(results) do
         table_:row(r)
      end
      table_:finish()
      return lines
   end

   it('aligns its columns, whatever the footnotes', function()
      local lines = printed('E3', {
         result 'conv-64-192-k5-s1-p2-i25-forward', result 'conv-64-64-k1-s1-p0-i54-backward',
         result('conv-192-576-k3-s1-p1-i12-forward', { ms = 0.0012, type = 'float' }),
      })
      local function column(line) -- where the check begins
         return text.width(line:sub(1, line:find('✓', 1, true) - 1))
      end
      assert.equal(column(lines[4]), column(lines[5]))
      assert.equal(column(lines[4]), column(lines[6]))
      assert.is_true(text.width(lines[6]) <= 160)
   end)

   it('shows label, time, speed-up, figures, rate and check', function()
      local line = printed('E3', { result 'conv-3-64-k11-s4-p2-i224-backward' })[4]
      for _, part in ipairs {
         'Convolution backward 3, 64, 11, 11, 4, 4, 2, 2, 224, 224', 'double', ' 2.000 ', '0.4%', '23.5×', '29.09', '47.05', '236.39',
         '48965.4', '28.8', '500 GFLOP/s', '87%', '✓ 3.1e-15',
      } do
         assert.is_truthy(line:find(part, 1, true), part .. ' in ' .. line)
      end
   end)

   it('says where the time was over before the median was known', function()
      local unsettled = result('linear-512-512-backward', { settled = false, interval_ms = { 1.8, 2.2 } })
      assert.is_truthy(printed('E5', { unsettled })[4]:find(' 10.0%…', 1, true))
      local few = result('linear-512-512-backward', { interval_ms = false, settled = false })
      assert.is_truthy(printed('E5', { few })[4]:find(' 0.4%…', 1, true))
   end)

   it('sets a row beside its baseline, another way and other threads, in the table\'s unit', function()
      local style = { unit = 'µs', compared = true, against = 'double', threads = true }
      local r = result('linear-512-512-backward', {
         before = { ms = 0.5, ratio = 1.25, verdict = 'slower' }, against = { ms = 0.25, ratio = 0.5, verdict = 'faster' },
         thread_speedup = 1.5, thread_efficiency = 0.75, command = 'luajit bench/linear.lua',
      })
      local lines = {}
      local table_ = report.new(nil, function(line) lines[#lines + 1] = line end, style)
      table_:group { r }
      table_:row(r)
      assert.is_truthy(lines[4]:find('2000 .* 500%.0 +%+25%.0%% slower .* 250%.0 +2%.00× faster .* 2 +1%.50× +75%%'), lines[4])
      assert.equal('   again: luajit bench/linear.lua', lines[5])
   end)

   it('leaves the speed-up blank against an artefact, and says why', function()
      local lines = printed('E5', { result 'linear-512-512-backward' })
      local everything = table.concat(lines, '\n')
      assert.is_nil(lines[4]:find('×', 1, true))
      assert.is_truthy(everything:find('cold or oversubscribed', 1, true))
      assert.is_truthy(everything:find('whole millisecond', 1, true))
   end)

   it('shows GB/s where memory is what counts', function()
      local line = printed('E3', { result('relu-forward', { flops = false, gflops = false, gbs = 33.4 }) })[4]
      assert.is_truthy(line:find('33.4 GB/s', 1, true))
   end)

   it('gives a wrong row no time, and its reason below', function()
      local lines = printed('E3', { wrong })
      assert.is_truthy(lines[4]:find('✗ 5.0e-1', 1, true))
      assert.is_nil(lines[4]:find('×', 1, true))
      assert.is_truthy(lines[5]:find('output[3] is 1, expected 2', 1, true))
   end)

   it('prints rows that the published table has not', function()
      local own = result('x-forward', { model = 'SpatialConvolution(3 -> 64)', parameter = 'on 10x3x8x8' })
      own.row_id = nil
      local lines = printed(nil, { own })
      assert.is_truthy(lines[3]:find('SpatialConvolution(3 -> 64) forward  on 10x3x8x8', 1, true))
      assert.is_nil(lines[2]:find('Torch', 1, true))
   end)

   it('counts rows by what became of them', function()
      local lines = report.summary({ result('linear-512-512-forward', { ms = 0.18 }), result('linear-512-512-backward', { ms = 0.0875 }), wrong },
         'E3')
      assert.equal('3 rows: 2 checked and timed, 1 wrong, 0 failed', lines[1])
      assert.equal('vs Torch on E3, geometric mean: 4.00× in double (2 rows)', lines[2])
      assert.is_nil(report.summary({ wrong }, 'E3')[2])
   end)
end)

describe('footnotes #once', function()
   it('keep one sign a mark, in the order of use', function()
      local notes = Footnotes.new()
      local one, two = { name = 'one', text = 'first' }, { name = 'two', text = 'second' }
      assert.equal('ᵃ', notes:signs_of { two })
      assert.equal('ᵇᵃ', notes:signs_of { one, two })
      assert.equal('', notes:signs_of(nil))
      assert.same({ { sign = 'ᵃ', text = 'second' }, { sign = 'ᵇ', text = 'first' } }, notes:list())
   end)
end)

describe('CSV #once', function()
   -- Fields of one line, quotes understood.
   local function fields(line)
      local list, at = {}, 1
      while at <= #line + 1 do
         local quoted, after = line:match('^"(.-)"()', at)
         if quoted then
            list[#list + 1], at = quoted, after + 1
         else
            local plain
            plain, after = line:match('^([^,]*)()', at)
            list[#list + 1], at = plain, after + 1
         end
      end
      return list
   end

   it('has one line a row, with as many fields as names', function()
      local lines = {}
      for line in csv.encode({ result 'conv-3-64-k11-s4-p2-i224-forward', wrong }, 'E3'):gmatch('([^\n]*)\n') do
         lines[#lines + 1] = line
      end
      assert.equal(3, #lines)
      local names = fields(lines[1])
      local values, second = {}, {}
      for i, name in ipairs(names) do
         values[name], second[name] = fields(lines[2])[i], fields(lines[3])[i]
      end
      assert.equal(#names, #fields(lines[2]))
      assert.equal(#names, #fields(lines[3]))
      assert.equal('conv-3-64-k11-s4-p2-i224-forward', values.row_id)
      assert.equal('3, 64, 11, 11, 4, 4, 2, 2, 224, 224', values.parameter)
      assert.same({ '2', '2.1', '1.9', '50', '3.1e-15', '500', '0.5' },
         { values.median_ms, values.mean_ms, values.min_ms, values.iterations, values.error, values.gflops, values.gbs })
      assert.same({ 'double', 'steady' }, { values.type, values.mode })
      assert.equal('26.72', values.E3_Torch)
      assert.equal('13.36', values.speedup_E3_Torch)
      assert.equal('25.613', values.E5_Torch)
      assert.equal('', second.median_ms)
      assert.equal('wrong', second.status)
      assert.equal('output[3] is 1, expected 2', second.message)
   end)

   it('has a run before, another way and rivals, each with its verdict', function()
      local compared = result('relu-forward', {
         ms = 2, interval_ms = { 1.9, 2.1 }, before = { ms = 4, ratio = 0.5, low = 0.4, high = 0.6, verdict = 'faster' },
         against = { ms = 2, ratio = 1, low = 0.99, high = 1.01, verdict = 'same' },
         rivals = { one = { plain = 1, plain_verdict = { ratio = 2, low = 1.9, high = 2.1, verdict = 'slower' }, preferred = 8, error = 0 } },
      })
      local style = { compared = true, against = 'threads=1', rivals = { { name = 'one', layouts = true }, { name = 'two' } } }
      local names, values = csv.encode({ compared }, nil, style):match('([^\n]*)\n([^\n]*)')
      names, values = fields(names), fields(values)
      assert.equal(#names, #values)
      local by = {}
      for i, name in ipairs(names) do
         by[name] = values[i]
      end
      assert.same({ '1.9', '2.1' }, { by.low_ms, by.high_ms })
      assert.same({ '4', '0.5', '0.4', '0.6', 'faster' }, { by.before_ms, by.before_ratio, by.before_low, by.before_high, by.before_verdict })
      assert.same({ '2', 'same' }, { by.against_ms, by.against_verdict })
      assert.same({ '1', '2', 'slower' }, { by.one_ms, by.one_ratio, by.one_verdict })
      assert.same({ '8', '' }, { by.one_own_layout_ms, by.one_own_layout_verdict })
      assert.same({ '', '' }, { by.two_ms, by.two_verdict })
      assert.is_nil(by.two_own_layout_ms)
   end)
end)

describe('Markdown #once', function()
   it('has the columns of both machines, rows of equal length, and the footnotes', function()
      local document = markdown.encode({ result 'linear-512-512-backward', wrong }, { 'lampas linear', 'processor   X' }, 'E3')
      local bars
      for line in document:gmatch('[^\n]+') do
         if line:sub(1, 1) == '|' then
            local _, n = line:gsub('|', '')
            bars = bars or n
            assert.equal(bars, n)
         end
      end
      assert.equal(#columns.all { 'E3', 'E5' } + 1, bars)
      for _, part in ipairs {
         'E3 Torch', 'E5 Torch', '3.991', '- processor: X', 'cold or oversubscribed', '✗ relu-forward float: output[3] is 1, expected 2',
      } do
         assert.is_truthy(document:find(part, 1, true), part)
      end
   end)
end)

describe('JSON #once', function()
   local function document()
      return json.encode {
         environment = { processor = 'X' }, limits = { flops = { float = 1 } }, settings = { mode = 'steady' },
         rows = { result 'relu-forward', result('linear-512-10-forward', { error = math.huge }) },
      }
   end

   it('is the same text every time, and reads back', function()
      assert.equal(document(), document())
      local read = dkjson.decode(document())
      assert.equal('lampas-benchmark-1', read.format)
      assert.equal('X', read.environment.processor)
      assert.same({ 1.9, 2, 3 }, read.rows[1].samples)
      assert.equal('ReLU', read.rows[1].model)
      assert.equal(31.350111961365, read.rows[1].published.E3.Torch.ms)
      assert.same({ 'below-1ms', 'impossible-bandwidth' }, read.rows[1].published.E3.Caffe.marks)
      assert.is_nil(read.rows[2].error)
   end)
end)

describe('files #once', function()
   local path = os.tmpname()

   local function read()
      local file = assert(io.open(path))
      local content = file:read('*a')
      file:close()
      return content
   end

   after_each(function()
      os.remove(path)
   end)

   it('are replaced whole', function()
      assert.is_true(files.write(path, 'one\n'))
      assert.is_true(files.writable(path))
      assert.is_true(files.write(path, 'two\n'))
      assert.equal('two\n', read())
      assert.is_nil(io.open(path .. '.part'))
   end)

   it('stay as they are when writing fails', function()
      files.write(path, 'kept')
      local ok, message = files.write(path .. '/below', 'lost')
      assert.is_nil(ok)
      assert.is_truthy(message:find('cannot write', 1, true))
      assert.is_nil(files.writable('/no/such/folder/file'))
      assert.equal('kept', read())
   end)

   it('stay as they are when the disk is full', function()
      if io.open('/dev/full', 'w') then
         files.write(path, 'kept')
         os.execute(("ln -s /dev/full '%s.part'"):format(path))
         assert.is_nil(files.write(path, ('x'):rep(1e6)))
         assert.equal('kept', read())
      end
   end)
end)

local document = require 'lampas.document'
local formats = require 'lampas.formats'
local html = require 'lampas.html'
local markup = require 'lampas.html.markup'
local report = require 'lampas.report'
local scale = require 'lampas.html.scale'

local function limits()
   return {
      threads = 2, flops = { float = 2e11, double = 1e11 },
      copy = { { name = 'L2', capacity = 1e6, rate = 2e11 }, { name = 'L3', capacity = 3e7, rate = 1e11 },
         { name = 'memory', capacity = math.huge, rate = 3e10 } },
   }
end

local function row(row_id, fields)
   local result = {
      row_id = row_id, method = row_id:match('(%a+)$'), type = 'float', mode = 'steady', threads = 2, status = 'checked', error = 1e-7,
      ms = 2, median_ms = 2, spread = 0.01, samples = { 1.9, 2, 2.1, 2, 9 }, flops = 1e9, bytes = 1e6, gflops = 150, gbs = 0.5,
      limit_share = 0.87, bound = 'arithmetic', interval_ms = { 1.99, 2.01 }, settled = true,
   }
   for name, value in pairs(fields or {}) do
      result[name] = value
   end
   return result
end

local function run(rows, fields)
   local all = {
      environment = {
         processor = 'A & B <c>', level = 'v3', threads = 2, cores = 2, caches = { L1 = 1, L2 = 2, L3 = 3 }, luajit = 'LuaJIT', commit = 'c',
         blas = { name = 'blas', flavour = 'OpenMP', kernel = 'k' },
      },
      limits = limits(), rows = rows, columns = {},
      settings = { script = 'conv', mode = 'steady', machine = 'E3', time = 1, noise = { floor = 0.01, cases = {} }, parsed = {} },
   }
   for name, value in pairs(fields or {}) do
      all[name] = value
   end
   all.header = report.header(all.environment, all.limits, all.settings)
   return all
end

local CONV, RELU = 'conv-64-192-k5-s1-p2-i25-forward', 'relu-forward'

-- The names of all tags, each closed where it has to be.
local function balanced(page)
   local open = {}
   for slash, name in page:gsub('<style>.-</style>', ''):gmatch('<(/?)(%w+)[^>]*>') do
      if slash == '/' then
         assert.equal(name, table.remove(open))
      elseif name ~= 'meta' then
         open[#open + 1] = name
      end
   end
   return #open == 0
end

describe('markup #once', function()
   it('escapes what comes from elsewhere', function()
      assert.equal('&lt;b&gt; &amp; &quot;&#39;', markup.escape('<b> & "\''))
      assert.equal('ab', markup.escape('a\0\27b'))
      assert.equal('<a href="&quot;&gt;">&lt;i&gt;</a>', markup.text('a', { href = '">' }, '<i>'))
      assert.equal('<p><b>x</b>yz</p>', markup.element('p', {}, markup.text('b', {}, 'x'), nil, { 'y', 'z' }))
   end)

   it('writes attributes in the same order always', function()
      assert.equal('<i a="1" b="2" c="3"></i>', markup.element('i', { c = 3, b = 2, a = 1 }))
   end)
end)

describe('logarithmic axes #once', function()
   it('end at round values at least a decade apart', function()
      assert.same({ 2, 50 }, { scale.ends { 3, 40 } })
      assert.same({ 2, 20 }, { scale.ends { 3, 4 } })
      assert.same({ 1, 10 }, { scale.ends { 1, 10 } })
   end)

   it('place values, those beyond at their ends', function()
      local axis = scale.logarithmic(1, 100, 0, 50)
      assert.is_true(math.abs(axis(10) - 25) < 1e-9)
      assert.same({ 0, 50 }, { axis(0.1), axis(1000) })
   end)

   it('have no more marks than asked for', function()
      assert.same({ 1, 2, 5, 10 }, scale.ticks(1, 10, 8))
      assert.same({ 1, 10, 100, 1000 }, scale.ticks(1, 1000, 8))
      assert.is_true(#scale.ticks(1e-9, 1e9, 8) <= 8)
   end)
end)

describe('the page #once', function()
   it('has every part, and needs nothing from elsewhere', function()
      local page = html.encode(run { row(CONV), row(RELU, { flops = false, gflops = false, gbs = 20, bytes = 1e8 }) })
      for _, part in ipairs { 'id="table"', 'id="speedup"', 'id="roofline"', 'id="samples"', '<svg', 'prefers-color-scheme: dark', 'Torch on E3' } do
         assert.is_truthy(page:find(part, 1, true), part)
      end
      assert.is_true(balanced(page))
      for _, part in ipairs { '<script', 'http:', 'https:', 'url(', '@import', 'src=' } do
         assert.is_nil(page:find(part, 1, true), part)
      end
   end)

   it('escapes what it is given', function()
      local wrong = row(CONV, { status = 'wrong', error = math.huge, message = '<script>alert(1)</script>', ms = false, samples = false })
      local page = html.encode(run { wrong, row('mine-forward', { model = '<img>', parameter = '"&' }) })
      assert.is_nil(page:find('<script', 1, true))
      assert.is_nil(page:find('<img', 1, true))
      assert.is_truthy(page:find('A &amp; B &lt;c&gt;', 1, true))
      assert.is_truthy(page:find('&lt;script&gt;alert', 1, true))
   end)

   it('leaves out what a run has not', function()
      local bare = { flops = false, bytes = false, gflops = false, gbs = false, limit_share = false, samples = false, bound = false }
      local one = run({ row('mine-forward', bare) }, { settings = { script = 'mine', mode = 'steady' } })
      local page = html.encode(one)
      assert.is_truthy(page:find('id="table"', 1, true))
      for _, id in ipairs { 'speedup', 'roofline', 'samples' } do
         assert.is_nil(page:find(('id="%s"'):format(id), 1, true))
      end
      assert.is_true(balanced(page))
   end)

   it('shows rivals in the table and as bars', function()
      local one = row(CONV, { rivals = { oneDNN = { plain = 3, preferred = 2.5, error = 0 } } })
      local page = html.encode(run({ one }, { columns = { rivals = { { name = 'oneDNN', layouts = true } } } }))
      assert.is_truthy(page:find('oneDNN, own layout</span>', 1, true))
      assert.is_truthy(page:find('1.25×', 1, true))
   end)
end)

describe('bars #once', function()
   it('stand for a run before and for another way too', function()
      local one = row(CONV, { before = { ms = 5, ratio = 0.4, verdict = 'faster' }, against = { ms = 6, ratio = 1 / 3, verdict = 'faster' } })
      local page = html.encode(run({ one }, { columns = { compared = true, against = '1 thread' } }))
      for _, part in ipairs { '>before</span>', '2.50×', '>1 thread</span>', '3.00×' } do
         assert.is_truthy(page:find(part, 1, true), part)
      end
   end)
end)

describe('a document #once', function()
   local path = os.tmpname()

   local function load(text)
      local file = assert(io.open(path, 'w'))
      file:write(text)
      file:close()
      return document.load(path)
   end

   teardown(function()
      os.remove(path)
   end)

   it('gives the page of the run that it was', function()
      local rivals = { { adapter = { name = 'oneDNN', layouts = true }, version = '2' } }
      local before = run {
         row(CONV, { rivals = { oneDNN = { plain = 3, error = math.huge } } }),
         row(RELU, { status = 'wrong', error = math.huge, message = 'm' }),
      }
      before.settings.rivals, before.columns = rivals, { rivals = { rivals[1].adapter } }
      before.header = report.header(before.environment, before.limits, before.settings)
      local after = assert(load(formats.encode('json', before)))
      assert.equal(math.huge, after.limits.copy[3].capacity)
      for _, format in ipairs { 'html', 'markdown', 'csv' } do
         assert.equal(formats.encode(format, before), formats.encode(format, after))
      end
   end)

   it('tells what is none', function()
      local nothing, message = load '{"format":"lampas-benchmark-1","rows":[{}]}'
      assert.is_nil(nothing)
      assert.is_truthy(message:find('no whole run', 1, true))
      assert.is_nil((load 'x'))
      assert.is_nil((document.load '/no/such/file'))
   end)
end)

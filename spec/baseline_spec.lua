local again = require 'lampas.again'
local baseline = require 'lampas.baseline'
local json = require 'lampas.json'
local verdict = require 'lampas.verdict'

local function samples(ms)
   local list = {}
   for i = 1, 30 do
      list[i] = ms * (1 + 0.0001 * (i % 5))
   end
   return list
end

local function row(ms, fields)
   local r = {
      row_id = 'relu-forward', type = 'float', mode = 'steady', threads = 2, status = 'checked', ms = ms, median_ms = ms * 1.0002,
      samples = samples(ms),
   }
   for key, value in pairs(fields or {}) do
      r[key] = value
   end
   return r
end

local function both(share)
   return { arithmetic = share, memory = share }
end

local environment = { processor = 'P', threads = 2, blas = { name = 'B' }, commit = 'one' }
local path = os.tmpname()

local function saved(rows)
   local file = assert(io.open(path, 'w'))
   file:write(json.encode { environment = environment, limits = {}, noise = { floor = 0.01 }, settings = {}, rows = rows })
   file:close()
   return assert(baseline.load(path))
end

describe('a baseline #once', function()
   teardown(function()
      os.remove(path)
   end)

   it('comes back from its file, row by row', function()
      local document = saved { row(10), row(20, { type = 'double' }), row(7, { threads = 1 }) }
      assert.equal(10, baseline.row(document, row(1)).ms)
      assert.equal(20, baseline.row(document, row(1, { type = 'double' })).ms)
      assert.equal(7, baseline.row(document, row(1, { threads = 1 })).ms)
      assert.is_nil(baseline.row(document, row(1, { cold = true })))
   end)

   it('is refused when it is none', function()
      assert.is_nil(baseline.load('/no/such/file'))
      local file = assert(io.open(path, 'w'))
      file:write('{"format":"other"}')
      file:close()
      local document, message = baseline.load(path)
      assert.is_nil(document)
      assert.is_truthy(message:find('--save', 1, true))
   end)

   it('names what differs in the environment', function()
      assert.same({}, baseline.differences(environment, environment))
      assert.same({ 'blas.name: B then, C now', 'commit: one then, two now' },
         baseline.differences(environment, { processor = 'P', threads = 2, blas = { name = 'C' }, commit = 'two' }))
   end)

   it('finds what became slower or faster, and nothing where nothing changed', function()
      local document = saved { row(10) }
      for ms, word in pairs { [10.5] = 'slower', [10.1] = 'same', [9] = 'faster' } do
         local result = row(ms)
         baseline.compare(document, result, both(0.03))
         assert.equal(word, result.before.verdict)
         assert.equal(10, result.before.ms)
      end
      local new = row(10, { row_id = 'other' })
      baseline.compare(document, new, both(0.03))
      assert.is_nil(new.before)
   end)

   it('takes the largest of threshold and noise', function()
      local document = saved {}
      assert.same(both(0.03), baseline.margin(document, { floor = 0.002 }, 0.03))
      assert.same(both(0.05), baseline.margin(document, { floor = 0.05 }, 0.03))
      assert.same(both(0.01), baseline.margin(document, { floor = 0.002 }, 0.005))
      assert.same({ arithmetic = 0.03, memory = 0.06 }, baseline.margin(document, { floor = 0.06, arithmetic = 0.004, memory = 0.06 }, 0.03))
   end)

   it('believes a slow-down only when it comes again', function()
      local document, again_, results = saved { row(10), row(10, { type = 'double' }) }, {}, { row(12), row(12, { type = 'double' }), row(10) }
      for _, result in ipairs(results) do
         baseline.compare(document, result, both(0.03))
      end
      local repeated = baseline.confirm(document, results, function(i)
         again_[#again_ + 1] = i
         return i == 1 and row(10) or row(11.9, { type = 'double' })
      end, both(0.03))
      assert.same({ 1, 2 }, repeated)
      assert.same({ 1, 2, 2, 2, 2, 2 }, again_)
      assert.equal('same', results[1].before.verdict)
      assert.equal('slower', results[2].before.verdict)
      assert.equal(11.9, results[2].ms)
   end)

   it('believes nothing of a run whose cores were slow, and runs such a row again', function()
      local document, results = saved { row(10) }, { row(12, { disturbed = 20 }) }
      baseline.compare(document, results[1], both(0.03))
      assert.equal('unknown', results[1].before.verdict)
      assert.equal("can't tell (slow cores)", verdict.words(results[1].before))
      baseline.confirm(document, results, function() return row(10) end, both(0.03))
      assert.equal('same', results[1].before.verdict)
      local far = row(40, { disturbed = 20 })
      baseline.compare(document, far, both(0.03))
      assert.equal('slower', far.before.verdict)
   end)

   it('holds what two passes found, unless one of them was disturbed', function()
      local results = { row(10), row(10, { disturbed = 20 }), row(10) }
      for _, result in ipairs(results) do
         result.interval_ms = { result.median_ms * 0.99, result.median_ms * 1.01 }
      end
      baseline.twice(results, function(i)
         local next_ = row(11, { disturbed = i == 3 and 20 or 0 })
         next_.interval_ms = { 10.9, 11.1 }
         return next_
      end)
      assert.near(9.9, results[1].passes_ms[1], 0.01)
      assert.equal(11.1, results[1].passes_ms[2])
      assert.equal(11, results[2].ms)
      assert.is_nil(results[3].passes_ms)
      local document, now = saved { results[1] }, { row(11.2), row(12) }
      for _, result in ipairs(now) do
         baseline.compare(document, result, both(0.03))
      end
      assert.equal('unknown', now[1].before.verdict)
      assert.equal('slower', now[2].before.verdict)
   end)

   it('names limits of the machine that are no longer the same', function()
      local document = saved {}
      document.limits = { flops = { float = 2e11, double = 1e11 }, copy = { { name = 'L2', rate = 1e11 } } }
      local now = { flops = { float = 1e11, double = 1.01e11 }, copy = { { name = 'L2', rate = 9e10 } } }
      assert.same({ 'baseline    0 rows; a change up to 3.0% is none', 'differs     GFLOP/s in float: 200 then, 100 now',
         'differs     GB/s in L2: 100 then, 90.0 now' }, baseline.header(document, environment, now, both(0.03)))
   end)
end)

describe('the command for a row #once', function()
   it('runs it as it was run', function()
      assert.equal("luajit bench/relu.lua --filter =relu-forward --type float --threads 2 --time 0.15 --machine E5 "
         .. "--compare 'a b.json' --threshold 3 --cold",
         again.command('relu', row(1), { time = 0.15, machine = 'E5', cold = true, compare = 'a b.json', threshold = 3 }))
      assert.equal('luajit bench/relu.lua --filter =relu-forward --type double --threads 2 --mode seed',
         again.command('relu', row(1, { type = 'double', mode = 'seed' }), { time = 1, threshold = 3 }))
   end)
end)

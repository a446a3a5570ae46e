local torch = require 'torch'
local nn = require 'nn'
local dkjson = require 'dkjson'
local bench = require 'lampas.bench'
local cases = require 'lampas.cases'
local runner = require 'lampas.runner'

local ROOT = io.popen('pwd'):read('*l')

-- Runs a command; gives what it wrote, on both streams together, and its exit code.
local function shell(command)
   local pipe = io.popen('( ' .. command .. ' ) 2>&1; echo "exit $?"')
   local text = pipe:read('*a')
   pipe:close()
   local output, code = text:match('^(.*)exit (%d+)\n$')
   return output, tonumber(code)
end

local function script(name, options)
   return shell(('luajit bench/%s.lua %s'):format(name, options))
end

local function lines(text)
   local list = {}
   for line in text:gmatch('[^\n]+') do
      list[#list + 1] = line
   end
   return list
end

local function read(path)
   local file = assert(io.open(path))
   local text = file:read('*a')
   file:close()
   return text
end

-- The rows of a CSV file as tables by column; the fields used here hold no commas.
local function rows(path)
   local all = lines(read(path))
   local names, list = {}, {}
   for name in all[1]:gmatch('[^,]+') do
      names[#names + 1] = name
   end
   for i = 2, #all do
      local row, k = {}, 0
      for value in (all[i]:match('^[^"]*') .. ','):gmatch('([^,]*),') do
         k = k + 1
         row[names[k]] = value
      end
      list[#list + 1] = row
   end
   return list
end

describe('a benchmark script #once', function()
   it('lists its rows', function()
      local output, code = script('relu', '--list')
      assert.equal(0, code)
      local list = lines(output)
      assert.equal(4, #list)
      assert.is_truthy(list[1]:find('^relu%-inplace%-forward +ReLU forward true$'))
      assert.equal(36, #lines((script('conv', '--list'))))
      assert.equal(74, #lines((script('all', '--list'))))
      assert.equal(72, #lines((script('all', '--list --mode seed'))))
   end)

   it('runs from any folder', function()
      for _, command in ipairs { 'cd bench && luajit dropout.lua', 'cd / && luajit ' .. ROOT .. '/bench/dropout.lua' } do
         local output, code = shell('unset LUA_PATH; ' .. command .. ' --list')
         assert.equal(0, code, output)
         assert.equal(6, #lines(output))
      end
   end)

   it('filters rows', function()
      local output = script('conv', "--list --filter 'conv-3-64*backward,k2'")
      assert.equal(5, #lines(output))
   end)

   it('answers wrong options with one line and exit code 2', function()
      for _, options in ipairs {
         '--mode fast', '--threads 0', '--nonsense', '--filter nothing-like-it', '--csv /no/such/folder/x.csv', '--mode seed --type float',
      } do
         local output, code = script('conv', options)
         assert.equal(2, code, output)
         assert.equal(1, #lines(output), output)
         assert.is_truthy(output:find('^conv: '), output)
      end
   end)

   it('has a help', function()
      local output, code = script('all', '--help')
      assert.equal(0, code)
      assert.is_truthy(output:find('--markdown', 1, true))
   end)
end)

describe('a run #once', function()
   local folder = os.tmpname()

   setup(function()
      os.remove(folder)
      assert(os.execute("mkdir '" .. folder .. "'") == 0)
   end)

   teardown(function()
      os.execute("rm -r '" .. folder .. "'")
   end)

   it('checks and times rows in float and double, and writes every format', function()
      local output, code = script('criterion',
         ("--filter bce --time 0.01 --quick --threads 1 --csv '%s/x.csv' --markdown '%s/x.md' --json '%s/x.json'")
            :format(folder, folder, folder))
      assert.equal(0, code, output)
      assert.is_truthy(output:find('✓', 1, true))
      assert.is_truthy(output:find('4 rows: 4 checked and timed, 0 wrong, 0 failed', 1, true))
      assert.is_nil(output:find('\r', 1, true))
      local table_ = rows(folder .. '/x.csv')
      assert.equal(4, #table_)
      for i, row in ipairs(table_) do
         assert.equal(i <= 2 and 'bce-100x512-forward' or 'bce-100x512-backward', row.row_id)
         assert.equal(i % 2 == 1 and 'float' or 'double', row.type)
         assert.equal('steady', row.mode)
         assert.equal('1', row.threads)
         assert.equal('checked', row.status)
         assert.is_true(tonumber(row.min_ms) > 0 and tonumber(row.min_ms) <= tonumber(row.median_ms))
         assert.is_true(tonumber(row.iterations) >= 3)
         assert.is_true(tonumber(row.error) < 1e-5)
         assert.is_true(tonumber(row.gbs) > 0)
         assert.equal('', row.gflops)
      end
      assert.is_truthy(read(folder .. '/x.md'):find('| BCECriterion | forward |', 1, true))
      local document = dkjson.decode(read(folder .. '/x.json'))
      assert.equal(4, #document.rows)
      assert.equal(1, document.environment.threads)
   end)

   it('follows the published protocol in mode seed', function()
      local output, code = script('linear', ("--mode seed --filter linear-512-10 --quick --csv '%s/s.csv'"):format(folder))
      assert.equal(0, code, output)
      local table_ = rows(folder .. '/s.csv')
      assert.equal(2, #table_)
      for _, row in ipairs(table_) do
         assert.same({ 'double', 'seed', '10', '1' }, { row.type, row.mode, row.iterations, row.batch })
         assert.is_true(tonumber(row.mean_ms) > 0)
         assert.is_true(tonumber(row.gflops) > 0)
      end
   end)

   -- Runs one row with a patch of nn in force.
   local function patched(patch)
      return shell(("LUA_PATH='./lua/?.lua;./lua/?/init.lua;;' LUA_INIT=\"%s\" luajit bench/linear.lua --filter linear-512-10-forward "
         .. "--type float --time 0.01 --csv '%s/p.csv'"):format(patch, folder))
   end

   it('gives a wrong kernel no time and exits with 1', function()
      local output, code = patched('local nn = require [[nn]]; local right = nn.Linear.updateOutput; '
         .. 'function nn.Linear:updateOutput(x) right(self, x); self.output[7][3] = self.output[7][3] + 0.01; return self.output end')
      assert.equal(1, code, output)
      assert.is_truthy(output:find('✗', 1, true))
      assert.is_truthy(output:find('output[62]', 1, true))
      assert.is_truthy(output:find('1 rows: 0 checked and timed, 1 wrong, 0 failed', 1, true))
      local row = rows(folder .. '/p.csv')[1]
      assert.equal('wrong', row.status)
      assert.equal('', row.median_ms)
      assert.equal('', row.gflops)
   end)

   it('carries on past a layer that raises an error, and exits with 1', function()
      local output, code = patched("local nn = require [[nn]]; function nn.Linear:updateOutput() error('no such luck') end")
      assert.equal(1, code, output)
      assert.is_truthy(output:find('no such luck', 1, true))
      assert.equal('failed', rows(folder .. '/p.csv')[1].status)
   end)
end)

describe('bench, for a layer of one\'s own #once', function()
   local quick = { time = 0.01, quiet = true }

   it('checks, times and returns forward and backward', function()
      local figures = bench(nn.Linear(20, 30), torch.randn(5, 20), nil, quick)
      for _, method in ipairs { 'forward', 'backward' } do
         local row = figures[method]
         assert.equal('checked', row.status)
         assert.equal('double', row.type)
         assert.is_true(row.ms > 0 and row.gflops > 0 and row.error < 1e-12)
      end
   end)

   it('says unchecked of a layer without a reference', function()
      local figures = bench(nn.Sequential():add(nn.Linear(3, 4)):add(nn.Tanh()):float(), torch.FloatTensor(2, 3):fill(1), nil, quick)
      assert.equal('unchecked', figures.forward.status)
      assert.is_true(figures.backward.ms > 0)
      assert.is_nil(figures.forward.gflops)
   end)

   it('takes criteria with their target', function()
      local figures = bench(nn.ClassNLLCriterion(), torch.randn(4, 3), torch.DoubleTensor { 1, 2, 3, 1 }, quick)
      assert.equal('checked', figures.forward.status)
      assert.equal('checked', figures.backward.status)
   end)

   it('leaves module, input and random numbers as they were', function()
      local module, input = nn.Linear(4, 3), torch.randn(2, 4)
      module.gradWeight:fill(7)
      local weight, copy = module.weight:clone(), input:clone()
      torch.manualSeed(11)
      local expected = torch.random()
      torch.manualSeed(11)
      bench(module, input, nil, quick)
      assert.equal(expected, torch.random())
      assert.equal(0, (module.weight - weight):abs():sum())
      assert.equal(7, module.gradWeight[2][2])
      assert.equal(0, (input - copy):abs():sum())
   end)

   it('prints one line for each method', function()
      local printed, real = {}, print
      _G.print = function(line) printed[#printed + 1] = line end
      local ok, message = pcall(bench, nn.ReLU(), torch.randn(3, 4), nil, { time = 0.01 })
      _G.print = real
      assert.is_true(ok, message)
      local text = table.concat(printed, '\n')
      assert.is_truthy(text:find('ReLU +forward +on 3x4'))
      assert.is_truthy(text:find('ReLU +backward +on 3x4'))
   end)

   it('blames the caller for what it cannot take', function()
      for _, call in ipairs {
         { function() bench(3, torch.randn(2)) end, 'a module or criterion of nn is expected first, got number' },
         { function() bench(nn.ReLU(), { 1 }) end, 'a FloatTensor or DoubleTensor is expected as input, got table' },
         { function() bench(nn.BCECriterion(), torch.randn(2)) end, 'the target is missing' },
      } do
         local ok, message = pcall(call[1])
         assert.is_false(ok)
         assert.is_truthy(message:find(call[2], 1, true), message)
         assert.is_truthy(message:find('bench_spec.lua', 1, true), message)
      end
   end)
end)

describe('a row', function()
   it('is checked before it is timed', function()
      local right = nn.BCECriterion.updateGradInput
      local calls = 0
      function nn.BCECriterion:updateGradInput(...)
         calls = calls + 1
         return right(self, ...):mul(1.001)
      end
      local row = { case = cases.find('bce-100x512'), method = 'backward', row_id = 'bce-100x512-backward' }
      local limits = { threads = 1, flops = { float = 1, double = 1 }, copy = { { name = 'memory', capacity = math.huge, rate = 1 } } }
      local result = runner.row(row, 'float', { mode = 'steady', time = 0.01, limits = limits })
      nn.BCECriterion.updateGradInput = right
      assert.equal('wrong', result.status)
      assert.equal(1, calls)
      assert.is_nil(result.ms)
      assert.is_truthy(result.message:find('gradInput', 1, true))
   end)
end)

local torch = require 'torch'
local nn = require 'nn'

local ROOT = io.popen('pwd'):read('*l')

-- Runs the command; gives what it wrote, on both streams together, and its exit code.
local function lampas(arguments)
   local pipe = io.popen(("( '%s/bin/lampas' %s ) 2>&1; echo \"exit $?\""):format(ROOT, arguments))
   local text = pipe:read('*a')
   pipe:close()
   local output, code = text:match('^(.*)exit (%d+)\n$')
   return output, tonumber(code)
end

local function has(output, ...)
   for _, part in ipairs { ... } do
      assert.is_truthy(output:find(part, 1, true), part .. ' in ' .. output)
   end
end

describe('the command #once', function()
   local folder = os.tmpname()

   setup(function()
      os.remove(folder)
      assert(os.execute("mkdir '" .. folder .. "'") == 0)
   end)

   teardown(function()
      os.execute("rm -r '" .. folder .. "'")
   end)

   local function read(name)
      local file = assert(io.open(folder .. '/' .. name))
      local text = file:read('*a')
      file:close()
      return text
   end

   it('tells its commands, and each its options with their defaults', function()
      local output, code = lampas '--help'
      assert.equal(0, code)
      has(output, 'run ', 'list ', 'report ', 'compare ', 'merge ', 'profile ', 'env ', 'completion ')
      has(lampas 'run --help', 'conv ', 'networks ', 'tensor ')
      has(lampas 'run conv --help', '--rivals', '--html', '(default: 3)', '--mode')
      has(lampas 'profile --help', '--network', 'GoogLeNet')
   end)

   it('lists suites and rows', function()
      has(lampas 'list', 'conv ', 'Every module and criterion of nn')
      has(lampas 'list relu', 'relu-inplace-forward')
      local output, code = lampas "list conv --filter 'conv-3-64*backward'"
      assert.equal(0, code)
      has(output, 'conv-3-64-k11')
      assert.is_nil(output:find('forward', 1, true))
   end)

   it('completes in the shell', function()
      local output, code = lampas 'completion bash'
      assert.equal(0, code)
      has(output, 'complete -F _lampas', '--rivals', '--threshold')
   end)

   it('answers wrong words with one line and exit code 2', function()
      for _, arguments in ipairs {
         '', 'nonsense', 'run', 'run conv --mode fast', 'run conv --filter nothing-like-it', 'run conv --mode seed --type float',
         'profile', 'profile --network LeNet --input 3xx', 'profile /no/such/model.t7 --input 3x3', 'env --threads 0',
      } do
         local output, code = lampas(arguments)
         assert.equal(2, code, arguments .. ': ' .. output)
         assert.is_truthy(output:find '^[^\n]+\n$', output)
      end
      local output, code = lampas 'report /no/such/file.json'
      assert.equal(1, code)
      has(output, 'lampas report: ', 'No such file')
   end)

   it('runs, reports, compares and merges', function()
      local options = ("run criterion --filter bce --type float --time 0.01 --quick --threads 1 --csv '%s/a.csv' --markdown '%s/a.md' "
         .. "--html '%s/a.html' --json '%s/a.json'"):gsub('%%s', folder)
      local output, code = lampas(options)
      assert.equal(0, code, output)
      has(output, '2 rows: 2 checked and timed')
      output, code = lampas(("report '%s/a.json' --csv '%s/b.csv' --markdown '%s/b.md' --html '%s/b.html'"):gsub('%%s', folder))
      assert.equal(0, code, output)
      has(output, 'BCECriterion', '2 rows: 2 checked and timed')
      for _, ending in ipairs { 'csv', 'md', 'html' } do
         assert.equal(read('a.' .. ending), read('b.' .. ending))
      end
      output, code = lampas(("compare '%s/a.json' '%s/a.json' --filter forward"):gsub('%%s', folder))
      assert.equal(0, code, output)
      has(output, 'Verdict', '1 rows beside the baseline: 0 faster, 0 slower')
      output, code = lampas(("merge '%s/a.json' '%s/a.json' --markdown '%s/m.md'"):gsub('%%s', folder))
      assert.equal(0, code, output)
      has(output, 'vs a', '1.00×')
      has(read 'm.md', '| BCECriterion |')
   end)

   it('exits with 1 when a row is slower', function()
      local path = folder .. '/a.json'
      local slow = assert(io.open(folder .. '/slow.json', 'w'))
      local document = require('dkjson').decode(read 'a.json')
      for _, row in ipairs(document.rows) do
         row.ms, row.median_ms = 100 * row.ms, 100 * row.median_ms
         for i, sample in ipairs(row.samples) do
            row.samples[i] = 100 * sample
         end
      end
      slow:write((require('dkjson').encode(document)))
      slow:close()
      local output, code = lampas(("compare '%s' '%s/slow.json'"):format(path, folder))
      assert.equal(1, code, output)
      has(output, '2 slower')
   end)

   it('profiles a model from a file', function()
      local path = folder .. '/model.t7'
      torch.save(path, nn.Sequential():add(nn.Linear(6, 4)):add(nn.Tanh()):float())
      local output, code = lampas(("profile '%s' --input 2x6 --time 0.01 --threads 1"):format(path))
      assert.equal(0, code, output)
      has(output, 'processor', 'nn.Linear(6 -> 4)', 'nn.Tanh', 'whole passes')
      output, code = lampas(("profile '%s' --input 2x5 --time 0.01"):format(path))
      assert.equal(1, code, output)
      output, code = lampas(("profile '%s'"):format(path))
      assert.equal(2, code)
      has(output, '--input is missing')
   end)
end)

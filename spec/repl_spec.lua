require 'torch'
local repl = require 'lampas.repl'

local th = io.popen('pwd'):read('*l') .. '/bin/th'

-- Run a shell command; returns its exit code and its output.
local function shell(command)
   local pipe = assert(io.popen('{ ' .. command .. '; } 2>&1; echo "exit $?"'))
   local text = pipe:read('*a')
   pipe:close()
   return tonumber(text:match('exit (%d+)%s*$')), text
end

local function script(code)
   local path = os.tmpname()
   local file = assert(io.open(path, 'w'))
   file:write(code)
   file:close()
   return path
end

describe('the REPL #once', function()
   local function evaluate(text)
      local out = {}
      local ok = repl.evaluate(assert(repl.compile(text)), false, { write = function(_, ...)
         out[#out + 1] = table.concat { ... }
      end })
      return table.concat(out), ok
   end

   it('prints the values of expressions, with or without a leading =', function()
      assert.equal('3\n', evaluate '1 + 2')
      assert.equal('3\n', evaluate '= 1 + 2')
      assert.equal('1\na\nnil\n', evaluate '1, "a", nil')
      assert.equal('', evaluate 'local x = 1')
      assert.equal(' 1\n 2\n[torch.DoubleTensor of size 2]\n', evaluate 'torch.Tensor{1, 2}')
      assert.equal('{\n  1 : 5\n  x : {\n      y : "z"\n    }\n}\n', evaluate '{5, x = {y = "z"}}')
   end)

   it('keeps the last value and goes on after an error', function()
      evaluate '42'
      assert.equal(42, _G._LAST)
      local text, ok = evaluate 'error("oops", 0)'
      assert.is_false(ok)
      assert.truthy(text:find('oops', 1, true))
   end)

   it('knows when a chunk is incomplete', function()
      local chunk, _, incomplete = repl.compile 'for i = 1, 2 do'
      assert.is_nil(chunk)
      assert.is_true(incomplete)
      chunk, _, incomplete = repl.compile 'for i = = 1'
      assert.is_nil(chunk)
      assert.is_false(incomplete)
   end)

   it('completes globals, fields and methods', function()
      assert.same({ 'torch.manualSeed' }, repl.complete 'torch.manualS')
      _G.completed = torch.Tensor(1)
      assert.same({ 'completed:narrow' }, repl.complete 'completed:narr')
      assert.same({ 'completed' }, repl.complete 'complet')
      assert.same({}, repl.complete 'nothing.at.all')
      _G.completed = nil
   end)
end)

describe('bin/th #once', function()
   it('runs a script with its arguments, from any directory', function()
      local path = script "assert(torch and nn and bench); print(arg[0], arg[1], arg[2], ...)"
      local code, text = shell(('cd / && %s %s one two'):format(th, path))
      assert.equal(0, code, text)
      assert.equal(('%s\tone\ttwo\tone\ttwo'):format(path), text:match('^[^\n]*'))
      os.remove(path)
   end)

   it('runs code given with -e, after what -l names', function()
      local code, text = shell(th .. " -l nn -e 'print(torch.type(nn.ReLU()))'")
      assert.equal(0, code, text)
      assert.equal('nn.ReLU', text:match('^[^\n]*'))
   end)

   it('reads lines from its input', function()
      local code, text = shell(("printf '1 + 1\\nfor i = 1, 2 do\\nprint(i * 10)\\nend\\n' | %s"):format(th))
      assert.equal(0, code, text)
      assert.truthy(text:find('2\n', 1, true), text)
      assert.truthy(text:find('20\n', 1, true), text)
   end)

   it('ends with an exit code that tells of failures', function()
      local path = script "error('broken script')"
      local code, text = shell(th .. ' ' .. path)
      assert.equal(1, code)
      assert.truthy(text:find('broken script', 1, true))
      os.remove(path)
      assert.equal(1, (shell(th .. " -e 'error()'")))
      assert.equal(1, (shell(th .. ' no-such-file.lua')))
      code, text = shell(th .. ' --no-such-option')
      assert.equal(2, code)
      assert.truthy(text:find('unknown option --no-such-option', 1, true))
      assert.equal(0, (shell(th .. ' --help')))
   end)

   it('works through a link', function()
      local folder = os.tmpname()
      os.remove(folder)
      local code, text = shell(('mkdir %s && ln -s %s %s/th && cd / && %s/th -e "print(torch.Tensor(2):size(1))"'):format(folder, th, folder, folder))
      assert.equal(0, code, text)
      os.execute('rm -r ' .. folder)
   end)
end)

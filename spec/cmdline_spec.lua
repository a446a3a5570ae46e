require 'torch'
local tensors = require 'spec.support.tensors'

-- What is printed, or written to stdout or stderr, while f runs; os.exit ends f, and its status is the second result.
local function captured(f)
   local text, status = {}, nil
   local print_, write, stderr, exit = print, io.write, io.stderr, os.exit
   local function take(...)
      for i = 1, select('#', ...) do
         text[#text + 1] = tostring((select(i, ...)))
      end
   end
   _G.print = function(...)
      take(...)
      take '\n'
   end
   io.write = take -- luacheck: ignore
   io.stderr = { -- luacheck: ignore
      write = function(_, ...)
         take(...)
      end,
   }
   os.exit = function(code) -- luacheck: ignore
      status = code
      error('exit')
   end
   local fine, problem = pcall(f)
   _G.print, io.write, io.stderr, os.exit = print_, write, stderr, exit -- luacheck: ignore
   assert(fine or status, problem)
   return table.concat(text), status
end

local HELP = [[
Usage: train.lua [options] <data> <out>
Train something

Options
  -size  number of units [10]
  --rate [0.5]
  -name  what it is called [net]
  -fast  [false]
  -slow  [true]
  <data> folder of the data
  <out>
]]

local function command()
   local cmd = torch.CmdLine()
   cmd:text('Train something')
   cmd:text()
   cmd:text('Options')
   cmd:option('-size', 10, 'number of units')
   cmd:option('--rate', 0.5)
   cmd:option('-name', 'net', 'what it is called')
   cmd:option('-fast', false)
   cmd:option('-slow', true)
   cmd:argument('data', 'folder of the data')
   cmd:argument('-out')
   return cmd
end

local function parse(...)
   return command():parse { [0] = 'train.lua', ... }
end

describe('torch.CmdLine', function()
   it('parses options, switches and arguments', function()
      assert.same({ size = 10, rate = 0.5, name = 'net', fast = false, slow = true, data = 'd', out = 'o' }, parse('d', 'o'))
      assert.same({ size = 20, rate = -1, name = '5', fast = true, slow = false, data = 'd', out = 'o' },
         parse('-fast', 'd', '-size', '20', '--rate', '-1', '-slow', 'o', '-name', '5'))
      assert.same({ size = 10, rate = 0.5, name = 'net', fast = false, slow = true }, command():default())
   end)

   it('refuses what is no text', function()
      local cmd = torch.CmdLine()
      for message, call in pairs {
         ["bad argument #1 to 'option' (string expected, got nil)"] = function() cmd:option() end,
         ["bad argument #1 to 'argument' (string expected, got table)"] = function() cmd:argument({}) end,
         ["bad argument #1 to 'addTime' (string expected, got boolean)"] = function() cmd:addTime(true) end,
         ["bad argument #2 to 'string' (table of parameters expected, got nil)"] = function() cmd:string('x') end,
      } do
         tensors.refuses(message, call)
      end
   end)

   it('refuses options that are declared wrong', function()
      assert.error_matches(function()
         torch.CmdLine():option('-x')
      end, 'option %-x has no default value')
      assert.error_matches(function()
         torch.CmdLine():option('-x', 1, '', 'string')
      end, 'option %-x has wrong default type value')
   end)

   it('prints help', function()
      for _, word in ipairs { '-h', '-help', '--help' } do
         local text, status = captured(function()
            parse('d', word)
         end)
         assert.equal(0, status)
         assert.equal(HELP, (text:gsub(' +\n', '\n')))
      end
      local text = captured(function()
         torch.CmdLine():help()
      end)
      assert.equal('Usage: [options] \n', text)
   end)

   for message, words in pairs {
      ['invalid argument: %-x'] = { 'd', 'o', '-x' },
      ['invalid argument: more'] = { 'd', 'o', 'more' },
      ['not enough arguments'] = { 'd' },
      ['missing argument for option %-size'] = { 'd', 'o', '-size' },
      ['invalid type for option %-size %(should be number%)'] = { 'd', '-size', 'big', 'o' },
   } do
      it('reports: ' .. message, function()
         local text, status = captured(function()
            parse(unpack(words))
         end)
         assert.equal(1, status)
         assert.matches('^\n' .. message .. '\nUsage: train.lua ', text)
      end)
   end

   it('takes arguments of a type', function()
      local cmd = torch.CmdLine()
      cmd:argument('count', nil, 'number')
      assert.same({ count = 3 }, cmd:parse { '3' })
      local _, status = captured(function()
         cmd:parse { 'three' }
      end)
      assert.equal(1, status)
   end)

   it('makes a name of what is not the default', function()
      local cmd = command()
      local params = cmd:parse { 'd', 'o', '-size', '20', '-fast' }
      assert.equal('run,data=d,out=o,fast=t,size=20', cmd:string('run', params, {}))
      local name
      local text = captured(function()
         name = cmd:string('run', params, { data = true, out = true, fast = true, rate = false })
      end)
      assert.equal('run,rate=0.5,size=20', name)
      assert.matches('-- ignore option fast\n', text, 1, true)
      local plain = torch.CmdLine('_', ':')
      plain:option('-a', 1)
      assert.equal('x_a:2', plain:string('x', { a = 2 }))
      assert.equal('a:2', plain:string('', { a = 2 }))
      assert.equal('x', plain:string('x', { a = 1 }))
      text = captured(function()
         assert.equal('x', plain:string('x', { b = 1 }))
      end)
      assert.matches('WARNING: unknown option/argument: b', text)
   end)

   it('logs what is printed', function()
      local name = os.tmpname()
      local before = print
      local text = captured(function()
         local cmd = torch.CmdLine()
         cmd:log(name, { size = 10 })
         print('one', 2, nil)
         cmd:silent()
         print('two')
         cmd:addTime('me', 'T')
         print('three')
      end)
      assert.equal(before, print)
      local lines = {}
      for line in io.lines(name) do
         lines[#lines + 1] = line
      end
      os.remove(name)
      assert.matches('^%[program started on .*%]$', lines[1])
      assert.equal('[command line arguments]', lines[2])
      assert.equal('size 10', lines[3])
      assert.equal('[----------------------]', lines[4])
      assert.equal('one 2 nil', lines[5])
      assert.equal('two', lines[6])
      assert.equal('T[me]:  three', lines[7])
      assert.matches('one2nil', text)
      assert.is_nil(text:match('two'))
   end)
end)

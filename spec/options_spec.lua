local options = require 'lampas.options'

local published = require 'lampas.suites.published'

local suite = published('conv', 'conv')

local function parse(...)
   return options.parse(suite, { ... })
end

describe('options #once', function()
   it('have defaults', function()
      local o = parse()
      assert.equal('steady', o.mode)
      assert.same({ 'float', 'double' }, o.types)
      assert.equal('E3', o.machine)
      assert.equal(1, o.time)
      assert.is_nil(o.threads)
      assert.is_nil(o.filter)
      assert.is_falsy(o.quick)
      assert.is_falsy(o.list)
      assert.is_nil(o.csv)
   end)

   it('are read', function()
      local o = parse('--mode', 'steady', '--type', 'float', '--threads', '2', '--filter', 'conv-3', '--machine', 'E5', '--time', '0.5',
         '--quick', '--list', '--markdown', 'a.md', '--csv', 'b.csv', '--json=c.json')
      assert.same({ 'float' }, o.types)
      assert.same({ 2 }, o.threads)
      assert.equal('conv-3', o.filter)
      assert.equal('E5', o.machine)
      assert.equal(0.5, o.time)
      assert.is_true(o.quick)
      assert.is_true(o.list)
      assert.equal('a.md', o.markdown)
      assert.equal('b.csv', o.csv)
      assert.equal('c.json', o.json)
   end)

   it('take several thread counts, and what suites of layers have', function()
      assert.same({ 1, 2, 4 }, parse('--threads', '1,2,4,2').threads)
      assert.is_true(parse('--parts').parts)
      assert.is_true(parse('--cold').cold)
      assert.is_nil(options.parse(require 'lampas.suites.tensor', { '--parts' }))
      assert.is_nil(parse('--mode', 'seed', '--cold'))
   end)

   it('take less time when quick, unless told', function()
      assert.is_true(parse('--quick').time < 0.5)
      assert.equal(2, parse('--quick', '--time', '2').time)
   end)

   it('measure double in seed mode', function()
      assert.same({ 'double' }, parse('--mode', 'seed').types)
      assert.same({ 'double' }, parse('--mode', 'seed', '--type', 'double').types)
   end)

   it('answer a bad value with one line', function()
      for _, bad in ipairs {
         { '--mode', 'fast' }, { '--type', 'int' }, { '--threads', '0' }, { '--threads', '1.5' }, { '--threads', 'two' }, { '--threads', '1,' },
         { '--machine', 'E4' }, { '--time', '0' }, { '--time', '-1' }, { '--time', 'nan' }, { '--time', 'inf' }, { '--csv', '' },
         { '--unknown' }, { '--filter' }, { 'stray' }, { '--mode', 'seed', '--type', 'float' },
         { '--rivals', 'caffe9' }, { '--mode', 'seed', '--rivals', 'onednn' },
      } do
         local o, message = options.parse(suite, bad)
         assert.is_nil(o, table.concat(bad, ' '))
         assert.is_string(message)
         assert.is_nil(message:find('\n'), message)
         assert.is_truthy(message:find(bad[#bad], 1, true) or message:find(bad[#bad - 1], 1, true) or bad[#bad] == '', message)
      end
   end)

   it('are all in the help, with their defaults', function()
      local help = options.help(published('relu', 'relu'))
      for _, name in ipairs {
         'mode', 'type', 'threads', 'filter', 'machine', 'time', 'quick', 'list', 'parts', 'cold', 'rivals',
         'save', 'compare', 'threshold', 'markdown', 'csv', 'json', 'help',
      } do
         assert.is_truthy(help:find('--' .. name, 1, true), name)
      end
      assert.is_truthy(help:find('default: steady', 1, true))
      assert.is_truthy(help:find('default: E3', 1, true))
      assert.is_truthy(help:find('bench/relu.lua', 1, true))
   end)
end)

describe('a filter #once', function()
   local texts = { 'conv-3-64-k11-s4-p2-i224-backward', 'Convolution backward 3, 64, 11, 11, 4, 4, 2, 2, 224, 224' }

   it('looks for a plain text, whatever its case', function()
      assert.is_true(options.matches(nil, texts))
      assert.is_true(options.matches('conv-3-64', texts))
      assert.is_true(options.matches('CONVOLUTION', texts))
      assert.is_false(options.matches('conv.3', texts))
      assert.is_false(options.matches('linear', texts))
   end)

   it('takes * and alternatives', function()
      assert.is_true(options.matches('conv-3*backward', texts))
      assert.is_false(options.matches('conv-3*forward', texts))
      assert.is_true(options.matches('linear,k11', texts))
      assert.is_false(options.matches('', texts))
      assert.is_true(options.matches('=conv-3-64-*-backward', texts))
      assert.is_false(options.matches('=conv-3-64', texts))
   end)
end)

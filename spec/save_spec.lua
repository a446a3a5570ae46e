require 'torch'

local MODES = { 'binary', 'ascii' }

describe('torch.save', function()
   local folder = os.tmpname()
   local path = folder .. '/object.t7'

   setup(function()
      os.remove(folder)
      os.execute('mkdir ' .. folder)
   end)

   teardown(function()
      os.execute('rm -r ' .. folder)
   end)

   local function listing()
      return torch.PipeFile('ls ' .. folder):readString('*a')
   end

   it('replaces a file when it is done, and keeps its permissions', function()
      torch.save(path, { 1 })
      assert.same({ 1 }, torch.load(path))
      os.execute('chmod 640 ' .. path)
      torch.save(path, { 2 }, 'ascii')
      assert.same({ 2 }, torch.load(path, 'ascii'))
      assert.matches('^.rw.r.....', torch.PipeFile('ls -l ' .. path):readString('*l'))
      assert.equal('object.t7\n', listing())
   end)

   it('loses nothing when it fails', function()
      torch.save(path, 'precious')
      assert.error_matches(function()
         torch.save(path, { torch.IntStorage(100000), print })
      end, 'Unwritable object <function> at <%?>.2')
      assert.equal('precious', torch.load(path))
      assert.equal('object.t7\n', listing())
   end)

   it('follows links and writes to devices', function()
      torch.save(path, 1)
      os.execute(('ln -s object.t7 %s/link'):format(folder))
      torch.save(folder .. '/link', 2)
      assert.equal(2, torch.load(path))
      assert.equal('link\nobject.t7\n', listing())
      torch.save('/dev/null', {})
   end)

   it('writes in full without references', function()
      local shared = { 1 }
      torch.save(path, { shared, shared }, 'binary', false)
      local read = torch.load(path, 'binary', false)
      assert.same({ { 1 }, { 1 } }, read)
      assert.not_equal(read[1], read[2])
   end)

   it('and load name what is wrong', function()
      assert.error_matches(function()
         torch.save(path, 1, 'text')
      end, '"binary" or "ascii" %(or nil%) expected for mode')
      assert.error_matches(function()
         torch.load(path, 'text')
      end, '"binary", "b32", "b64" or "ascii" %(or nil%) expected for mode')
      local fine, problem = pcall(torch.load, folder .. '/missing')
      assert.is_false(fine)
      assert.matches('cannot open <' .. folder .. '/missing> in mode r ', problem, 1, true)
      fine, problem = pcall(function()
         torch.load(folder .. '/missing')
      end)
      assert.is_false(fine)
      assert.matches('^.*save_spec.lua:%d+: cannot open', problem)
      assert.error_matches(function()
         torch.save('/nowhere/at/all', 1)
      end, 'cannot open </nowhere/at/all> in mode  w')
   end)
end)

describe('torch.serializeToStorage', function()
   it('gives the bytes of torch.serialize', function()
      local object = { 1, torch.IntTensor { 1, 2 } }
      for _, mode in ipairs(MODES) do
         local storage = torch.serializeToStorage(object, mode)
         assert.equal('torch.CharStorage', torch.type(storage))
         assert.equal(torch.serialize(object, mode), storage:string())
         assert.same({ 1, 2 }, torch.deserializeFromStorage(storage, mode)[2]:totable())
      end
      assert.error_matches(function()
         torch.deserializeFromStorage('x')
      end, 'CharStorage expected, got string')
      assert.error_matches(function()
         torch.deserialize(torch.CharStorage())
      end, 'string expected, got torch.CharStorage')
   end)
end)

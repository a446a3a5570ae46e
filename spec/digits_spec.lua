describe('examples/digits.lua', function()
   it('learns to tell held-out digits #once', function()
      local pipe = assert(io.popen('luajit bin/th examples/digits.lua'))
      local text = pipe:read('*a')
      pipe:close()
      local share
      for percent in text:gmatch('held%-out digits right ([%d.]+) %%') do
         share = tonumber(percent)
      end
      assert.is_true(share > 95)
   end)
end)

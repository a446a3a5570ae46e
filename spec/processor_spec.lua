local processor = require 'lampas.processor'

-- The processors that this thread may run on, as Linux writes them; nil elsewhere.
local function allowed()
   local file = io.open('/proc/thread-self/status', 'r')
   local text = file and file:read('*a')
   if file then
      file:close()
   end
   return text and text:match('Cpus_allowed_list:%s*(%S+)')
end

describe('lampas.processor #once', function()
   it('keeps a thread on the first of its processors until it is released', function()
      local before = allowed()
      processor.keep(0)
      assert.equal(before and before:match('^%d+'), allowed())
      processor.release(0)
      assert.equal(before, allowed())
   end)
end)

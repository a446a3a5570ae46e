require 'torch'
local letters = require 'torch.letters'
local tensors = require 'spec.support.tensors'

local SLOTS = { 'UL', 'NT', 'NU' }

describe('letters', function()
   it('are the first of each slot unless they are given', function()
      assert.same({ 'U', 'N', 'N' }, { letters('f', SLOTS) })
      assert.same({ 'U', 'N', 'N' }, { letters('f', SLOTS, nil, nil, nil) })
      assert.same({ 'L', 'T', 'U' }, { letters('f', SLOTS, 'L', 'T', 'U') })
   end)

   it('go to the next slot that takes them, by the first character of a word', function()
      assert.same({ 'U', 'T', 'N' }, { letters('f', SLOTS, 'T') })
      assert.same({ 'L', 'N', 'U' }, { letters('f', SLOTS, 'Lower', 'N', 'Unit') })
   end)

   it('are refused where no slot is left', function()
      for _, words in ipairs { { 'X' }, { '' }, { 'T', 'L' }, { 'U', 'N', 'N', 'N' } } do
         tensors.refuses("bad argument to 'f' (unknown option '" .. words[#words], function()
            letters('f', SLOTS, unpack(words))
         end)
      end
   end)
end)

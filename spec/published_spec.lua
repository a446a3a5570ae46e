local published = require 'lampas.published'

local function figure(machine, row_id, system)
   return published.row(machine, row_id).figures[system]
end

local function names(list)
   local result = {}
   for i, mark in ipairs(list or {}) do
      result[i] = mark.name
   end
   return result
end

describe('the published table #once', function()
   it('has 144 rows, 72 a machine with the same 72 ids, of 36 cases', function()
      local ids, cases, count = {}, {}, { E3 = 0, E5 = 0 }
      for _, row in ipairs(published.rows) do
         ids[row.row_id] = (ids[row.row_id] or '') .. row.machine
         cases[row.case_id] = true
         count[row.machine] = count[row.machine] + 1
      end
      local distinct, distinct_cases = 0, 0
      for _, machines in pairs(ids) do
         assert.equal('E3E5', machines)
         distinct = distinct + 1
      end
      for _ in pairs(cases) do
         distinct_cases = distinct_cases + 1
      end
      assert.same({ E3 = 72, E5 = 72 }, count)
      assert.equal(72, distinct)
      assert.equal(36, distinct_cases)
   end)

   it('has 660 figures, whose sum for each system is that of the source', function()
      local count, sum = 0, {}
      for _, row in ipairs(published.rows) do
         for system, cell in pairs(row.figures) do
            count = count + 1
            sum[system] = (sum[system] or 0) + cell.ms
         end
      end
      assert.equal(660, count)
      local expected = { WebscaleML = 2827.2590, Torch = 3716.0830, DL4J = 38448.4500, IntelCaffe = 104174.0000, Caffe = 1824.8000 }
      for system, total in pairs(expected) do
         assert.near(total, sum[system], 1e-3)
      end
   end)

   it('keeps figures as printed', function()
      assert.equal('20.676302909851', figure('E3', 'relu-inplace-forward', 'Torch').text)
      assert.equal('97.2', figure('E3', 'conv-64-192-k5-s1-p2-i25-forward', 'DL4J').text)
      assert.equal(48965.4, figure('E3', 'conv-3-64-k11-s4-p2-i224-backward', 'IntelCaffe').ms)
      assert.equal(21.154, figure('E5', 'linear-6400-128-backward', 'Torch').ms)
      assert.equal(7.022, figure('E5', 'bce-100x512-forward', 'Torch').ms)
      assert.is_nil(figure('E5', 'bce-100x512-forward', 'Caffe'))
      assert.is_nil(figure('E3', 'linear-512-10-forward', 'DL4J'))
   end)

   it('keeps labels as printed, slips included', function()
      assert.equal('3, 3, 2, 2', published.row('E3', 'maxpool-k3-s2-backward').parameter)
      assert.equal('3, 3, 1, 1, 1, 1, 2, 2', published.row('E5', 'maxpool-k3-s2-backward').parameter)
      assert.equal('128, 128, 3, 3, 1, 1, 1 ,1 ,26, 26', published.row('E3', 'conv-128-128-k3-s1-p1-i26-forward').parameter)
      assert.equal('', published.row('E3', 'batchnorm-100x512-forward').parameter)
      assert.equal('DropoutPerform', published.row('E5', 'dropout-p03-forward').model)
   end)

   it('marks the figures that measure something else', function()
      local zeros, coarse, blank = 0, 0, {}
      for _, row in ipairs(published.rows) do
         for system, cell in pairs(row.figures) do
            for _, mark in ipairs(cell.marks or {}) do
               zeros = zeros + (mark.name == 'below-1ms' and 1 or 0)
               coarse = coarse + (mark.name == 'coarse-timer' and 1 or 0)
            end
            if system == 'Torch' and cell.artefact then
               blank[#blank + 1] = row.machine .. ' ' .. row.row_id
            end
         end
      end
      assert.equal(60, zeros)
      assert.equal(50, coarse)
      assert.same({
         'E5 linear-6400-128-backward', 'E5 linear-512-512-backward', 'E5 linear-448-768-backward',
         'E5 batchnorm-100x512-forward', 'E5 batchnorm-100x512-backward',
         'E5 dropout-p03-forward', 'E5 dropout-p04-forward', 'E5 dropout-p05-forward',
      }, blank)
      assert.same({ 'below-1ms', 'impossible-bandwidth' }, names(figure('E3', 'relu-forward', 'Caffe').marks))
      assert.same({ 'slow-path' }, names(figure('E5', 'conv-191-384-k3-s1-p1-i12-forward', 'IntelCaffe').marks))
      assert.is_nil(figure('E5', 'conv-3-64-k3-s1-p1-i224-forward', 'IntelCaffe').marks)
      assert.same({ 'label-timeout' }, names(published.row('E3', 'conv-64-64-k1-s1-p0-i54-forward').label_marks))
   end)

   it('uses every mark, each with a text', function()
      local used = { [published.row('E3', 'linear-6400-4096-forward').label_marks[1].name] = true }
      for _, row in ipairs(published.rows) do
         for _, mark in ipairs(row.label_marks or {}) do
            used[mark.name] = true
         end
         for _, cell in pairs(row.figures) do
            for _, mark in ipairs(cell.marks or {}) do
               used[mark.name] = true
            end
         end
      end
      for _, mark in ipairs(published.marks) do
         assert.is_true(used[mark.name], mark.name)
         assert.is_true(#mark.text > 10)
      end
   end)

   it('gives the extra case what the Caffe columns ran, and Torch nothing', function()
      local row = published.row('E5', 'linear-6400-4096-backward')
      assert.equal(15.6, row.figures.Caffe.ms)
      assert.is_false(row.figures.Caffe.artefact)
      assert.is_nil(row.figures.Torch)
      assert.is_true(figure('E5', 'linear-6400-128-backward', 'Caffe').artefact)
   end)

   it('gives no speed-up against an artefact or nothing', function()
      local row = published.row('E5', 'linear-512-512-backward')
      assert.is_nil(published.speedup(row, 'Torch', 1))
      assert.equal(2, published.speedup(published.row('E3', 'linear-512-512-forward'), 'Torch', 0.18))
      assert.is_nil(published.speedup(row, 'DL4J', 1))
      assert.is_nil(published.speedup(nil, 'Torch', 1))
   end)
end)

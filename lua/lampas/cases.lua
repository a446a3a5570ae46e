--- The cases of the published table, as data: what is built, on what it runs, and how the published Torch column ran it.
--
-- A case is { id, family, group, class, arguments, input, gradOutput or target, parameters, seed, small }:
--
--    class, arguments   nn.<class>(unpack(arguments)); inplace: true when forward changes the input
--    input              { size, values }; gradOutput: { values } (of the output's size), target: { size, values }
--    values             { 'uniform', a, b }, { 'zeros' }, { 'classes', a, b } (ceil of uniform), { 'ramp', step } (step * i),
--                       { 'output' } (a copy of the module's output), { 'normal', mean, stdv }, { 'integers', a, b }, { 'signs' } (±1)
--    parameters         values of fields of the module, where they are not the layer's own
--    seed               what mode seed does as the harness of 2016 did: `warmup` forward calls before the forward row is timed;
--                       `forwards` calls before the backward row; `values` of input and gradOutput where they differ
--    small              the same case shrunk, for checks by finite differences
--    extra              true where the published table has no such row
--
-- The table serves three readers: the check against the reference, the gradient check, and the timing.
local cases = {}

-- ReLU: the label "100, 512" lacks a dimension that the harness had. Its memory was fresh, hence zeros.
local function relu(id, inplace, seed)
   local function make(size)
      return {
         class = 'ReLU', arguments = { inplace }, inplace = inplace, input = { size = size, values = { 'uniform', -1, 1 } },
         gradOutput = { values = { 'uniform', -1, 1 } },
      }
   end
   local case = make { 100, 512, 512 }
   case.id, case.family, case.group, case.small = id, 'relu', id, make { 3, 5, 7 }
   case.seed = seed
   case.seed.values = { input = { 'zeros' }, gradOutput = { 'zeros' } }
   return case
end

-- Planes of a shrunk case: few, and no round number.
local function few(planes)
   return planes <= 3 and planes or math.floor(planes ^ (1 / 3)) + 1
end

-- An input side of a shrunk case: about four windows, with something left over where the stride allows it.
local function side(inputs, kernel, stride, pad)
   return math.min(inputs, kernel + 3 * stride - 2 * pad + 1)
end

local function convolution(nIn, nOut, kW, kH, dW, dH, padW, padH, iW, iH)
   local function make(batch, planes, outputs, width, height)
      return {
         class = 'SpatialConvolution', arguments = { planes, outputs, kW, kH, dW, dH, padW, padH },
         input = { size = { batch, planes, height, width }, values = { 'uniform', 0, 1 } },
         gradOutput = { values = { 'uniform', -2, 2 } },
      }
   end
   local case = make(10, nIn, nOut, iW, iH)
   case.id = ('conv-%d-%d-k%d-s%d-p%d-i%d'):format(nIn, nOut, kW, dW, padW, iW)
   case.family, case.group, case.seed = 'conv', 'Convolution', { warmup = 0, forwards = 1 }
   case.small = make(2, few(nIn), few(nOut), side(iW, kW, dW, padW), side(iH, kH, dH, padH))
   return case
end

local function pooling(kernel, stride)
   local function make(size)
      return {
         class = 'SpatialMaxPooling', arguments = { kernel, kernel, stride, stride },
         input = { size = size, values = { 'uniform', 0, 1 } }, gradOutput = { values = { 'uniform', -2, 2 } },
      }
   end
   local case = make { 100, 3, 100, 512 }
   case.id, case.family, case.group = ('maxpool-k%d-s%d'):format(kernel, stride), 'pooling', 'MaxPooling'
   case.seed, case.small = { warmup = 0, forwards = 1 }, make { 2, 3, 8, 13 }
   return case
end

local function linear(nIn, nOut)
   local function make(batch, inputs, outputs)
      return {
         class = 'Linear', arguments = { inputs, outputs },
         input = { size = { batch, inputs }, values = { 'uniform', 0, 1 } }, gradOutput = { values = { 'output' } },
      }
   end
   local case = make(100, nIn, nOut)
   case.id, case.family, case.group = ('linear-%d-%d'):format(nIn, nOut), 'linear', 'Linear'
   case.seed, case.small = { warmup = 0, forwards = 1 }, make(3, few(nIn), few(nOut))
   return case
end

local function classNLL()
   local function make(batch, classes)
      return {
         class = 'ClassNLLCriterion', arguments = {},
         input = { size = { batch, classes }, values = { 'uniform', 0, 1 } },
         target = { size = { batch }, values = { 'classes', 1, 10 } },
      }
   end
   local case = make(512, 512)
   case.id, case.family, case.group = 'classnll-512x512', 'criterion', 'ClassNLLCriterion'
   case.seed, case.small = { warmup = 10, forwards = 20 }, make(5, 11)
   return case
end

local function batchNormalization()
   local function make(batch, features)
      return {
         class = 'BatchNormalization', arguments = { features },
         input = { size = { batch, features }, values = { 'uniform', 0, 1 } }, gradOutput = { values = { 'uniform', 0, 1 } },
         parameters = { weight = { 'ramp', 0.1 }, bias = { 'ramp', 0.1 } },
      }
   end
   local case = make(100, 512)
   case.id, case.family, case.group = 'batchnorm-100x512', 'batchnorm', 'BatchNormalization'
   case.seed, case.small = { warmup = 10, forwards = 20 }, make(5, 7)
   return case
end

local function dropout(p)
   local function make(size)
      return {
         class = 'Dropout', arguments = { p }, input = { size = size, values = { 'uniform', 0, 1 } },
         gradOutput = { values = { 'output' } },
      }
   end
   local case = make { 1000, 512 }
   case.id, case.family, case.group = ('dropout-p%02d'):format(p * 10), 'dropout', 'DropoutPerform'
   case.seed, case.small = { warmup = 0, forwards = 1 }, make { 10, 7 }
   return case
end

local function bce()
   local function make(size)
      return {
         class = 'BCECriterion', arguments = {}, input = { size = size, values = { 'uniform', 0, 1 } },
         target = { size = size, values = { 'uniform', 0, 1 } },
      }
   end
   local case = make { 100, 512 }
   case.id, case.family, case.group = 'bce-100x512', 'criterion', 'BCECriterion'
   case.seed, case.small = { warmup = 0, forwards = 10 }, make { 4, 5 }
   return case
end

-- The Caffe columns of "6400,4096" ran it as labelled; Torch and WebscaleML ran 6400 to 128.
local function extra(case)
   case.extra = true
   return case
end

--- All cases, in the order of the table; within a group the published harness ran all forward rows first, then all backward ones.
cases.list = {
   relu('relu-inplace', true, { warmup = 10, forwards = 20 }),
   relu('relu', false, { warmup = 0, forwards = 10 }),
   convolution(3, 64, 11, 11, 4, 4, 2, 2, 224, 224),
   convolution(64, 192, 5, 5, 1, 1, 2, 2, 25, 25),
   convolution(191, 384, 3, 3, 1, 1, 1, 1, 12, 12), -- a slip for AlexNet's 192, but every harness ran 191
   convolution(384, 256, 3, 3, 1, 1, 1, 1, 6, 6),
   convolution(256, 256, 3, 3, 1, 1, 1, 1, 3, 3),
   convolution(3, 64, 3, 3, 1, 1, 1, 1, 224, 224),
   convolution(64, 64, 3, 3, 1, 1, 1, 1, 110, 110),
   convolution(64, 128, 3, 3, 1, 1, 1, 1, 54, 54),
   convolution(128, 128, 3, 3, 1, 1, 1, 1, 26, 26),
   convolution(128, 256, 3, 3, 1, 1, 1, 1, 13, 13),
   convolution(256, 256, 3, 3, 1, 1, 1, 1, 6, 6),
   convolution(256, 512, 3, 3, 1, 1, 1, 1, 3, 3),
   convolution(512, 512, 3, 3, 1, 1, 1, 1, 2, 2),
   convolution(3, 64, 7, 7, 2, 2, 3, 3, 224, 224),
   convolution(64, 64, 1, 1, 1, 1, 0, 0, 54, 54),
   convolution(64, 192, 3, 3, 1, 1, 1, 1, 27, 27),
   convolution(192, 576, 3, 3, 1, 1, 1, 1, 12, 12),
   convolution(576, 576, 2, 2, 2, 2, 0, 0, 4, 4),
   pooling(3, 2), -- labelled "3, 3, 1, 1, 1, 1, 2, 2" in three of its four rows
   pooling(2, 2),
   pooling(3, 1),
   pooling(3, 3),
   linear(9216, 4096),
   linear(4096, 4096),
   linear(6400, 128),
   extra(linear(6400, 4096)),
   linear(512, 512),
   linear(512, 10),
   linear(448, 768),
   classNLL(),
   batchNormalization(),
   dropout(0.3),
   dropout(0.4),
   dropout(0.5),
   bce(),
}

--- The case of an id, or nil.
function cases.find(id)
   for _, case in ipairs(cases.list) do
      if case.id == id then
         return case
      end
   end
end

--- The rows of a list of cases in the order they are run: groups in turn, in each all forward rows, then all backward ones.
-- @param family keep only this family ('conv', 'linear', 'relu', 'pooling', 'batchnorm', 'dropout', 'criterion'); nil keeps all
-- @return a list of { case, method ('forward' or 'backward'), row_id }
function cases.rows(family, list)
   local rows, waiting = {}, {}
   local function release()
      for _, row in ipairs(waiting) do
         rows[#rows + 1] = row
      end
      waiting = {}
   end
   local group
   for _, case in ipairs(list or cases.list) do
      if not family or case.family == family then
         if case.group ~= group then
            release()
            group = case.group
         end
         rows[#rows + 1] = { case = case, method = 'forward', row_id = case.id .. '-forward' }
         waiting[#waiting + 1] = { case = case, method = 'backward', row_id = case.id .. '-backward' }
      end
   end
   release()
   return rows
end

return cases

--- nn.LayerNormalization(nOutput [, bias=0] [, eps=1e-10] [, affine=true]): each vector of nOutput features, or each row of a batch of
-- them, brought to mean 0 and variance 1; then, if affine, times a learnt gain (1 at first) plus a learnt bias. (Ba et al. 2016.)
--
-- It is a Sequential: the mean is subtracted, nn.Normalize(2) gives length 1, a constant gives variance 1.
local LayerNormalization, parent = torch.class('nn.LayerNormalization', 'nn.Sequential')

function LayerNormalization:__init(nOutput, bias, eps, affine)
   parent.__init(self)
   local mean = nn.Mean(1, 1)
   mean.squeeze = false -- so that the new dimension of Replicate comes after the batch; nn.CSubTable goes by the elements' order
   self:add(nn.ConcatTable():add(nn.Identity()):add(nn.Sequential():add(mean):add(nn.Replicate(nOutput, 1, 1))))
   self:add(nn.CSubTable())
   self:add(nn.Normalize(2, eps or 1e-10))
   self:add(nn.MulConstant(math.sqrt(nOutput)))
   if affine == nil or affine then
      local gain, shift = nn.CMul(nOutput), nn.Add(nOutput, false)
      gain.weight:fill(1)
      shift.bias:fill(bias or 0)
      self:add(gain):add(shift)
   end
end

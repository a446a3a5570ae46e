--- nn.SpatialLPPooling(nInputPlane, pnorm, kW, kH [, dW=kW] [, dH=kH]): (Σ x^pnorm)^(1/pnorm) over each window of a plane.
-- Images are planes × height × width, or a batch of them. It is a Sequential of powers around a SpatialAveragePooling, without parameters.
local SpatialLPPooling, parent = torch.class('nn.SpatialLPPooling', 'nn.Sequential')

function SpatialLPPooling:__init(_, pnorm, kW, kH, dW, dH)
   parent.__init(self)
   dW, dH = dW or kW, dH or kH
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW, dH
   self:add(pnorm == 2 and nn.Square() or nn.Power(pnorm))
   self:add(nn.SpatialAveragePooling(kW, kH, dW, dH))
   self:add(nn.MulConstant(kW * kH))
   self:add(pnorm == 2 and nn.Sqrt() or nn.Power(1 / pnorm))
end

-- Nothing in it is learnt.
function SpatialLPPooling.reset() end

function SpatialLPPooling.accGradParameters() end

function SpatialLPPooling.accUpdateGradParameters() end

function SpatialLPPooling.zeroGradParameters() end

function SpatialLPPooling.updateParameters() end

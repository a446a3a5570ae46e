--- Why some rows of bench/modules.lua stay under a quarter of their limit. The limit counts multiply-adds where a sample says how many, and
-- otherwise only the traffic of its tensors; what else a layer has to do is told here.
local GROUPS = {
   ['exponentials, logarithms or powers of every element: arithmetic that the traffic does not show'] = {
      'BCECriterion-forward', 'CrossEntropyCriterion-backward', 'CrossEntropyCriterion-forward', 'LogSigmoid-forward', 'LogSoftMax-forward',
      'MultiLabelSoftMarginCriterion-forward', 'MultiLabelSoftMarginCriterion, weights-forward', 'Power-backward', 'Power-forward',
      'SoftMarginCriterion-forward', 'SoftMax-forward', 'SoftMin-forward', 'SoftPlus-forward', 'SpatialLPPooling-backward',
      'SpatialLPPooling-forward', 'DistanceRatioCriterion-forward', 'DistKLDivCriterion-forward',
   },
   ['random numbers in Torch\'s own order, drawn one after the other'] = { 'RReLU-forward', 'WhiteNoise-forward' },
   ['a call of microseconds: as much time goes to reaching the kernel as to its few elements'] = {
      'ClassNLLCriterion-forward', 'SpatialClassNLLCriterion-forward',
   },
   ['a composition of other layers and tensor functions, as Torch made it: each passes over memory again'] = {
      'CReLU-backward', 'ClassSimplexCriterion-backward', 'ClassSimplexCriterion-forward', 'LayerNormalization-backward',
      'LayerNormalization-forward', 'ModuleCriterion-forward', 'MultiCriterion-backward', 'SpatialAutoCropMSECriterion-forward',
      'WeightedMSECriterion-forward',
   },
   ['a convolution with a wide window and a composition of layers around it, whose arithmetic the traffic does not show'] = {
      'SpatialContrastiveNormalization-backward', 'SpatialContrastiveNormalization-forward', 'SpatialDivisiveNormalization-backward',
      'SpatialDivisiveNormalization-forward', 'SpatialSubtractiveNormalization-backward', 'SpatialSubtractiveNormalization-forward',
   },
   ['sorts every feature over its frames'] = { 'TemporalDynamicKMaxPooling-forward' },
   ['windows of changing size and place go by tables, each by itself'] = {
      'SpatialAdaptiveAveragePooling-backward', 'SpatialAdaptiveMaxPooling-forward', 'SpatialFractionalMaxPooling-forward',
      'VolumetricFractionalMaxPooling-forward',
   },
   ['short rows of several frames for each window: much of a vector lies past the end of a row'] = {
      'VolumetricAveragePooling-backward', 'VolumetricAveragePooling-forward', 'VolumetricDilatedMaxPooling-forward', 'VolumetricMaxPooling-forward',
   },
   ['which elements are touched depends on the data: one at a time'] = {
      'MaskedSelect-backward', 'MaskedSelect-forward', 'SparseLinear-backward', 'SparseLinear-forward', 'VolumetricMaxUnpooling-backward',
      'VolumetricMaxUnpooling-forward',
   },
   ['weights of its own at every place, or planes connected by a table: no multiplication of matrices to make of it'] = {
      'SpatialConvolutionLocal-backward', 'SpatialConvolutionLocal-forward', 'SpatialConvolutionMap-backward', 'SpatialConvolutionMap-forward',
      'SpatialFullConvolutionMap-backward', 'SpatialFullConvolutionMap-forward',
   },
   ['few multiplications for each element, and sums along the planes'] = {
      'SpatialDepthWiseConvolution-backward', 'SpatialSubSampling-backward', 'SpatialSubSampling-forward', 'TemporalRowConvolution-backward',
      'TemporalRowConvolution, features first-backward', 'TemporalRowConvolution, features first-forward',
   },
   ['interpolation along each axis: several weights and neighbours for each element'] = {
      'SpatialUpSamplingBilinear-backward', 'SpatialUpSamplingBilinear-forward', 'UpSampling-backward', 'UpSampling-forward',
   },
   ['looks for the place of the least beside it, in rows too short for vectors'] = { 'Min-forward' },
   ['products of small matrices, one by one, and what is copied between them'] = { 'Bilinear-backward', 'Kmeans-forward', 'MM-backward' },
}

local reasons = {}
for reason, rows in pairs(GROUPS) do
   for _, row in ipairs(rows) do
      reasons[row] = reason
   end
end

--- A reason by a row's id, its sample's and '-forward' or '-backward'.
return reasons

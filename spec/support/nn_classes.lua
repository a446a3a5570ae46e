--- Every class of Torch's nn by name.
local NAMES = [[
   Module Container Criterion Jacobian SparseJacobian StochasticGradient

   Sequential Concat ConcatTable ParallelTable Parallel MapTable DepthConcat Decorator Bottle DontCast NaN Profile GPU WeightNorm Convert

   Linear LinearWeightNorm SparseLinear IndexLinear PartialLinear Bilinear Add AddConstant Mul MulConstant CMul CAdd Cosine Euclidean
   WeightedEuclidean LookupTable Kmeans MM MV DotProduct CosineDistance PairwiseDistance MixtureTable Maxout

   ReLU Threshold Tanh Sigmoid LogSoftMax SoftMax SpatialLogSoftMax SpatialSoftMax SoftMin HardTanh Clamp ReLU6 ELU LeakyReLU PReLU RReLU
   SoftPlus SoftSign LogSigmoid SoftShrink HardShrink TanhShrink Abs Square Sqrt Exp Log Power CReLU GatedLinearUnit GradientReversal
   Dropout SpatialDropout VolumetricDropout WhiteNoise L1Penalty

   BatchNormalization SpatialBatchNormalization VolumetricBatchNormalization LayerNormalization Normalize SpatialCrossMapLRN
   SpatialSubtractiveNormalization SpatialDivisiveNormalization SpatialContrastiveNormalization

   SpatialConvolution SpatialConvolutionMM SpatialDilatedConvolution SpatialFullConvolution SpatialFullConvolutionMap
   SpatialConvolutionMap SpatialConvolutionLocal SpatialDepthWiseConvolution SpatialSubSampling TemporalConvolution TemporalRowConvolution
   TemporalSubSampling VolumetricConvolution VolumetricDilatedConvolution VolumetricFullConvolution

   SpatialMaxPooling SpatialAveragePooling SpatialDilatedMaxPooling SpatialMaxUnpooling SpatialAdaptiveMaxPooling
   SpatialAdaptiveAveragePooling SpatialFractionalMaxPooling SpatialLPPooling FeatureLPPooling TemporalMaxPooling
   TemporalDynamicKMaxPooling VolumetricMaxPooling VolumetricDilatedMaxPooling VolumetricMaxUnpooling VolumetricAveragePooling
   VolumetricFractionalMaxPooling SpatialUpSamplingNearest SpatialUpSamplingBilinear UpSampling PixelShuffle

   View Reshape Identity Squeeze Unsqueeze Collapse Contiguous Copy PrintSize ZeroGrad Transpose Replicate Narrow Select SelectTable
   NarrowTable Index MaskedSelect JoinTable SplitTable FlattenTable ZipTable ZipTableOneToMany Constant Padding SpatialZeroPadding
   SpatialReflectionPadding SpatialReplicationPadding VolumetricReplicationPadding OneHot Sum Mean Max Min

   CAddTable CMulTable CSubTable CDivTable CMaxTable CMinTable CAddTensorTable

   ClassNLLCriterion BCECriterion CrossEntropyCriterion MSECriterion AbsCriterion SmoothL1Criterion MultiMarginCriterion MarginCriterion
   SoftMarginCriterion HingeEmbeddingCriterion L1HingeEmbeddingCriterion CosineEmbeddingCriterion MarginRankingCriterion
   DistanceRatioCriterion DistKLDivCriterion MultiLabelMarginCriterion MultiLabelSoftMarginCriterion ClassSimplexCriterion
   WeightedMSECriterion SpatialAutoCropMSECriterion SpatialClassNLLCriterion L1Cost CriterionTable MultiCriterion ParallelCriterion
   ModuleCriterion
]]

-- Classes that compute nothing by themselves.
local ABSTRACT = {
   Module = 'the base of modules', Container = 'the base of containers', Criterion = 'the base of criteria',
   PrintSize = 'prints, and passes what it is given',
   Jacobian = 'a table of functions', SparseJacobian = 'a table of functions', StochasticGradient = 'a trainer',
}

local classes = { names = {}, abstract = ABSTRACT }
for name in NAMES:gmatch('%S+') do
   classes.names[#classes.names + 1] = name
end

return classes

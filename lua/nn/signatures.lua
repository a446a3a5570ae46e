--- The arguments of the calls `x.THNN.<Class>_<method>(…)`, in order, as third-party layers make them.
--
-- A word names a field of the class's objects; `input`, `gradOutput`, `target` and `scale` are what the method is called with.
-- `*` before it: a tensor, given as a pointer (x:cdata()); `?` after it: which may be NULL. The others are numbers and booleans.
return {
   BatchNormalization_updateOutput = '*input *output *weight? *bias? *running_mean *running_var *save_mean *save_std train momentum eps',
   BatchNormalization_backward =
      '*input *gradOutput *gradInput? *gradWeight? *gradBias? *weight? *running_mean *running_var *save_mean *save_std train scale eps',
   BCECriterion_updateOutput = '*input *target *output_tensor sizeAverage *weights?',
   BCECriterion_updateGradInput = '*input *target *gradInput sizeAverage *weights?',
   ClassNLLCriterion_updateOutput = '*input *target *output_tensor sizeAverage *weights? *total_weight_tensor ignoreIndex',
   ClassNLLCriterion_updateGradInput = '*input *target *gradInput sizeAverage *weights? *total_weight_tensor ignoreIndex',
   LogSoftMax_updateOutput = '*input *output',
   LogSoftMax_updateGradInput = '*input *gradOutput *gradInput *output',
   MSECriterion_updateOutput = '*input *target *output_tensor sizeAverage',
   MSECriterion_updateGradInput = '*input *target *gradInput sizeAverage',
   Sigmoid_updateOutput = '*input *output',
   Sigmoid_updateGradInput = '*input *gradOutput *gradInput *output',
   SoftMax_updateOutput = '*input *output',
   SoftMax_updateGradInput = '*input *gradOutput *gradInput *output',
   SpatialAveragePooling_updateOutput = '*input *output kW kH dW dH padW padH ceil_mode count_include_pad',
   SpatialAveragePooling_updateGradInput = '*input *gradOutput *gradInput kW kH dW dH padW padH ceil_mode count_include_pad',
   SpatialConvolutionMM_updateOutput = '*input *output *weight *bias? *finput *fgradInput kW kH dW dH padW padH',
   SpatialConvolutionMM_updateGradInput = '*input *gradOutput *gradInput *weight *finput *fgradInput kW kH dW dH padW padH',
   SpatialConvolutionMM_accGradParameters = '*input *gradOutput *gradWeight *gradBias? *finput *fgradInput kW kH dW dH padW padH scale',
   SpatialMaxPooling_updateOutput = '*input *output *indices kW kH dW dH padW padH ceil_mode',
   SpatialMaxPooling_updateGradInput = '*input *gradOutput *gradInput *indices kW kH dW dH padW padH ceil_mode',
   Tanh_updateOutput = '*input *output',
   Tanh_updateGradInput = '*input *gradOutput *gradInput *output',
   Threshold_updateOutput = '*input *output threshold val inplace',
   Threshold_updateGradInput = '*input *gradOutput *gradInput threshold val inplace',
}

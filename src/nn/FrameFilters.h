/* Sequences in which each feature has a filter over the frames: TemporalRowConvolution, TemporalSubSampling. All tensors are contiguous:
 *   input  [batch][frames][inputFrameSize]          weight [kW][inputFrameSize], its rows `pitch` elements apart (0: one row for all)
 *   output [batch][outputFrames][inputFrameSize]    bias   [inputFrameSize], NULL: none */
#include "nn/TemporalConvolution.h"

/* output[t][f] = bias[f] + sum over k of weight[k][f] * input[t dW + k][f] */
void FN(FrameFilters_updateOutput)(const TemporalConvolution_shape *shape, long pitch, const real *input, const real *weight,
                                   const real *bias, real *output);

void FN(FrameFilters_updateGradInput)(const TemporalConvolution_shape *shape, long pitch, const real *gradOutput, const real *weight,
                                      real *gradInput);

/* gradWeight += scale times its gradient; gradBias (NULL: none) likewise */
void FN(FrameFilters_accGradParameters)(const TemporalConvolution_shape *shape, long pitch, const real *input, const real *gradOutput,
                                        real *gradWeight, real *gradBias, real scale);

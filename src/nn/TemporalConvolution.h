/* nn.TemporalConvolution: the three passes. All tensors are contiguous:
 *   input  [batch][frames][inputFrameSize]              weight [outputFrameSize][kW][inputFrameSize]
 *   output [batch][outputFrames][outputFrameSize]       bias   [outputFrameSize]
 * with outputFrames = (frames - kW) / dW + 1 >= 1. Each returns 0: done; -1: memory short. */
#include "real.h"

#ifndef LAMPAS_TEMPORALCONVOLUTION_H
#define LAMPAS_TEMPORALCONVOLUTION_H
typedef struct TemporalConvolution_shape {
    long batch, frames, inputFrameSize, outputFrames, outputFrameSize, kW, dW;
} TemporalConvolution_shape;
#endif

/* output = bias (NULL: none) + weight * windows of input */
int FN(TemporalConvolution_updateOutput)(const TemporalConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                         real *output);

int FN(TemporalConvolution_updateGradInput)(const TemporalConvolution_shape *shape, const real *gradOutput, const real *weight,
                                            real *gradInput);

/* gradWeight += scale times its gradient; gradBias (NULL: none) likewise */
int FN(TemporalConvolution_accGradParameters)(const TemporalConvolution_shape *shape, const real *input, const real *gradOutput,
                                              real *gradWeight, real *gradBias, real scale);

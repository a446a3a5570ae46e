/* nn.SpatialConvolutionLocal: the three passes. All tensors are contiguous:
 *   input  [batch][nInputPlane][inputHeight][inputWidth]      weight [outputHeight][outputWidth][nOutputPlane][nInputPlane][kH][kW]
 *   output [batch][nOutputPlane][outputHeight][outputWidth]   bias   [nOutputPlane][outputHeight][outputWidth]
 * Each returns 0: done; -1: memory short. */
#include "nn/SpatialConvolution.h"

/* output = bias (NULL: none) + each pixel's weight * its window */
int FN(SpatialConvolutionLocal_updateOutput)(const SpatialConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                             real *output);

int FN(SpatialConvolutionLocal_updateGradInput)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight,
                                                real *gradInput);

/* gradWeight += scale times its gradient; gradBias (NULL: none) likewise */
int FN(SpatialConvolutionLocal_accGradParameters)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput,
                                                  real *gradWeight, real *gradBias, real scale);

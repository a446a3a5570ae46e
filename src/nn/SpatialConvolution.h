/* nn.SpatialConvolution: the three passes. All tensors are contiguous:
 *   input  [batch][nInputPlane][inputHeight][inputWidth]       weight [nOutputPlane][nInputPlane][kH][kW]
 *   output [batch][nOutputPlane][outputHeight][outputWidth]    bias   [nOutputPlane]
 * with outputHeight <= (inputHeight + 2 padH - kH) / dH + 1, outputWidth alike, all sizes >= 1 (batch >= 0), pads >= 0.
 * Each returns 0: done; -1: memory short. */
#include "real.h"

#ifndef LAMPAS_SPATIALCONVOLUTION_H
#define LAMPAS_SPATIALCONVOLUTION_H
typedef struct SpatialConvolution_shape {
    long batch;
    long nInputPlane, inputHeight, inputWidth;
    long nOutputPlane, outputHeight, outputWidth;
    long kH, kW, dH, dW, padH, padW;
} SpatialConvolution_shape;
#endif

/* output = bias (NULL: none) + weight * input */
int FN(SpatialConvolution_updateOutput)(const SpatialConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                        real *output);

/* gradInput = weight' * gradOutput; what gradInput held does not matter */
int FN(SpatialConvolution_updateGradInput)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight,
                                           real *gradInput);

/* gradWeight += scale * gradOutput * input';  gradBias (NULL: none) += scale * sum of gradOutput over batch and pixels */
int FN(SpatialConvolution_accGradParameters)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput,
                                             real *gradWeight, real *gradBias, real scale);

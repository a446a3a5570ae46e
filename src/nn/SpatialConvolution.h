/* nn.SpatialConvolution and nn.VolumetricConvolution: the three passes. All tensors are contiguous:
 *   input  [batch][nInputPlane][inputDepth][inputHeight][inputWidth]       weight [nOutputPlane][nInputPlane][kT][kH][kW]
 *   output [batch][nOutputPlane][outputDepth][outputHeight][outputWidth]   bias   [nOutputPlane]
 * with outputHeight <= (inputHeight + 2 padH - dilationH (kH - 1) - 1) / dH + 1, depth and width alike, all sizes >= 1 (batch >= 0),
 * pads >= 0. Images have depth, kT, dT and dilationT 1, padT 0. Each returns 0: done; -1: memory short. */
#include "real.h"

#ifndef LAMPAS_SPATIALCONVOLUTION_H
#define LAMPAS_SPATIALCONVOLUTION_H
typedef struct SpatialConvolution_shape {
    long batch;
    long nInputPlane, inputDepth, inputHeight, inputWidth;
    long nOutputPlane, outputDepth, outputHeight, outputWidth;
    long kT, kH, kW, dT, dH, dW, padT, padH, padW;
    long dilationT, dilationH, dilationW;
} SpatialConvolution_shape;
#endif

/* output = bias (NULL: none) + weight * input */
int FN(SpatialConvolution_updateOutput)(const SpatialConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                        real *output);

/* gradInput = weight' * gradOutput; what gradInput held does not matter */
int FN(SpatialConvolution_updateGradInput)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight,
                                           real *gradInput);

/* The same, beginning with start[nInputPlane] (NULL: none): the output of a full convolution (SpatialFullConvolution.h). */
int FN(lampas_transposed_convolution)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight, const real *start,
                                      real *gradInput);

/* gradWeight += scale * gradOutput * input';  gradBias (NULL: none) += scale * sum of gradOutput over batch and pixels */
int FN(SpatialConvolution_accGradParameters)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput,
                                             real *gradWeight, real *gradBias, real scale);

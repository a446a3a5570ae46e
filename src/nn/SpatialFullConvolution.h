/* nn.SpatialFullConvolution and nn.VolumetricFullConvolution: a convolution the other way round. `shape` is that of the convolution whose
 * gradInput this layer's output is: its "input" is what comes out here, its "output" what goes in. All tensors are contiguous:
 *   input  [batch][shape.nOutputPlane][output sizes of the shape]     weight [nOutputPlane][nInputPlane][kT][kH][kW]
 *   output [batch][shape.nInputPlane][input sizes of the shape]       bias   [nInputPlane]
 * Each returns 0: done; -1: memory short. */
#include "nn/SpatialConvolution.h"

int FN(SpatialFullConvolution_updateOutput)(const SpatialConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                            real *output);
int FN(SpatialFullConvolution_updateGradInput)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight,
                                               real *gradInput);
/* gradWeight += scale times its gradient; gradBias (NULL: none) likewise. */
int FN(SpatialFullConvolution_accGradParameters)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput,
                                                 real *gradWeight, real *gradBias, real scale);

/* nn.SpatialFullConvolution, nn.VolumetricFullConvolution
 *
 *   output[n][o][y dH + kh - padH][x dW + kw - padW] += weight[c][o][kh][kw] * input[n][c][y][x],   beginning with bias[o]
 *
 * The passes of SpatialConvolution with input and output exchanged: what is its gradInput is the output here, its output the gradInput,
 * and in gradWeight the tensors change places. Only the bias is new. */
#include "nn/SpatialFullConvolution.h"
#include "nn/plane_sums.h"

int FN(SpatialFullConvolution_updateOutput)(const SpatialConvolution_shape *shape, const real *input, const real *weight, const real *bias,
                                            real *output)
{
    return FN(lampas_transposed_convolution)(shape, input, weight, bias, output);
}

int FN(SpatialFullConvolution_updateGradInput)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight,
                                               real *gradInput)
{
    return FN(SpatialConvolution_updateOutput)(shape, gradOutput, weight, NULL, gradInput);
}

int FN(SpatialFullConvolution_accGradParameters)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput,
                                                 real *gradWeight, real *gradBias, real scale)
{
    if (gradBias)
        FN(lampas_plane_sums)(gradOutput, shape->batch, shape->nInputPlane, shape->inputDepth * shape->inputHeight * shape->inputWidth, scale,
                              gradBias);
    return FN(SpatialConvolution_accGradParameters)(shape, gradOutput, input, gradWeight, NULL, scale);
}

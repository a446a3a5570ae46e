/* nn.SpatialConvolution, nn.VolumetricConvolution: which of the engine's parts computes which pass
 *
 *   output[n][o][y][x] = bias[o] + sum over c, kh, kw of
 *                        weight[o][c][kh][kw] * input[n][c][y dH + kh - padH][x dW + kw - padW]
 *   gradInput[n][c][i][j] = sum over o, kh, kw of
 *                        weight[o][c][kh][kw] * gradOutput[n][o][(i + padH - kh) / dH][(j + padW - kw) / dW],
 *                        where the divisions leave no remainder
 *   gradWeight[o][c][kh][kw] += scale * sum over n, y, x of
 *                        gradOutput[n][o][y][x] * input[n][c][y dH + kh - padH][x dW + kw - padW]
 *
 * and alike with depth; with a dilation, kh and kw times it. Padding counts as zeros: it adds nothing, unless a weight is
 * infinite or not a number.
 *
 *   updateOutput       SpatialConvolution_correlate.c
 *   updateGradInput    the same with stride 1, over gradOutput with the window turned round; else, and for a few input
 *                      planes, SpatialConvolution_scatter.c
 *   accGradParameters  SpatialConvolution_gradWeight.c
 *
 * These slide windows over the padded planes of planes.c and multiply with the micro-kernel of tile.c; none unfolds the input.
 * Where SpatialConvolution_method.c finds it worthwhile, winograd.c does the same with fewer multiplications; when it meets
 * infinity or not-a-number the pass is made once more without it. */
#include "nn/SpatialConvolution.h"
#include "nn/SpatialConvolution_correlate.h"
#include "nn/SpatialConvolution_method.h"
#include "nn/SpatialConvolution_scatter.h"
#include "nn/winograd.h"

int FN(SpatialConvolution_updateOutput)(const SpatialConvolution_shape *s, const real *input, const real *weight, const real *bias,
                                        real *output)
{
    FN(lampas_correlation) job = {
        .images = s->batch, .rows = s->nOutputPlane, .source = input, .weight = weight, .start = bias, .result = output,
    };
    FN(lampas_planes_init)(&job.planes, s);
    if (FN(SpatialConvolution_method)(s, LAMPAS_PASS_OUTPUT) == LAMPAS_METHOD_WINOGRAD && FN(lampas_winograd)(&job) == 0)
        return 0;
    return FN(lampas_correlate)(&job);
}

int FN(lampas_transposed_convolution)(const SpatialConvolution_shape *s, const real *gradOutput, const real *weight, const real *start,
                                      real *gradInput)
{
    FN(lampas_correlation) job = {
        .images = s->batch, .rows = s->nInputPlane, .transposed = 1, .source = gradOutput, .weight = weight, .start = start,
        .result = gradInput,
    };
    FN(lampas_planes_init_turned)(&job.planes, s);
    if (FN(SpatialConvolution_method)(s, LAMPAS_PASS_GRADINPUT) == LAMPAS_METHOD_WINOGRAD && FN(lampas_winograd)(&job) == 0)
        return 0;
    if (FN(SpatialConvolution_scatters)(s))
        return FN(lampas_scatter)(s, gradOutput, weight, start, gradInput);
    return FN(lampas_correlate)(&job);
}

int FN(SpatialConvolution_updateGradInput)(const SpatialConvolution_shape *s, const real *gradOutput, const real *weight, real *gradInput)
{
    return FN(lampas_transposed_convolution)(s, gradOutput, weight, NULL, gradInput);
}

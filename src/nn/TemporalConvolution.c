/* nn.TemporalConvolution
 *
 *   output[n][t][o] = bias[o] + sum over k, f of weight[o][k][f] * input[n][t dW + k][f]
 *
 * A frame's elements lie side by side, and so do a window's frames: window t is a row of kW * inputFrameSize elements that begins
 * t * dW frames into the sequence. The windows are a matrix whose rows overlap in memory, which a multiplication can read in place:
 *
 *   output = windows * weight'      windows of gradInput += gradOutput * weight      gradWeight += scale * gradOutput' * windows
 *
 * Rows that overlap must not be written at once: gradInput is made in as many multiplications as windows lie over a frame, each of windows
 * that lie apart. Arithmetic bounds it; gemm.c is parallel, and its numbers do not depend on the number of threads. */
#include "nn/TemporalConvolution.h"
#include "nn/Linear.h"
#include "nn/gemm.h"

#include <string.h>

enum { PARALLEL = 100000 }; /* elements from which threads are worth their start */

int FN(TemporalConvolution_updateOutput)(const TemporalConvolution_shape *s, const real *input, const real *weight, const real *bias,
                                         real *output)
{
    const long rows = s->outputFrames, columns = s->outputFrameSize, depth = s->kW * s->inputFrameSize;
    if (bias) {
#pragma omp parallel for if (parallel: s->batch * rows * columns > PARALLEL)
        for (long i = 0; i < s->batch * rows; i++)
            memcpy(output + i * columns, bias, (size_t)columns * sizeof *bias);
    }
    int status = 0;
    for (long n = 0; n < s->batch && status == 0; n++)
        status = FN(lampas_gemm)(0, 1, rows, columns, depth, 1, input + n * s->frames * s->inputFrameSize, s->dW * s->inputFrameSize, weight, depth,
                                 bias ? 1 : 0, output + n * rows * columns, columns);
    return status;
}

int FN(TemporalConvolution_updateGradInput)(const TemporalConvolution_shape *s, const real *gradOutput, const real *weight, real *gradInput)
{
    const long size = s->inputFrameSize, width = s->outputFrameSize, overlapping = (s->kW + s->dW - 1) / s->dW;
    memset(gradInput, 0, (size_t)(s->batch * s->frames * size) * sizeof *gradInput);
    int status = 0;
    for (long n = 0; n < s->batch; n++)
        for (long first = 0; first < overlapping && first < s->outputFrames && status == 0; first++) {
            const long rows = (s->outputFrames - first + overlapping - 1) / overlapping;
            status = FN(lampas_gemm)(0, 0, rows, s->kW * size, width, 1, gradOutput + (n * s->outputFrames + first) * width, overlapping * width,
                                     weight, s->kW * size, 1, gradInput + (n * s->frames + first * s->dW) * size,
                                     overlapping * s->dW * size);
        }
    return status;
}

int FN(TemporalConvolution_accGradParameters)(const TemporalConvolution_shape *s, const real *input, const real *gradOutput,
                                              real *gradWeight, real *gradBias, real scale)
{
    const long rows = s->outputFrameSize, columns = s->kW * s->inputFrameSize;
    if (gradBias)
        FN(lampas_column_sums)(s->batch * s->outputFrames, rows, gradOutput, gradBias, scale);
    int status = 0;
    for (long n = 0; n < s->batch && status == 0; n++)
        status = FN(lampas_gemm)(1, 0, rows, columns, s->outputFrames, scale, gradOutput + n * s->outputFrames * rows, rows,
                                 input + n * s->frames * s->inputFrameSize, s->dW * s->inputFrameSize, 1, gradWeight, columns);
    return status;
}

/* nn.Linear
 *
 *   y[b][o] = bias[o] + sum over i of x[b][i] * W[o][i]
 *   gradInput = gradOutput * W            gradWeight += scale * gradOutput' * x
 *
 * Three multiplications. Arithmetic bounds them at a batch of 100; at a batch of a few, reading W does (for gradWeight:
 * reading and writing it). gemm.c cuts the work over threads, and says why it is not OpenBLAS's. */
#include "nn/Linear.h"
#include "nn/gemm.h"

int FN(Linear_updateOutput)(long batch, long inputSize, long outputSize, const real *input, const real *weight, const real *bias,
                            real *output)
{
    return FN(lampas_gemm_bias)(batch, outputSize, inputSize, input, inputSize, weight, inputSize, bias, output, outputSize);
}

int FN(Linear_updateGradInput)(long batch, long inputSize, long outputSize, const real *gradOutput, const real *weight, real *gradInput)
{
    return FN(lampas_gemm)(0, 0, batch, inputSize, outputSize, 1, gradOutput, outputSize, weight, inputSize, 0, gradInput, inputSize);
}

/* Blocks of columns are summed by one thread each, in the order of the batch. */
void FN(lampas_column_sums)(long batch, long outputSize, const real *gradOutput, real *gradBias, real scale)
{
    enum { BLOCK = 64 };
#pragma omp parallel for if (parallel: batch * outputSize > 100000)
    for (long first = 0; first < outputSize; first += BLOCK) {
        const long width = outputSize - first < BLOCK ? outputSize - first : BLOCK;
        real sum[BLOCK] = {0};
        for (long b = 0; b < batch; b++)
            for (long o = 0; o < width; o++)
                sum[o] += gradOutput[b * outputSize + first + o];
        for (long o = 0; o < width; o++)
            gradBias[first + o] += scale * sum[o];
    }
}

int FN(Linear_accGradParameters)(long batch, long inputSize, long outputSize, const real *input, const real *gradOutput, real *gradWeight,
                                 real *gradBias, real scale)
{
    if (gradBias)
        FN(lampas_column_sums)(batch, outputSize, gradOutput, gradBias, scale);
    return FN(lampas_gemm)(1, 0, outputSize, inputSize, batch, scale, gradOutput, outputSize, input, inputSize, 1, gradWeight, inputSize);
}

/* nn.Cosine: the cosines of samples with learnt vectors (Cosine.h has the formulas)
 *
 * Matrix multiplications (gemm.c) bound by arithmetic, and what belongs to rows and columns: norms, and the part of the gradient that
 * keeps the lengths of x and weight out of it, begun in the result before the multiplication adds to it. */
#include "nn/Cosine.h"
#include "nn/gemm.h"

#include <math.h>

enum { PARALLEL = 32 * 1024 };

/* norm[r] = ‖row r‖ + 1e-12 */
static void row_norms(long rows, long width, const real *x, real *norm)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL)
    for (long r = 0; r < rows; r++) {
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (long i = 0; i < width; i++)
            sum += x[r * width + i] * x[r * width + i];
        norm[r] = (real)(sqrt(sum) + 1e-12);
    }
}

int FN(Cosine_updateOutput)(long batch, long nInput, long nOutput, const real *x, const real *weight, real *xNorm, real *weightNorm,
                            real *output)
{
    row_norms(batch, nInput, x, xNorm);
    row_norms(nOutput, nInput, weight, weightNorm);
    const int status = FN(lampas_gemm)(0, 1, batch, nOutput, nInput, 1, x, nInput, weight, nInput, 0, output, nOutput);
    if (status == 0)
        FN(Cosine_slope)(batch, nOutput, output, xNorm, weightNorm, output);
    return status;
}

void FN(Cosine_slope)(long batch, long nOutput, const real *gradOutput, const real *xNorm, const real *weightNorm, real *slope)
{
#pragma omp parallel for schedule(static) if (parallel: batch * nOutput > PARALLEL)
    for (long b = 0; b < batch; b++) {
#pragma omp simd
        for (long o = 0; o < nOutput; o++)
            slope[b * nOutput + o] = gradOutput[b * nOutput + o] / xNorm[b] / weightNorm[o];
    }
}

int FN(Cosine_updateGradInput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *xNorm,
                               const real *gradOutput, const real *output, const real *slope, real *gradInput)
{
#pragma omp parallel for schedule(static) if (parallel: batch * (nInput + nOutput) > PARALLEL)
    for (long b = 0; b < batch; b++) {
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (long o = 0; o < nOutput; o++)
            sum += gradOutput[b * nOutput + o] * output[b * nOutput + o];
        const real times = -sum / xNorm[b] / xNorm[b];
#pragma omp simd
        for (long i = 0; i < nInput; i++)
            gradInput[b * nInput + i] = times * x[b * nInput + i];
    }
    return FN(lampas_gemm)(0, 0, batch, nInput, nOutput, 1, slope, nOutput, weight, nInput, 1, gradInput, nInput);
}

int FN(Cosine_accGradParameters)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *weightNorm,
                                 const real *gradOutput, const real *output, const real *slope, real factor, real *sums, real *gradWeight)
{
    for (long o = 0; o < nOutput; o++)
        sums[o] = 0;
    for (long b = 0; b < batch; b++) {
#pragma omp simd
        for (long o = 0; o < nOutput; o++)
            sums[o] += gradOutput[b * nOutput + o] * output[b * nOutput + o];
    }
#pragma omp parallel for schedule(static) if (parallel: nOutput * nInput > PARALLEL)
    for (long o = 0; o < nOutput; o++) {
        const real times = -factor * sums[o] / weightNorm[o] / weightNorm[o];
#pragma omp simd
        for (long i = 0; i < nInput; i++)
            gradWeight[o * nInput + i] += times * weight[o * nInput + i];
    }
    return FN(lampas_gemm)(1, 0, nOutput, nInput, batch, factor, slope, nOutput, x, nInput, 1, gradWeight, nInput);
}

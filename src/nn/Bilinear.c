/* nn.Bilinear
 *
 * For each output k, with g the column k of gradOutput and ∘ the product with each row:
 *
 *    y_k = rows of (A W_k) · rows of B         gradW_k += scale (g ∘ A)' B
 *    gradA += (g ∘ B) W_k'                     gradB += (g ∘ A) W_k
 *
 * One multiplication of matrices (gemm.c) each, which arithmetic bounds and which is parallel; what is in brackets is scratch that stays in
 * the cache. */
#include "nn/Bilinear.h"
#include "nn/gemm.h"

enum { PARALLEL = 32 * 1024 };

/* to[b] = factor[b * pitch] * from[b] */
static void scale_rows(long rows, long width, const real *factor, long pitch, const real *from, real *to)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL)
    for (long r = 0; r < rows; r++) {
#pragma omp simd
        for (long i = 0; i < width; i++)
            to[r * width + i] = factor[r * pitch] * from[r * width + i];
    }
}

/* to[b * pitch] = x[b] · y[b] + start */
static void dot_rows(long rows, long width, const real *x, const real *y, real start, real *to, long pitch)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL)
    for (long r = 0; r < rows; r++) {
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (long i = 0; i < width; i++)
            sum += x[r * width + i] * y[r * width + i];
        to[r * pitch] = sum + start;
    }
}

int FN(Bilinear_updateOutput)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *weight,
                              const real *bias,
                              real *scratch, real *output)
{
    for (long k = 0; k < nOutput; k++) {
        if (FN(lampas_gemm)(0, 0, batch, n2, n1, 1, a, n1, weight + k * n1 * n2, n2, 0, scratch, n2) != 0)
            return -1;
        dot_rows(batch, n2, scratch, b, bias ? bias[k] : 0, output + k, nOutput);
    }
    return 0;
}

int FN(Bilinear_updateGradInput)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *weight,
                                 const real *gradOutput, real *scratch, real *gradA, real *gradB)
{
    for (long k = 0; k < nOutput; k++) {
        const real *w = weight + k * n1 * n2, more = k > 0;
        scale_rows(batch, n2, gradOutput + k, nOutput, b, scratch);
        if (FN(lampas_gemm)(0, 1, batch, n1, n2, 1, scratch, n2, w, n2, more, gradA, n1) != 0)
            return -1;
        scale_rows(batch, n1, gradOutput + k, nOutput, a, scratch);
        if (FN(lampas_gemm)(0, 0, batch, n2, n1, 1, scratch, n1, w, n2, more, gradB, n2) != 0)
            return -1;
    }
    return 0;
}

int FN(Bilinear_accGradParameters)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *gradOutput,
                                   real scale, real *scratch, real *gradWeight)
{
    for (long k = 0; k < nOutput; k++) {
        scale_rows(batch, n1, gradOutput + k, nOutput, a, scratch);
        if (FN(lampas_gemm)(1, 0, n1, n2, batch, scale, scratch, n1, b, n2, 1, gradWeight + k * n1 * n2, n2) != 0)
            return -1;
    }
    return 0;
}

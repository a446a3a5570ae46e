/* nn.SparseLinear (SparseLinear.h has the formulas)
 *
 * A column of W is nOutput elements far apart, so the loops go through W by rows, ROWS of them at a time: those stay in the second cache
 * while all samples pick from them, and each index and value, once read, serves them all. Bound by the latency of those picks.
 *
 * Parallel over groups of rows; forward, where there are few, over parts of the batch, too. One thread owns an element of the results and
 * adds its terms in the order of the entries: the numbers do not depend on the threads. */
#include "nn/SparseLinear.h"

#include "inline.h"

enum { ROWS = 4, SAMPLES = 32, PARALLEL = 8 * 1024 };

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

INLINE void forward(const int rows, const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput,
                    const real *weight,
                    const real *bias, ptrdiff_t begin, ptrdiff_t end, real *output)
{
    for (ptrdiff_t b = begin; b < end; b++) {
        real sum[ROWS];
        for (int r = 0; r < rows; r++)
            sum[r] = bias ? bias[r] : 0;
        for (int64_t e = samples->start[b]; e < samples->start[b + 1]; e++) {
            const real *column = weight + samples->index[e] - 1;
#pragma GCC unroll 4
            for (int r = 0; r < rows; r++)
                sum[r] += value[e] * column[r * nInput];
        }
        for (int r = 0; r < rows; r++)
            output[b * nOutput + r] = sum[r];
    }
}

void FN(SparseLinear_updateOutput)(const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput, const real *weight,
                                   const real *bias, real *output)
{
    const ptrdiff_t batch = samples->batch, parts = (batch + SAMPLES - 1) / SAMPLES, groups = (nOutput + ROWS - 1) / ROWS;
#pragma omp parallel for schedule(static) if (parallel: samples->start[batch] * nOutput > PARALLEL)
    for (ptrdiff_t task = 0; task < groups * parts; task++) {
        const ptrdiff_t o = task / parts * ROWS, begin = task % parts * SAMPLES, end = least(begin + SAMPLES, batch);
        const real *rows = weight + o * nInput, *start = bias ? bias + o : NULL;
        if (nOutput - o >= ROWS)
            forward(ROWS, samples, value, nInput, nOutput, rows, start, begin, end, output + o);
        else
            for (ptrdiff_t r = 0; r < nOutput - o; r++)
                forward(1, samples, value, nInput, nOutput, rows + r * nInput, start ? start + r : NULL, begin, end, output + o + r);
    }
}

INLINE void accumulate(const int rows, const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput,
                       const real *gradOutput, real scale, real *gradWeight)
{
    for (ptrdiff_t b = 0; b < samples->batch; b++) {
        real g[ROWS];
        for (int r = 0; r < rows; r++)
            g[r] = scale * gradOutput[b * nOutput + r];
        for (int64_t e = samples->start[b]; e < samples->start[b + 1]; e++) {
            real *column = gradWeight + samples->index[e] - 1;
#pragma GCC unroll 4
            for (int r = 0; r < rows; r++)
                column[r * nInput] += value[e] * g[r];
        }
    }
}

void FN(SparseLinear_accGradParameters)(const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput,
                                        const real *gradOutput, real scale, real *gradWeight)
{
#pragma omp parallel for schedule(static) if (parallel: samples->start[samples->batch] * nOutput > PARALLEL)
    for (ptrdiff_t o = 0; o < nOutput; o += ROWS) {
        if (nOutput - o >= ROWS)
            accumulate(ROWS, samples, value, nInput, nOutput, gradOutput + o, scale, gradWeight + o * nInput);
        else
            for (ptrdiff_t r = o; r < nOutput; r++)
                accumulate(1, samples, value, nInput, nOutput, gradOutput + r, scale, gradWeight + r * nInput);
    }
}

void FN(SparseLinear_zeroGradParameters)(const int64_t *column, ptrdiff_t count, ptrdiff_t nInput, ptrdiff_t nOutput, real *gradWeight)
{
#pragma omp parallel for schedule(static) if (parallel: count * nOutput > PARALLEL)
    for (ptrdiff_t o = 0; o < nOutput; o++)
        for (ptrdiff_t c = 0; c < count; c++)
            gradWeight[o * nInput + column[c] - 1] = 0;
}

void FN(SparseLinear_updateParameters)(const int64_t *column, ptrdiff_t count, ptrdiff_t nInput, ptrdiff_t nOutput, const real *gradWeight,
                                       real rate, real *weight)
{
#pragma omp parallel for schedule(static) if (parallel: count * nOutput > PARALLEL)
    for (ptrdiff_t o = 0; o < nOutput; o++)
        for (ptrdiff_t c = 0; c < count; c++)
            weight[o * nInput + column[c] - 1] -= rate * gradWeight[o * nInput + column[c] - 1];
}

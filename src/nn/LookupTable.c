/* nn.LookupTable: rows of a table by number
 *
 *   y[i] = W[index[i]]       gradWeight[index[i]] += scale * gradOutput[i] (/ how often index[i] occurs)
 *
 * rows.c gathers and adds, and says how threads share the work. Before a lookup, rows that are longer than maxNorm are shortened, each
 * once: W[j] *= maxNorm / (‖W[j]‖ + 1e-7). */
#include "nn/LookupTable.h"
#include "engine/indices.h"
#include "engine/workspace.h"
#include "nn/rows.h"

#include <math.h>

enum { PARALLEL = 32 * 1024 };

void FN(LookupTable_updateOutput)(const int64_t *index, ptrdiff_t n, const real *weight, ptrdiff_t nOutput, real *output)
{
    const lampas_picks picks = {.n = n, .index = index};
    FN(lampas_rows_copy)(output, weight, nOutput, nOutput, &picks);
}

/* factor[i] = 1 / how often index[i] occurs; no more than the counters that are looked at are set to 0. */
static void by_frequency(real *factor, int64_t *count, const int64_t *index, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        count[index[i] - 1] = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        count[index[i] - 1]++;
    for (ptrdiff_t i = 0; i < n; i++)
        factor[i] = (real)1 / (real)count[index[i] - 1];
}

int FN(LookupTable_accGradParameters)(const int64_t *index, ptrdiff_t n, const real *gradOutput, real *gradWeight, ptrdiff_t nIndex,
                                      ptrdiff_t nOutput, int64_t padding, int byFrequency, real scale)
{
    const lampas_picks picks = {.n = n, .index = index, .skip = padding};
    real *factor = NULL;
    if (byFrequency) {
        lampas_workspace *scratch = lampas_workspace_reserve((size_t)nIndex * sizeof(int64_t) + (size_t)n * sizeof(real), 0, 1);
        if (!scratch)
            return -1;
        int64_t *count = scratch->shared;
        factor = (real *)(count + nIndex);
        by_frequency(factor, count, index, n);
    }
    FN(lampas_rows_add)(gradWeight, nOutput, gradOutput, nOutput, factor, scale, &picks);
    return 0;
}

static accreal norm(const real *x, ptrdiff_t n, double p)
{
    accreal sum = 0;
    if (p == 1) {
        for (ptrdiff_t i = 0; i < n; i++)
            sum += fabs((accreal)x[i]);
        return sum;
    } else if (p == 2) {
        for (ptrdiff_t i = 0; i < n; i++)
            sum += (accreal)x[i] * x[i];
        return sqrt(sum);
    }
    for (ptrdiff_t i = 0; i < n; i++)
        sum += pow(fabs((accreal)x[i]), p);
    return pow(sum, 1 / p);
}

int FN(LookupTable_renorm)(const int64_t *index, ptrdiff_t n, real *weight, ptrdiff_t nIndex, ptrdiff_t nOutput, double maxNorm, double p)
{
    lampas_workspace *scratch = lampas_workspace_reserve((size_t)(nIndex + n) * sizeof(int64_t), 0, 1);
    if (!scratch)
        return -1;
    int64_t *distinct = (int64_t *)scratch->shared + nIndex;
    const long count = lampas_indices_distinct(distinct, NULL, index, n, scratch->shared);
#pragma omp parallel for schedule(static) if (parallel: count * nOutput > PARALLEL)
    for (long i = 0; i < count; i++) {
        real *row = weight + (distinct[i] - 1) * nOutput;
        const accreal length = norm(row, nOutput, p);
        if (length > maxNorm) {
            const real factor = (real)(maxNorm / (length + 1e-7));
            for (ptrdiff_t c = 0; c < nOutput; c++)
                row[c] *= factor;
        }
    }
    return 0;
}

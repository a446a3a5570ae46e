/* nn.IndexLinear (IndexLinear.h has the formulas and the layout)
 *
 * A feature's weights are a row, so an entry reads or adds nOutput elements side by side: memory bounds it, and for large
 * tables the latency of a row's first touch, so rows a few entries ahead are asked for early. Forward is parallel over
 * samples and blocks of columns, whose sums stay in the first cache; gradients are added as rows.c tells; the numbers do not
 * depend on the threads. The running maxima are kept in the order of the entries by one thread. */
#include "nn/IndexLinear.h"
#include "nn/rows.h"

#include <math.h>

enum { LARGEST, INVERSE, FACTOR, BIAS }; /* columns before the weights */
enum { COLUMNS = 1024, AHEAD = 6, PARALLEL = 16 * 1024 };

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

void FN(IndexLinear_normalise)(ptrdiff_t n, const int64_t *index, const real *value, ptrdiff_t pitch, int train, real *weight,
                                real *normalised)
{
    for (ptrdiff_t e = 0; e < n; e++) {
        real *row = weight + (index[e] - 1) * pitch;
        const real size = fabs(value[e]);
        if (train) {
            if (size > row[LARGEST]) {
                row[LARGEST] = size;
                row[INVERSE] = 1 / size;
            }
            row[FACTOR] = 1;
        }
        normalised[e] = (size > row[LARGEST] ? (real)copysign(1, value[e]) : value[e] * row[INVERSE]) + row[BIAS];
    }
}

static void sum_rows(const lampas_sparse *samples, const real *value, ptrdiff_t b, ptrdiff_t pitch, const real *weight, ptrdiff_t width,
                     real *output)
{
    const int64_t end = samples->start[b + 1];
    for (int64_t e = samples->start[b]; e < end; e++) {
        const real *row = weight + (samples->index[e] - 1) * pitch, times = value[e];
        if (e + AHEAD < end)
            __builtin_prefetch(weight + (samples->index[e + AHEAD] - 1) * pitch);
#pragma omp simd
        for (ptrdiff_t o = 0; o < width; o++)
            output[o] += times * row[o];
    }
}

void FN(IndexLinear_updateOutput)(const lampas_sparse *samples, const real *value, ptrdiff_t first, ptrdiff_t nOutput, const real *weight,
                                  const real *bias, real *output)
{
    const ptrdiff_t parts = (nOutput + COLUMNS - 1) / COLUMNS, pitch = first + nOutput;
#pragma omp parallel for schedule(static) if (parallel: samples->start[samples->batch] * nOutput > PARALLEL)
    for (ptrdiff_t task = 0; task < samples->batch * parts; task++) {
        const ptrdiff_t b = task / parts, o = task % parts * COLUMNS, width = least(COLUMNS, nOutput - o);
        real *to = output + b * nOutput + o;
        for (ptrdiff_t i = 0; i < width; i++)
            to[i] = bias ? bias[o + i] : 0;
        sum_rows(samples, value, b, pitch, weight + first + o, width, to);
    }
}

void FN(IndexLinear_accGradParameters)(const lampas_sparse *samples, const real *value, const int64_t *rank, const int64_t *sample,
                                       ptrdiff_t first, ptrdiff_t nOutput, const real *gradOutput, const real *weight, real scale,
                                       real *gradient)
{
    const ptrdiff_t n = samples->start[samples->batch], width = nOutput + (first > 0), pitch = first + nOutput;
    const lampas_picks picks = {.n = n, .index = rank, .other = sample};
    FN(lampas_rows_add)(gradient, width, gradOutput, nOutput, value, scale, &picks);
    if (first == 0)
        return;
    for (ptrdiff_t e = 0; e < n; e++) {
        const real *g = gradOutput + sample[e] * nOutput, *row = weight + (samples->index[e] - 1) * pitch + first;
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t o = 0; o < nOutput; o++)
            sum += g[o] * row[o];
        gradient[(rank[e] - 1) * width + nOutput] += scale * sum;
    }
}

void FN(IndexLinear_updateParameters)(ptrdiff_t n, const int64_t *key, const real *gradient, ptrdiff_t first, ptrdiff_t nOutput, real rate,
                                      real *weight)
{
    const ptrdiff_t width = nOutput + (first > 0), pitch = first + nOutput;
#pragma omp parallel for schedule(static) if (parallel: n * nOutput > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        real *row = weight + (key[i] - 1) * pitch;
        const real *g = gradient + i * width, times = first > 0 ? rate * row[FACTOR] : rate;
        if (first > 0)
            row[BIAS] -= times * g[nOutput];
#pragma omp simd
        for (ptrdiff_t o = 0; o < nOutput; o++)
            row[first + o] -= times * g[o];
    }
}

void FN(IndexLinear_decay)(ptrdiff_t n, const int64_t *key, ptrdiff_t first, ptrdiff_t nOutput, real factor, real *weight)
{
#pragma omp parallel for schedule(static) if (parallel: n * nOutput > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        real *row = weight + (key[i] - 1) * (first + nOutput) + first;
#pragma omp simd
        for (ptrdiff_t o = 0; o < nOutput; o++)
            row[o] *= factor;
    }
}

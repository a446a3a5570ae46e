/* y[o] = (Σ x[o · stride + k]^p)^(1/p), k < width.
 *
 * Powers are taken once for each element, whatever the overlap of windows; a sample's stay in a buffer. Sums go over the window's
 * features in order, in unit stride along the inner dimensions, or along the outputs where there are none.
 * Bound by the power, for p = 2 by memory. Parallel over samples. */
#include "nn/FeatureLPPooling.h"

#include "engine/workspace.h"
#include "vmath.h"

#include <omp.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 8192 };

/* y = x^p */
static void raise(real *y, const real *x, ptrdiff_t n, real p)
{
    if (p == 1) {
        memmove(y, x, n * sizeof(real));
    } else if (p == 2) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            y[i] = x[i] * x[i];
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            y[i] = real_pow(x[i], p);
    }
}

/* y = x^(1/p) */
static void root(real *y, const real *x, ptrdiff_t n, real p)
{
    if (p == 2) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            y[i] = real_sqrt(x[i]);
    } else {
        raise(y, x, n, 1 / p);
    }
}

/* y[o · yStep + i] += x[o · xStep + i] for o < n, i < inner. */
static void add_lines(real *y, ptrdiff_t yStep, const real *x, ptrdiff_t xStep, ptrdiff_t n, ptrdiff_t inner)
{
    if (inner == 1) {
#pragma omp simd
        for (ptrdiff_t o = 0; o < n; o++)
            y[o * yStep] += x[o * xStep];
        return;
    }
    for (ptrdiff_t o = 0; o < n; o++)
#pragma omp simd
        for (ptrdiff_t i = 0; i < inner; i++)
            y[o * yStep + i] += x[o * xStep + i];
}

static lampas_workspace *buffers(const FeatureLPPooling_shape *s, int *threads)
{
    *threads = s->samples * s->inputs * s->inner > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    return lampas_workspace_reserve(0, s->inputs * s->inner * sizeof(real), *threads);
}

int FN(FeatureLPPooling_updateOutput)(real *output, const real *input, const FeatureLPPooling_shape *shape)
{
    const FeatureLPPooling_shape s = *shape;
    const ptrdiff_t in = s.inputs * s.inner, out = s.outputs * s.inner;
    int threads;
    lampas_workspace *workspace = buffers(&s, &threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t sample = 0; sample < s.samples; sample++) {
        real *powers = workspace->each[omp_get_thread_num()], *y = output + sample * out;
        raise(powers, input + sample * in, in, s.power);
        memset(y, 0, out * sizeof(real));
        for (ptrdiff_t k = 0; k < s.width; k++)
            add_lines(y, s.inner, powers + k * s.inner, s.stride * s.inner, s.outputs, s.inner);
        root(y, y, out, s.power);
    }
    return 0;
}

int FN(FeatureLPPooling_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *output,
                                         const FeatureLPPooling_shape *shape)
{
    const FeatureLPPooling_shape s = *shape;
    const ptrdiff_t in = s.inputs * s.inner, out = s.outputs * s.inner;
    const real power = s.power;
    int threads;
    lampas_workspace *workspace = buffers(&s, &threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t sample = 0; sample < s.samples; sample++) {
        const real *x = input + sample * in, *y = output + sample * out, *g = gradOutput + sample * out;
        real *part = workspace->each[omp_get_thread_num()], *gx = gradInput + sample * in;
        raise(part, y, out, power - 1);
#pragma omp simd
        for (ptrdiff_t i = 0; i < out; i++)
            part[i] = y[i] == 0 ? 0 : g[i] / part[i];
        memset(gx, 0, in * sizeof(real));
        for (ptrdiff_t k = 0; k < s.width; k++)
            add_lines(gx + k * s.inner, s.stride * s.inner, part, s.inner, s.outputs, s.inner);
        raise(part, x, in, power - 1);
#pragma omp simd
        for (ptrdiff_t i = 0; i < in; i++)
            gx[i] *= part[i];
    }
    return 0;
}

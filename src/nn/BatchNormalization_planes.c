/* The loops of batch normalisation over one feature whose elements are runs of memory: along the runs, in vectors. Results too large
 * for the caches are written around them where a run is long enough for it. */
#include "nn/BatchNormalization_planes.h"

#include "stream.h"

enum { STREAMED = 256 }; /* elements from which a run is worth it */

static double vec_sum(vec v)
{
    double sum = 0;
    for (int i = 0; i < VL; i++)
        sum += v[i];
    return sum;
}

/* Two pairs of sums hide the additions' latency. */
void FN(lampas_planes_sums)(real *sum, real *squares, const real *x, real pivot, ptrdiff_t samples, ptrdiff_t n, ptrdiff_t stride)
{
    const ptrdiff_t whole = n / VL * VL;
    real lanes[VL] = {0}; /* the pivot in a remainder's lanes, so that d is 0 in the others */
    for (ptrdiff_t i = whole; i < n; i++)
        lanes[i - whole] = pivot;
    const vec pivots = vec_set(pivot), rest = vec_load(lanes);
    vec sums[2] = {{0}}, squared[2] = {{0}};
    for (ptrdiff_t b = 0; b < samples; b++, x += stride) {
        ptrdiff_t i = 0;
        for (; i + 2 * VL <= n; i += 2 * VL)
#pragma GCC unroll 2
            for (int k = 0; k < 2; k++) {
                vec d = vec_load(x + i + k * VL) - pivots;
                sums[k] += d;
                squared[k] += d * d;
            }
        if (i < whole) {
            vec d = vec_load(x + i) - pivots;
            sums[0] += d;
            squared[0] += d * d;
        }
        vec d = vec_load_partial(x + whole, n - whole) - rest;
        sums[1] += d;
        squared[1] += d * d;
    }
    *sum = vec_sum(sums[0] + sums[1]);
    *squares = vec_sum(squared[0] + squared[1]);
}

void FN(lampas_planes_products)(real *sum, real *dot, const real *x, const real *g, real mean, ptrdiff_t samples, ptrdiff_t n,
                                ptrdiff_t stride)
{
    const ptrdiff_t whole = n / VL * VL;
    const vec means = vec_set(mean);
    vec sums[2] = {{0}}, dots[2] = {{0}};
    for (ptrdiff_t b = 0; b < samples; b++, x += stride, g += stride) {
        ptrdiff_t i = 0;
        for (; i + 2 * VL <= n; i += 2 * VL)
#pragma GCC unroll 2
            for (int k = 0; k < 2; k++) {
                vec gradient = vec_load(g + i + k * VL);
                sums[k] += gradient;
                dots[k] += gradient * (vec_load(x + i + k * VL) - means);
            }
        if (i < whole) {
            vec gradient = vec_load(g + i);
            sums[0] += gradient;
            dots[0] += gradient * (vec_load(x + i) - means);
        }
        vec gradient = vec_load_partial(g + whole, n - whole);
        sums[1] += gradient;
        dots[1] += gradient * (vec_load_partial(x + whole, n - whole) - means);
    }
    *sum = vec_sum(sums[0] + sums[1]);
    *dot = vec_sum(dots[0] + dots[1]);
}

/* y = (x - mean) · factor + shift over one run. */
static void run_normalise(real *y, const real *x, ptrdiff_t n, real mean, real factor, real shift)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = (x[i] - mean) * factor + shift;
}

static void run_normalise_streamed(real *y, const real *x, ptrdiff_t n, real mean, real factor, real shift)
{
    const vec means = vec_set(mean), factors = vec_set(factor), shifts = vec_set(shift);
    ptrdiff_t i = stream_head(y, n);
    run_normalise(y, x, i, mean, factor, shift);
    for (; i + LINE <= n; i += LINE)
#pragma GCC unroll 4
        for (ptrdiff_t j = i; j < i + LINE; j += VL)
            vec_stream(y + j, (vec_load(x + j) - means) * factors + shifts);
    run_normalise(y + i, x + i, n - i, mean, factor, shift);
}

/* gx = g · factor - (x - mean) · slope - offset over one run; where x is NULL, only g · factor. */
static void run_gradient(real *gx, const real *x, const real *g, ptrdiff_t n, real mean, real factor, real slope, real offset)
{
    if (x) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gx[i] = g[i] * factor - (x[i] - mean) * slope - offset;
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gx[i] = g[i] * factor;
    }
}

static void run_gradient_streamed(real *gx, const real *x, const real *g, ptrdiff_t n, real mean, real factor, real slope, real offset)
{
    const vec means = vec_set(mean), factors = vec_set(factor), slopes = vec_set(slope), offsets = vec_set(offset);
    ptrdiff_t i = stream_head(gx, n);
    run_gradient(gx, x, g, i, mean, factor, slope, offset);
    for (; i + LINE <= n; i += LINE)
#pragma GCC unroll 4
        for (ptrdiff_t j = i; j < i + LINE; j += VL)
            vec_stream(gx + j, vec_load(g + j) * factors - (vec_load(x + j) - means) * slopes - offsets);
    run_gradient(gx + i, x + i, g + i, n - i, mean, factor, slope, offset);
}

void FN(lampas_planes_normalise)(real *y, const real *x, real mean, real factor, real shift, ptrdiff_t samples, ptrdiff_t n,
                                 ptrdiff_t stride, int stream)
{
    stream = stream && n >= STREAMED;
    for (ptrdiff_t b = 0; b < samples; b++, y += stride, x += stride)
        (stream ? run_normalise_streamed : run_normalise)(y, x, n, mean, factor, shift);
    if (stream)
        vec_stream_end();
}

void FN(lampas_planes_gradient)(real *gx, const real *x, const real *g, real mean, real factor, real slope, real offset, ptrdiff_t samples,
                                ptrdiff_t n, ptrdiff_t stride, int stream)
{
    stream = stream && x && n >= STREAMED;
    for (ptrdiff_t b = 0; b < samples; b++)
        (stream ? run_gradient_streamed : run_gradient)(gx + b * stride, x ? x + b * stride : NULL, g + b * stride, n, mean, factor, slope,
                                                        offset);
    if (stream)
        vec_stream_end();
}

/* Batch normalisation over batch × features × inner: y = (x - mean) · std⁻¹ · weight + bias for each feature.
 *
 * Two layouts. Wide planes (inner ≥ NARROW): a feature is a run of memory in each sample, and loops run along it. Narrow ones, inner = 1 above
 * all: features lie side by side in a row of the batch, and loops run across up to WIDTH columns of such rows; a feature's
 * `inner` columns are put together at the end.
 *
 * Bound by memory once the tensor leaves the caches: x is read once for the statistics and once to normalise. Mean and variance are
 * exact in two passes over a stretch that stays in the first cache; stretches are merged in double (Chan, Golub, LeVeque 1979), so
 * a large mean costs no digits. Parallel over features; each is summed by one thread, in one order. */
#include "nn/BatchNormalization.h"

#include <math.h>

enum {
    WIDTH = 64,   /* columns side by side */
    NARROW = 16,  /* planes below this many elements go as columns */
    RUN = 1024,   /* elements of a plane summed in `real` before the sum goes to double */
    ROWS = 64,    /* rows of columns likewise */
    PARALLEL_ELEMENTS = 16384,
};

typedef struct Moments {
    double n, mean, m2; /* m2 = Σ (x - mean)² */
} Moments;

/* Σ g and Σ g (x - mean) */
typedef struct Products {
    double sum, dot;
} Products;

static void merge(Moments *all, double n, double mean, double m2)
{
    double delta = mean - all->mean, total = all->n + n;
    all->mean += delta * n / total;
    all->m2 += m2 + delta * delta * all->n * n / total;
    all->n = total;
}

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

/* ---- planes: one feature; samples are `stride` elements apart ---- */

static void plane_moments(Moments *all, const real *x, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride)
{
    for (ptrdiff_t b = 0; b < batch; b++)
        for (ptrdiff_t at = 0; at < inner; at += RUN) {
            const real *run = x + b * stride + at;
            ptrdiff_t n = least(inner - at, RUN);
            real sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
            for (ptrdiff_t i = 0; i < n; i++)
                sum += run[i];
            real mean = sum / n;
#pragma omp simd reduction(+ : squares)
            for (ptrdiff_t i = 0; i < n; i++)
                squares += (run[i] - mean) * (run[i] - mean);
            merge(all, n, mean, squares);
        }
}

static void plane_normalise(real *y, const real *x, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride, real mean, real factor, real shift)
{
    for (ptrdiff_t b = 0; b < batch; b++)
#pragma omp simd
        for (ptrdiff_t i = b * stride; i < b * stride + inner; i++)
            y[i] = (x[i] - mean) * factor + shift;
}

static void plane_products(Products *all, const real *x, const real *g, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride, real mean)
{
    for (ptrdiff_t b = 0; b < batch; b++)
        for (ptrdiff_t at = 0; at < inner; at += RUN) {
            ptrdiff_t begin = b * stride + at, end = begin + least(inner - at, RUN);
            real sum = 0, dot = 0;
#pragma omp simd reduction(+ : sum, dot)
            for (ptrdiff_t i = begin; i < end; i++) {
                sum += g[i];
                dot += g[i] * (x[i] - mean);
            }
            all->sum += sum;
            all->dot += dot;
        }
}

/* gx = g · factor - (x - mean) · slope - offset; x is not read when it is NULL. */
static void plane_gradient(real *gx, const real *x, const real *g, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride,
                           real mean, real factor, real slope, real offset)
{
    for (ptrdiff_t b = 0; b < batch; b++) {
        ptrdiff_t begin = b * stride, end = begin + inner;
        if (x) {
#pragma omp simd
            for (ptrdiff_t i = begin; i < end; i++)
                gx[i] = g[i] * factor - (x[i] - mean) * slope - offset;
        } else {
#pragma omp simd
            for (ptrdiff_t i = begin; i < end; i++)
                gx[i] = g[i] * factor;
        }
    }
}

/* ---- columns: `width` of them, rows `stride` elements apart; column c belongs to feature c / inner of the group ---- */

static void column_moments(Moments *all, const real *x, ptrdiff_t batch, ptrdiff_t width, ptrdiff_t inner, ptrdiff_t stride)
{
    Moments column[WIDTH] = {{0, 0, 0}};
    for (ptrdiff_t first = 0; first < batch; first += ROWS) {
        ptrdiff_t n = least(batch - first, ROWS);
        const real *rows = x + first * stride;
        real mean[WIDTH] = {0}, squares[WIDTH] = {0};
        for (ptrdiff_t r = 0; r < n; r++) {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                mean[c] += rows[r * stride + c];
        }
        for (ptrdiff_t c = 0; c < width; c++)
            mean[c] /= n;
        for (ptrdiff_t r = 0; r < n; r++) {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                squares[c] += (rows[r * stride + c] - mean[c]) * (rows[r * stride + c] - mean[c]);
        }
        for (ptrdiff_t c = 0; c < width; c++)
            merge(&column[c], n, mean[c], squares[c]);
    }
    for (ptrdiff_t c = 0; c < width; c++)
        merge(&all[c / inner], column[c].n, column[c].mean, column[c].m2);
}

static void column_normalise(real *y, const real *x, ptrdiff_t batch, ptrdiff_t width, ptrdiff_t stride,
                             const real *mean, const real *factor, const real *shift)
{
    for (ptrdiff_t b = 0; b < batch; b++) {
        const real *from = x + b * stride;
        real *to = y + b * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            to[c] = (from[c] - mean[c]) * factor[c] + shift[c];
    }
}

static void column_products(Products *all, const real *x, const real *g, ptrdiff_t batch, ptrdiff_t width, ptrdiff_t inner, ptrdiff_t stride,
                            const real *mean)
{
    for (ptrdiff_t first = 0; first < batch; first += ROWS) {
        real sum[WIDTH] = {0}, dot[WIDTH] = {0};
        for (ptrdiff_t r = first; r < least(batch, first + ROWS); r++) {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++) {
                sum[c] += g[r * stride + c];
                dot[c] += g[r * stride + c] * (x[r * stride + c] - mean[c]);
            }
        }
        for (ptrdiff_t c = 0; c < width; c++) {
            all[c / inner].sum += sum[c];
            all[c / inner].dot += dot[c];
        }
    }
}

static void column_gradient(real *gx, const real *x, const real *g, ptrdiff_t batch, ptrdiff_t width, ptrdiff_t stride,
                            const real *mean, const real *factor, const real *slope, const real *offset)
{
    for (ptrdiff_t b = 0; b < batch; b++) {
        ptrdiff_t begin = b * stride;
        if (x) {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                gx[begin + c] = g[begin + c] * factor[c] - (x[begin + c] - mean[c]) * slope[c] - offset[c];
        } else {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                gx[begin + c] = g[begin + c] * factor[c];
        }
    }
}

/* ---- the layer: groups of features that go side by side; a group of wide planes is one feature ---- */

static ptrdiff_t group_size(ptrdiff_t inner)
{
    return inner < NARROW ? WIDTH / inner : 1;
}

/* One value a feature becomes one a column, in place. */
static void spread(real *values, ptrdiff_t features, ptrdiff_t inner)
{
    for (ptrdiff_t c = features * inner - 1; c >= 0; c--)
        values[c] = values[c / inner];
}

/* Mean and std⁻¹ of a group from its moments, which are kept for the backward pass and, where asked, in the running statistics. */
static void keep_statistics(real *mean, real *std, const Moments *moments, ptrdiff_t count,
                            real *running_mean, real *running_var, double momentum, double eps)
{
    for (ptrdiff_t f = 0; f < count; f++) {
        const Moments m = moments[f];
        mean[f] = m.mean;
        std[f] = 1 / sqrt(m.m2 / m.n + eps);
        if (running_mean)
            running_mean[f] = momentum * m.mean + (1 - momentum) * running_mean[f];
        if (running_var)
            running_var[f] = momentum * m.m2 / (m.n - 1) + (1 - momentum) * running_var[f];
    }
}

void FN(BatchNormalization_updateOutput)(real *output, const real *input, const real *weight, const real *bias,
                                         real *running_mean, real *running_var, real *save_mean, real *save_std,
                                         ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double momentum, double eps)
{
    ptrdiff_t size = group_size(inner), stride = features * inner;
#pragma omp parallel for schedule(static) if (parallel: batch * stride > PARALLEL_ELEMENTS)
    for (ptrdiff_t first = 0; first < features; first += size) {
        ptrdiff_t count = least(size, features - first), width = count * inner;
        const real *x = input + first * inner;
        real *y = output + first * inner;
        real mean[WIDTH] = {0}, factor[WIDTH] = {0}, shift[WIDTH] = {0};
        if (train) {
            Moments moments[WIDTH] = {{0, 0, 0}};
            if (inner < NARROW)
                column_moments(moments, x, batch, width, inner, stride);
            else
                plane_moments(moments, x, batch, inner, stride);
            keep_statistics(save_mean + first, save_std + first, moments, count, running_mean ? running_mean + first : NULL,
                            running_var ? running_var + first : NULL, momentum, eps);
        }
        for (ptrdiff_t i = 0; i < count; i++) {
            ptrdiff_t f = first + i;
            mean[i] = train ? save_mean[f] : running_mean[f];
            factor[i] = (train ? save_std[f] : 1 / sqrt(running_var[f] + eps)) * (weight ? weight[f] : 1);
            shift[i] = bias ? bias[f] : 0;
        }
        if (inner < NARROW) {
            spread(mean, count, inner);
            spread(factor, count, inner);
            spread(shift, count, inner);
            column_normalise(y, x, batch, width, stride, mean, factor, shift);
        } else {
            plane_normalise(y, x, batch, inner, stride, mean[0], factor[0], shift[0]);
        }
    }
}

void FN(BatchNormalization_backward)(real *gradInput, real *gradWeight, real *gradBias, const real *input, const real *gradOutput,
                                     const real *weight, const real *running_mean, const real *running_var,
                                     const real *save_mean, const real *save_std,
                                     ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double scale, double eps)
{
    ptrdiff_t size = group_size(inner), stride = features * inner;
    double n = (double)batch * inner;
#pragma omp parallel for schedule(static) if (parallel: batch * stride > PARALLEL_ELEMENTS)
    for (ptrdiff_t first = 0; first < features; first += size) {
        ptrdiff_t count = least(size, features - first), width = count * inner;
        const real *x = input + first * inner, *g = gradOutput + first * inner;
        real mean[WIDTH] = {0}, factor[WIDTH] = {0}, slope[WIDTH] = {0}, offset[WIDTH] = {0};
        Products products[WIDTH] = {{0, 0}};
        for (ptrdiff_t i = 0; i < count; i++)
            mean[i] = train ? save_mean[first + i] : running_mean[first + i];
        if (inner < NARROW)
            spread(mean, count, inner);
        if (inner < NARROW)
            column_products(products, x, g, batch, width, inner, stride, mean);
        else
            plane_products(products, x, g, batch, inner, stride, mean[0]);
        for (ptrdiff_t i = 0; i < count; i++) {
            ptrdiff_t f = first + i;
            double std = train ? save_std[f] : 1 / sqrt(running_var[f] + eps);
            factor[i] = std * (weight ? weight[f] : 1);
            slope[i] = products[i].dot * std * std / n * factor[i];
            offset[i] = products[i].sum / n * factor[i];
            if (gradWeight)
                gradWeight[f] += scale * products[i].dot * std;
            if (gradBias)
                gradBias[f] += scale * products[i].sum;
        }
        if (!gradInput)
            continue;
        real *gx = gradInput + first * inner;
        const real *through = train ? x : NULL; /* the statistics depend on x only when training */
        if (inner < NARROW) {
            spread(factor, count, inner);
            spread(slope, count, inner);
            spread(offset, count, inner);
            column_gradient(gx, through, g, batch, width, stride, mean, factor, slope, offset);
        } else {
            plane_gradient(gx, through, g, batch, inner, stride, mean[0], factor[0], slope[0], offset[0]);
        }
    }
}

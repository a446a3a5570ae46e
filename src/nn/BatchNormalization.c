/* Batch normalisation over batch × features × inner: y = (x - mean) · std⁻¹ · weight + bias for each feature.
 *
 * Two layouts. Wide planes (inner ≥ NARROW): a feature is a run of memory in each sample, and loops go along it
 * (BatchNormalization_planes.c). Narrow ones, inner = 1 above
 * all: features lie side by side in the batch's rows, WIDTH columns of which go together (BatchNormalization_columns.c); a feature's
 * `inner` columns are joined at the end.
 *
 * Bound by memory: x is read once for the statistics and once to normalise. One pass gives mean and variance: it sums d = x - pivot
 * and d² over a stretch, the pivot being a first element or the mean so far, so that a large mean costs no digits; stretches are
 * merged in double (Chan, Golub, LeVeque 1979). Parallel over features; each is summed by one thread, in one order. */
#include "nn/BatchNormalization.h"

#include "engine/streaming.h"
#include "nn/BatchNormalization_columns.h"
#include "nn/BatchNormalization_planes.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum {
    WIDTH = 256,  /* columns side by side, at most, */
    SHARE = 64,   /* and a multiple of which a thread gets */
    NARROW = 16,    /* planes below this many elements go as columns */
    RUN = 1024,     /* elements of a plane that are summed in `real` before the sum goes to double, */
    ROWS = 128,     /* and rows of columns */
    PARALLEL_ELEMENTS = 16384,
};

/* Of each column of a group, or of one plane in place 0: n elements, their mean, and m2 = Σ (x - mean)². */
typedef struct Moments {
    double n, mean[WIDTH], m2[WIDTH];
} Moments;

/* Likewise Σ g and Σ g (x - mean). */
typedef struct Products {
    double sum[WIDTH], dot[WIDTH];
} Products;

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

/* Adds to each of `width` columns n elements, of which d = x - pivot sums to sum[c] and d² to squares[c]. */
static void merge(Moments *all, ptrdiff_t width, double n, const real *pivot, const real *sum, const real *squares)
{
    const double total = all->n + n, share = n / total, weight = all->n * share, each = 1 / n;
#pragma omp simd
    for (ptrdiff_t c = 0; c < width; c++) {
        double mean = sum[c] * each, delta = pivot[c] + mean - all->mean[c];
        all->mean[c] += delta * share;
        all->m2[c] += squares[c] - sum[c] * mean + delta * delta * weight;
    }
    all->n = total;
}

/* ---- planes: one feature; its runs in the samples are `stride` elements apart ---- */

/* How many samples' runs are summed at once: some when they are short. */
static ptrdiff_t stretch_samples(ptrdiff_t inner, ptrdiff_t left)
{
    return inner < RUN ? least(RUN / inner, left) : 1;
}

static void plane_moments(Moments *all, const real *x, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride)
{
    for (ptrdiff_t b = 0, samples; b < batch; b += samples) {
        samples = stretch_samples(inner, batch - b);
        for (ptrdiff_t at = 0; at < inner; at += RUN) {
            const real *from = x + b * stride + at;
            const ptrdiff_t n = least(inner - at, RUN);
            const real pivot = all->n > 0 ? all->mean[0] : from[0];
            real sum, squares;
            FN(lampas_planes_sums)(&sum, &squares, from, pivot, samples, n, stride);
            merge(all, 1, n * samples, &pivot, &sum, &squares);
        }
    }
}

static void plane_products(Products *all, const real *x, const real *g, ptrdiff_t batch, ptrdiff_t inner, ptrdiff_t stride, real mean)
{
    for (ptrdiff_t b = 0, samples; b < batch; b += samples) {
        samples = stretch_samples(inner, batch - b);
        for (ptrdiff_t at = 0; at < inner; at += RUN) {
            real sum, dot;
            FN(lampas_planes_products)(&sum, &dot, x + b * stride + at, g + b * stride + at, mean, samples, least(inner - at, RUN), stride);
            all->sum[0] += sum;
            all->dot[0] += dot;
        }
    }
}

/* ---- columns: rows are `stride` elements apart; column c belongs to feature c / inner of the group ---- */

static void column_moments(Moments *all, const real *x, ptrdiff_t batch, ptrdiff_t width, ptrdiff_t stride)
{
    for (ptrdiff_t first = 0; first < batch; first += ROWS) {
        const ptrdiff_t n = least(batch - first, ROWS);
        const real *rows = x + first * stride;
        real pivot[WIDTH] = {0}, sum[WIDTH], squares[WIDTH];
        for (ptrdiff_t c = 0; c < width; c++)
            pivot[c] = all->n > 0 ? all->mean[c] : rows[c];
        FN(lampas_columns_sums)(sum, squares, rows, pivot, n, width, stride);
        merge(all, width, n, pivot, sum, squares);
    }
}

static void column_products(Products *all, const real *x, const real *g, const real *mean, ptrdiff_t batch, ptrdiff_t width,
                            ptrdiff_t stride)
{
    for (ptrdiff_t first = 0; first < batch; first += ROWS) {
        real sum[WIDTH], dot[WIDTH];
        FN(lampas_columns_products)(sum, dot, x + first * stride, g + first * stride, mean, least(batch - first, ROWS), width, stride);
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++) {
            all->sum[c] += sum[c];
            all->dot[c] += dot[c];
        }
    }
}

/* The moments of `inner` columns become those of their feature, in the group's first places. */
static void join_moments(Moments *all, ptrdiff_t features, ptrdiff_t inner)
{
    for (ptrdiff_t f = 0; f < features && inner > 1; f++) {
        const double *means = all->mean + f * inner, *m2s = all->m2 + f * inner;
        double mean = 0, m2 = 0;
        for (ptrdiff_t i = 0; i < inner; i++)
            mean += means[i] / inner;
        for (ptrdiff_t i = 0; i < inner; i++)
            m2 += m2s[i] + all->n * (means[i] - mean) * (means[i] - mean);
        all->mean[f] = mean;
        all->m2[f] = m2;
    }
    all->n *= inner;
}

static void join_products(Products *all, ptrdiff_t features, ptrdiff_t inner)
{
    for (ptrdiff_t f = 0; f < features && inner > 1; f++) {
        double sum = 0, dot = 0;
        for (ptrdiff_t c = f * inner; c < (f + 1) * inner; c++) {
            sum += all->sum[c];
            dot += all->dot[c];
        }
        all->sum[f] = sum;
        all->dot[f] = dot;
    }
}

/* A value for each feature becomes one for each of its columns, in place. */
static void spread(real *values, ptrdiff_t features, ptrdiff_t inner)
{
    for (ptrdiff_t f = features - 1; f >= 0 && inner > 1; f--)
        for (ptrdiff_t i = inner - 1; i >= 0; i--)
            values[f * inner + i] = values[f];
}

/* ---- the layer: groups of features that go side by side; a group of wide planes is one feature ---- */

typedef struct Group {
    ptrdiff_t first, count; /* features */
    ptrdiff_t batch, inner, stride;
    int narrow; /* goes as columns: count · inner of them */
    int stream; /* results go around the caches */
    real mean[WIDTH], std[WIDTH]; /* std⁻¹ */
} Group;

/* Features of a group. Columns are shared out so that every thread has some; their sums do not depend on how. */
static ptrdiff_t group_size(ptrdiff_t features, ptrdiff_t inner)
{
    if (inner >= NARROW)
        return 1;
    ptrdiff_t threads = omp_get_max_threads(), share = (features * inner + threads - 1) / threads;
    return least((share + SHARE - 1) / SHARE * SHARE, WIDTH) / inner;
}

static void group_begin(Group *group, ptrdiff_t first, ptrdiff_t size, ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int stream)
{
    group->first = first;
    group->count = least(size, features - first);
    group->batch = batch;
    group->inner = inner;
    group->stride = features * inner;
    group->narrow = inner < NARROW;
    group->stream = stream;
}

static void take_running(Group *group, const real *running_mean, const real *running_var, double eps)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < group->count; i++) {
        group->mean[i] = running_mean[group->first + i];
        group->std[i] = 1 / sqrt(running_var[group->first + i] + eps);
    }
}

/* Mean and std⁻¹ of the batch, which the running statistics follow. */
static void take_batch(Group *group, const real *x, real *running_mean, real *running_var, double momentum, double eps)
{
    Moments m = {0};
    if (group->narrow) {
        column_moments(&m, x, group->batch, group->count * group->inner, group->stride);
        join_moments(&m, group->count, group->inner);
    } else {
        plane_moments(&m, x, group->batch, group->inner, group->stride);
    }
    const double share = 1 / m.n, unbiased = momentum / (m.n - 1);
#pragma omp simd
    for (ptrdiff_t i = 0; i < group->count; i++) {
        group->mean[i] = m.mean[i];
        group->std[i] = 1 / sqrt(m.m2[i] * share + eps);
    }
    for (ptrdiff_t i = 0; running_mean && i < group->count; i++)
        running_mean[group->first + i] = momentum * m.mean[i] + (1 - momentum) * running_mean[group->first + i];
    for (ptrdiff_t i = 0; running_var && i < group->count; i++)
        running_var[group->first + i] = unbiased * m.m2[i] + (1 - momentum) * running_var[group->first + i];
}

static void group_normalise(Group *group, real *y, const real *x, real *factor, real *shift)
{
    if (group->narrow) {
        spread(group->mean, group->count, group->inner);
        spread(factor, group->count, group->inner);
        spread(shift, group->count, group->inner);
        FN(lampas_columns_normalise)(y, x, group->mean, factor, shift, group->batch, group->count * group->inner, group->stride);
        return;
    }
    FN(lampas_planes_normalise)(y, x, group->mean[0], factor[0], shift[0], group->batch, group->inner, group->stride, group->stream);
}

/* gx = g · factor - (x - mean) · slope - offset, without the terms of x where that is NULL; a narrow group's mean is spread already. */
static void group_gradient(const Group *group, real *gx, const real *x, const real *g, real *factor, real *slope, real *offset)
{
    if (group->narrow) {
        spread(factor, group->count, group->inner);
        spread(slope, group->count, group->inner);
        spread(offset, group->count, group->inner);
        FN(lampas_columns_gradient)(gx, x, g, group->mean, factor, slope, offset, group->batch, group->count * group->inner, group->stride);
        return;
    }
    FN(lampas_planes_gradient)(gx, x, g, group->mean[0], factor[0], slope[0], offset[0], group->batch, group->inner, group->stride,
                               group->stream);
}

void FN(BatchNormalization_updateOutput)(real *output, const real *input, const real *weight, const real *bias,
                                         real *running_mean, real *running_var, real *save_mean, real *save_std,
                                         ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double momentum, double eps)
{
    const int stream = output != input && lampas_streaming(batch * features * inner * sizeof(real));
    const ptrdiff_t size = group_size(features, inner);
#pragma omp parallel for schedule(static) if (parallel: batch * features * inner > PARALLEL_ELEMENTS)
    for (ptrdiff_t first = 0; first < features; first += size) {
        Group group;
        group_begin(&group, first, size, batch, features, inner, stream);
        const real *x = input + first * inner;
        if (train) {
            take_batch(&group, x, running_mean, running_var, momentum, eps);
            memcpy(save_mean + first, group.mean, group.count * sizeof(real));
            memcpy(save_std + first, group.std, group.count * sizeof(real));
        } else {
            take_running(&group, running_mean, running_var, eps);
        }
        real factor[WIDTH], shift[WIDTH];
        for (ptrdiff_t i = 0; i < group.count; i++) {
            factor[i] = group.std[i] * (weight ? weight[first + i] : 1);
            shift[i] = bias ? bias[first + i] : 0;
        }
        group_normalise(&group, output + first * inner, x, factor, shift);
    }
}

void FN(BatchNormalization_backward)(real *gradInput, real *gradWeight, real *gradBias, const real *input, const real *gradOutput,
                                     const real *weight, const real *running_mean, const real *running_var,
                                     const real *save_mean, const real *save_std,
                                     ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double scale, double eps)
{
    const int stream = gradInput != gradOutput && lampas_streaming(batch * features * inner * sizeof(real));
    const double share = 1 / ((double)batch * inner);
    const ptrdiff_t size = group_size(features, inner);
#pragma omp parallel for schedule(static) if (parallel: batch * features * inner > PARALLEL_ELEMENTS)
    for (ptrdiff_t first = 0; first < features; first += size) {
        Group group;
        group_begin(&group, first, size, batch, features, inner, stream);
        const real *x = input + first * inner, *g = gradOutput + first * inner;
        if (train) {
            memcpy(group.mean, save_mean + first, group.count * sizeof(real));
            memcpy(group.std, save_std + first, group.count * sizeof(real));
        } else {
            take_running(&group, running_mean, running_var, eps);
        }
        Products products = {{0}, {0}};
        if (group.narrow) {
            spread(group.mean, group.count, inner);
            column_products(&products, x, g, group.mean, batch, group.count * inner, group.stride);
            join_products(&products, group.count, inner);
        } else {
            plane_products(&products, x, g, batch, inner, group.stride, group.mean[0]);
        }
        real factor[WIDTH], slope[WIDTH], offset[WIDTH];
        for (ptrdiff_t i = 0; i < group.count; i++) {
            const double std = group.std[i], w = std * (weight ? weight[first + i] : 1);
            factor[i] = w;
            slope[i] = products.dot[i] * std * std * share * w;
            offset[i] = products.sum[i] * share * w;
            if (gradWeight)
                gradWeight[first + i] += scale * products.dot[i] * std;
            if (gradBias)
                gradBias[first + i] += scale * products.sum[i];
        }
        if (gradInput) /* the statistics depend on x only when training */
            group_gradient(&group, gradInput + first * inner, train ? x : NULL, g, factor, slope, offset);
    }
}

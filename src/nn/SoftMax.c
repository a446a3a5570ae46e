/* SoftMax and LogSoftMax of each slice of outer × dim × inner along dim, shifted by the slice's maximum.
 *
 * inner = 1: a slice is a row of memory; loops run along it. inner > 1: slices lie side by side, and loops run across up to WIDTH
 * of them at once. Either way the cost is one exponential an element (libmvec), so arithmetic bounds them.
 * Parallel over rows or groups of WIDTH slices; a slice is always summed by one thread, in one order. */
#include "nn/SoftMax.h"

#include "vmath.h"

enum {
    WIDTH = 64, /* slices side by side */
    RUN = 1024, /* elements of a row summed in `real` before the sum goes to `accreal` */
    PARALLEL_ELEMENTS = 4096,
};

/* ---- rows ---- */

static real row_max(const real *x, ptrdiff_t n)
{
    real top = x[0];
#pragma omp simd reduction(max : top)
    for (ptrdiff_t i = 0; i < n; i++)
        top = x[i] > top ? x[i] : top;
    return top;
}

static accreal row_sum_exp(const real *x, ptrdiff_t n, real top)
{
    accreal sum = 0;
    for (ptrdiff_t at = 0; at < n; at += RUN) {
        ptrdiff_t end = at + RUN < n ? at + RUN : n;
        real part = 0;
#pragma omp simd reduction(+ : part)
        for (ptrdiff_t i = at; i < end; i++)
            part += real_exp(x[i] - top);
        sum += part;
    }
    return sum;
}

/* y = e^(x - top); returns the sum of y. */
static accreal row_exp(real *y, const real *x, ptrdiff_t n, real top)
{
    accreal sum = 0;
    for (ptrdiff_t at = 0; at < n; at += RUN) {
        ptrdiff_t end = at + RUN < n ? at + RUN : n;
        real part = 0;
#pragma omp simd reduction(+ : part)
        for (ptrdiff_t i = at; i < end; i++) {
            y[i] = real_exp(x[i] - top);
            part += y[i];
        }
        sum += part;
    }
    return sum;
}

/* Σ g y, or Σ g where y is NULL. */
static accreal row_dot(const real *g, const real *y, ptrdiff_t n)
{
    accreal sum = 0;
    if (y) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += g[i] * y[i];
    } else {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += g[i];
    }
    return sum;
}

static void softmax_row(real *y, const real *x, ptrdiff_t n)
{
    real factor = 1 / row_exp(y, x, n, row_max(x, n));
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] *= factor;
}

static void logsoftmax_row(real *y, const real *x, ptrdiff_t n)
{
    real top = row_max(x, n);
    real shift = top + log(row_sum_exp(x, n, top));
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = x[i] - shift;
}

static void softmax_row_backward(real *gx, const real *g, const real *y, ptrdiff_t n)
{
    real dot = row_dot(g, y, n);
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = y[i] * (g[i] - dot);
}

static void logsoftmax_row_backward(real *gx, const real *g, const real *y, ptrdiff_t n)
{
    real sum = row_dot(g, NULL, n);
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = g[i] - real_exp(y[i]) * sum;
}

/* ---- slices side by side: `width` of them, elements of a slice `stride` apart ---- */

static void columns_max(real *top, const real *x, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride)
{
    for (ptrdiff_t c = 0; c < width; c++)
        top[c] = x[c];
    for (ptrdiff_t d = 1; d < dim; d++) {
        const real *row = x + d * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            top[c] = row[c] > top[c] ? row[c] : top[c];
    }
}

static void softmax_columns(real *y, const real *x, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride)
{
    real top[WIDTH], factor[WIDTH];
    accreal sum[WIDTH] = {0};
    columns_max(top, x, dim, width, stride);
    for (ptrdiff_t d = 0; d < dim; d++) {
        const real *from = x + d * stride;
        real *to = y + d * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++) {
            to[c] = real_exp(from[c] - top[c]);
            sum[c] += to[c];
        }
    }
    for (ptrdiff_t c = 0; c < width; c++)
        factor[c] = 1 / sum[c];
    for (ptrdiff_t d = 0; d < dim; d++) {
        real *to = y + d * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            to[c] *= factor[c];
    }
}

static void logsoftmax_columns(real *y, const real *x, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride)
{
    real top[WIDTH];
    accreal sum[WIDTH] = {0};
    columns_max(top, x, dim, width, stride);
    for (ptrdiff_t d = 0; d < dim; d++) {
        const real *from = x + d * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            sum[c] += real_exp(from[c] - top[c]);
    }
    for (ptrdiff_t c = 0; c < width; c++)
        top[c] += log(sum[c]);
    for (ptrdiff_t d = 0; d < dim; d++) {
        const real *from = x + d * stride;
        real *to = y + d * stride;
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            to[c] = from[c] - top[c];
    }
}

static void softmax_columns_backward(real *gx, const real *g, const real *y, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride)
{
    accreal dot[WIDTH] = {0};
    for (ptrdiff_t d = 0; d < dim; d++) {
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            dot[c] += g[d * stride + c] * y[d * stride + c];
    }
    for (ptrdiff_t d = 0; d < dim; d++) {
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            gx[d * stride + c] = y[d * stride + c] * (g[d * stride + c] - (real)dot[c]);
    }
}

static void logsoftmax_columns_backward(real *gx, const real *g, const real *y, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride)
{
    accreal sum[WIDTH] = {0};
    for (ptrdiff_t d = 0; d < dim; d++) {
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            sum[c] += g[d * stride + c];
    }
    for (ptrdiff_t d = 0; d < dim; d++) {
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            gx[d * stride + c] = g[d * stride + c] - real_exp(y[d * stride + c]) * (real)sum[c];
    }
}

/* ---- sharing the slices among threads ---- */

typedef struct Forward {
    void (*row)(real *y, const real *x, ptrdiff_t n);
    void (*columns)(real *y, const real *x, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride);
} Forward;

typedef struct Backward {
    void (*row)(real *gx, const real *g, const real *y, ptrdiff_t n);
    void (*columns)(real *gx, const real *g, const real *y, ptrdiff_t dim, ptrdiff_t width, ptrdiff_t stride);
} Backward;

static void forward(Forward of, real *y, const real *x, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner)
{
    ptrdiff_t groups = (inner + WIDTH - 1) / WIDTH;
#pragma omp parallel for schedule(static) if (parallel: outer * dim * inner > PARALLEL_ELEMENTS)
    for (ptrdiff_t task = 0; task < outer * groups; task++) {
        ptrdiff_t first = task % groups * WIDTH, at = task / groups * dim * inner + first;
        if (inner == 1)
            of.row(y + at, x + at, dim);
        else
            of.columns(y + at, x + at, dim, inner - first < WIDTH ? inner - first : WIDTH, inner);
    }
}

static void backward(Backward of, real *gx, const real *g, const real *y, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner)
{
    ptrdiff_t groups = (inner + WIDTH - 1) / WIDTH;
#pragma omp parallel for schedule(static) if (parallel: outer * dim * inner > PARALLEL_ELEMENTS)
    for (ptrdiff_t task = 0; task < outer * groups; task++) {
        ptrdiff_t first = task % groups * WIDTH, at = task / groups * dim * inner + first;
        if (inner == 1)
            of.row(gx + at, g + at, y + at, dim);
        else
            of.columns(gx + at, g + at, y + at, dim, inner - first < WIDTH ? inner - first : WIDTH, inner);
    }
}

void FN(SoftMax_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner)
{
    forward((Forward){softmax_row, softmax_columns}, output, input, outer, dim, inner);
}

void FN(SoftMax_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t outer, ptrdiff_t dim,
                                 ptrdiff_t inner)
{
    backward((Backward){softmax_row_backward, softmax_columns_backward}, gradInput, gradOutput, output, outer, dim, inner);
}

void FN(LogSoftMax_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner)
{
    forward((Forward){logsoftmax_row, logsoftmax_columns}, output, input, outer, dim, inner);
}

void FN(LogSoftMax_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t outer, ptrdiff_t dim,
                                    ptrdiff_t inner)
{
    backward((Backward){logsoftmax_row_backward, logsoftmax_columns_backward}, gradInput, gradOutput, output, outer, dim, inner);
}

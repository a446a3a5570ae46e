/* Mean over windows of a plane: y = factor · Σ x / n.
 *
 * A window's sum is taken first over its rows, for all columns of the plane at once in unit stride, then over its columns; the
 * gradient goes the same way back: spread over a row's columns, then added to the window's rows. So the cost is kH loads a column of
 * an output row and kW additions an output, and kernels with steps are bound by reading the input.
 * Parallel over planes; each is worked on by one thread, in one order. */
#include "nn/SpatialAveragePooling.h"

#include "engine/workspace.h"

#include <omp.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 16384 };

/* The part of a window that lies inside the plane along one dimension, and how many elements it counts for. */
typedef struct Span {
    ptrdiff_t begin, end, count;
} Span;

static Span span(ptrdiff_t o, ptrdiff_t size, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, int countIncludePad)
{
    ptrdiff_t begin = o * stride - pad, end = begin + kernel < size + pad ? begin + kernel : size + pad;
    Span s = {begin > 0 ? begin : 0, end < size ? end : size, end - begin};
    if (s.end < s.begin)
        s.end = s.begin;
    if (!countIncludePad)
        s.count = s.end - s.begin;
    return s;
}

static Span row_span(const SpatialAveragePooling_shape *s, ptrdiff_t o)
{
    return span(o, s->inputHeight, s->kH, s->dH, s->padH, s->countIncludePad);
}

static Span column_span(const SpatialAveragePooling_shape *s, ptrdiff_t o)
{
    return span(o, s->inputWidth, s->kW, s->dW, s->padW, s->countIncludePad);
}

static int threads_for(const SpatialAveragePooling_shape *s)
{
    return s->planes * s->inputHeight * s->inputWidth > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
}

static void plane_forward(real *y, const real *x, real *sums, const SpatialAveragePooling_shape *s, double factor)
{
    for (ptrdiff_t o = 0; o < s->outputHeight; o++, y += s->outputWidth) {
        Span rows = row_span(s, o);
        memset(sums, 0, sizeof(real) * s->inputWidth);
        for (ptrdiff_t h = rows.begin; h < rows.end; h++)
            for (ptrdiff_t w = 0; w < s->inputWidth; w++)
                sums[w] += x[h * s->inputWidth + w];
        for (ptrdiff_t j = 0; j < s->outputWidth; j++) {
            Span columns = column_span(s, j);
            real sum = 0;
            for (ptrdiff_t w = columns.begin; w < columns.end; w++)
                sum += sums[w];
            y[j] = factor * sum / (rows.count * columns.count);
        }
    }
}

static void plane_backward(real *gx, const real *g, real *spread, const SpatialAveragePooling_shape *s, double factor)
{
    memset(gx, 0, sizeof(real) * s->inputHeight * s->inputWidth);
    for (ptrdiff_t o = 0; o < s->outputHeight; o++, g += s->outputWidth) {
        Span rows = row_span(s, o);
        memset(spread, 0, sizeof(real) * s->inputWidth);
        for (ptrdiff_t j = 0; j < s->outputWidth; j++) {
            Span columns = column_span(s, j);
            real part = factor * g[j] / (rows.count * columns.count);
            for (ptrdiff_t w = columns.begin; w < columns.end; w++)
                spread[w] += part;
        }
        for (ptrdiff_t h = rows.begin; h < rows.end; h++)
            for (ptrdiff_t w = 0; w < s->inputWidth; w++)
                gx[h * s->inputWidth + w] += spread[w];
    }
}

int FN(SpatialAveragePooling_updateOutput)(real *output, const real *input, const SpatialAveragePooling_shape *shape, double factor)
{
    const SpatialAveragePooling_shape s = *shape;
    const int threads = threads_for(&s);
    lampas_workspace *workspace = lampas_workspace_reserve(0, sizeof(real) * s.inputWidth, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t p = 0; p < s.planes; p++)
        plane_forward(output + p * s.outputHeight * s.outputWidth, input + p * s.inputHeight * s.inputWidth,
                      workspace->each[omp_get_thread_num()], &s, factor);
    return 0;
}

int FN(SpatialAveragePooling_updateGradInput)(real *gradInput, const real *gradOutput, const SpatialAveragePooling_shape *shape,
                                              double factor)
{
    const SpatialAveragePooling_shape s = *shape;
    const int threads = threads_for(&s);
    lampas_workspace *workspace = lampas_workspace_reserve(0, sizeof(real) * s.inputWidth, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t p = 0; p < s.planes; p++)
        plane_backward(gradInput + p * s.inputHeight * s.inputWidth, gradOutput + p * s.outputHeight * s.outputWidth,
                       workspace->each[omp_get_thread_num()], &s, factor);
    return 0;
}

/* Maximum over windows of a plane, with its position.
 *
 * A row of the input is first split by the step: phase[p][i] = x[i · dW + p - padW], -infinity outside the plane, so that for any step the
 * window's column k of all outputs lies in unit-stride memory. Vectors of outputs then take the maximum over the window's columns (row
 * maxima, kept while later output rows share that input row), and the maximum of kH row maxima is the output. Both steps go in
 * reading order and replace only by something greater: the first of equal maxima wins, as in the plain loop, and a NaN never does.
 *
 * Bound by memory: input, output and 8-byte indices each pass once. Parallel over planes; backward clears and fills one plane
 * at a time, so no two threads meet. */
#include "nn/SpatialMaxPooling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 16384 };

#if defined(REAL_float)
typedef int32_t lane; /* an integer as wide as `real`, so that one mask selects both */
#else
typedef int64_t lane;
#endif

/* One thread's memory. Slot h % slots holds the row maxima of input row h. */
typedef struct Rows {
    real *phases;     /* dW × phase_length */
    real *maxima;     /* slots × columns */
    lane *offsets;    /* slots × columns: the maximum's column, counted from the window's first */
    lane *first;      /* columns: the window's first column that lies in the plane, counted likewise */
    ptrdiff_t *row;   /* slots: the input row that a slot holds, or -1 */
    ptrdiff_t slots, columns, phase_length;
} Rows;

static ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static ptrdiff_t clamp(ptrdiff_t n, ptrdiff_t low, ptrdiff_t high)
{
    return n < low ? low : n > high ? high : n;
}

/* Where a window's first row or column that lies in the plane is, from the window's beginning. */
static ptrdiff_t first_inside(ptrdiff_t begin, ptrdiff_t dilation, ptrdiff_t size)
{
    ptrdiff_t inside = begin < 0 ? (-begin + dilation - 1) / dilation * dilation : 0;
    return clamp(begin + inside, 0, size - 1) - begin;
}

static int rows_allocate(Rows *rows, const SpatialMaxPooling_shape *s)
{
    rows->slots = (s->kH - 1) * s->dilationH + 1;
    rows->columns = round_up(s->outputWidth, 16);
    rows->phase_length = round_up(rows->columns + (s->kW - 1) * s->dilationW / s->dW + 1, 16);
    size_t reals = s->dW * rows->phase_length + rows->slots * rows->columns;
    size_t lanes = (rows->slots + 1) * rows->columns;
    char *memory = malloc(reals * sizeof(real) + lanes * sizeof(lane) + rows->slots * sizeof(ptrdiff_t));
    if (!memory)
        return -1;
    rows->row = (ptrdiff_t *)memory;
    rows->phases = (real *)(rows->row + rows->slots);
    rows->maxima = rows->phases + s->dW * rows->phase_length;
    rows->offsets = (lane *)(rows->maxima + rows->slots * rows->columns);
    rows->first = rows->offsets + rows->slots * rows->columns;
    for (ptrdiff_t i = 0; i < s->dW * rows->phase_length; i++)
        rows->phases[i] = -INFINITY;
    for (ptrdiff_t o = 0; o < rows->columns; o++)
        rows->first[o] = o < s->outputWidth ? first_inside(o * s->dW - s->padW, s->dilationW, s->inputWidth) : 0;
    return 0;
}

static void split(const Rows *rows, const real *x, const SpatialMaxPooling_shape *s)
{
    for (ptrdiff_t p = 0; p < s->dW; p++) {
        ptrdiff_t begin = s->padW > p ? (s->padW - p + s->dW - 1) / s->dW : 0; /* the first i inside the plane */
        ptrdiff_t end = (s->inputWidth + s->padW - p + s->dW - 1) / s->dW;
        real *phase = rows->phases + p * rows->phase_length;
        if (end > rows->phase_length)
            end = rows->phase_length;
        for (ptrdiff_t i = begin; i < end; i++)
            phase[i] = x[i * s->dW + p - s->padW];
    }
}

/* Row maxima of one input row. */
static void row_maxima(const Rows *rows, const real *x, ptrdiff_t slot, const SpatialMaxPooling_shape *s)
{
    real *maxima = rows->maxima + slot * rows->columns;
    lane *offsets = rows->offsets + slot * rows->columns;
    split(rows, x, s);
    for (ptrdiff_t o = 0; o < rows->columns; o++) {
        maxima[o] = -INFINITY;
        offsets[o] = rows->first[o];
    }
    for (ptrdiff_t k = 0; k < s->kW; k++) {
        ptrdiff_t column = k * s->dilationW;
        const real *tap = rows->phases + column % s->dW * rows->phase_length + column / s->dW;
#pragma omp simd
        for (ptrdiff_t o = 0; o < rows->columns; o++) {
            int greater = tap[o] > maxima[o];
            maxima[o] = greater ? tap[o] : maxima[o];
            offsets[o] = greater ? (lane)column : offsets[o];
        }
    }
}

/* One row of outputs, whose windows begin at input row h0. */
static void output_row(const Rows *rows, real *output, int64_t *indices, const real *plane, ptrdiff_t h0, const SpatialMaxPooling_shape *s)
{
    ptrdiff_t top = first_inside(h0, s->dilationH, s->inputHeight);
    int64_t base = (h0 + top) * s->inputWidth - s->padW + 1;
    for (ptrdiff_t o = 0; o < s->outputWidth; o++) {
        output[o] = -INFINITY;
        indices[o] = base + o * s->dW + rows->first[o];
    }
    for (ptrdiff_t k = 0; k < s->kH; k++) {
        ptrdiff_t h = h0 + k * s->dilationH, slot = h % rows->slots;
        if (h < 0 || h >= s->inputHeight)
            continue;
        if (rows->row[slot] != h) {
            row_maxima(rows, plane + h * s->inputWidth, slot, s);
            rows->row[slot] = h;
        }
        const real *maxima = rows->maxima + slot * rows->columns;
        const lane *offsets = rows->offsets + slot * rows->columns;
        base = h * s->inputWidth - s->padW + 1;
        for (ptrdiff_t o = 0; o < s->outputWidth; o++) {
            int greater = maxima[o] > output[o];
            output[o] = greater ? maxima[o] : output[o];
            indices[o] = greater ? base + o * s->dW + offsets[o] : indices[o];
        }
    }
}

int FN(SpatialMaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const SpatialMaxPooling_shape *shape)
{
    const SpatialMaxPooling_shape s = *shape;
    ptrdiff_t input_plane = s.inputHeight * s.inputWidth, output_plane = s.outputHeight * s.outputWidth;
    int failed = 0;
#pragma omp parallel reduction(| : failed) if (parallel: s.planes * input_plane > PARALLEL_ELEMENTS)
    {
        Rows rows = {0};
        failed = rows_allocate(&rows, &s);
#pragma omp for schedule(static)
        for (ptrdiff_t p = 0; p < s.planes; p++) {
            if (failed)
                continue;
            for (ptrdiff_t i = 0; i < rows.slots; i++)
                rows.row[i] = -1;
            for (ptrdiff_t o = 0; o < s.outputHeight; o++) {
                ptrdiff_t at = p * output_plane + o * s.outputWidth;
                output_row(&rows, output + at, indices + at, input + p * input_plane, o * s.dH - s.padH, &s);
            }
        }
        if (!failed)
            free(rows.row);
    }
    return failed;
}

void FN(SpatialMaxPooling_updateGradInput)(real *gradInput, const real *gradOutput, const int64_t *indices, const SpatialMaxPooling_shape *shape)
{
    ptrdiff_t input_plane = shape->inputHeight * shape->inputWidth, output_plane = shape->outputHeight * shape->outputWidth;
    ptrdiff_t planes = shape->planes;
#pragma omp parallel for schedule(static) if (parallel: planes * input_plane > PARALLEL_ELEMENTS)
    for (ptrdiff_t p = 0; p < planes; p++) {
        real *gx = gradInput + p * input_plane;
        const real *g = gradOutput + p * output_plane;
        const int64_t *index = indices + p * output_plane;
        memset(gx, 0, sizeof(real) * input_plane);
        for (ptrdiff_t o = 0; o < output_plane; o++)
            gx[index[o] - 1] += g[o];
    }
}

/* Maximum over windows of a plane, with its position.
 *
 * An input row is first split by the step into phases, phase[j % dW][j / dW] = x[j - padW], -infinity outside the plane: whatever the
 * step, a window's column k lies at one distance in unit-stride memory for all outputs. Loops over outputs then take the maximum over
 * the window's columns (the row maxima, kept while later output rows need that input row), and over the window's rows. Both go in
 * reading order and replace only by something greater, so the first of equal maxima wins, as in the plain loop, and a NaN never does.
 * Positions are kept relative to the window in a `lane`, as wide as `real`, so that one mask selects both.
 *
 * Bound by memory: input, output and 8-byte indices pass once; outputs larger than the caches are written around them.
 * Parallel over planes, few planes over bands of rows; backward clears and fills one plane at a time, so no two threads meet. */
#include "nn/SpatialMaxPooling.h"

#include "engine/streaming.h"
#include "engine/workspace.h"
#include "stream.h"

#include <math.h>
#include <omp.h>

enum {
    PARALLEL_ELEMENTS = 16384,
    UNIT = 16, /* outputs of a row are rounded up to this, so that loops have no remainder */
    TASKS = 4, /* for each thread, where planes can be cut so fine */
};

typedef lane_int lane;

/* One thread's memory. Slot h % slots holds the row maxima of input row h. */
typedef struct Rows {
    ptrdiff_t slots, columns, phase_length;
    real *phases;    /* dW × phase_length */
    ptrdiff_t *tap;  /* kW: where in phases the window's column k lies for output 0 */
    lane *first;     /* columns: the window's first column inside the plane, counted from its beginning */
    lane *column;    /* columns: the window's beginning */
    ptrdiff_t *row;  /* slots: the input row that a slot holds, or -1 */
    real *maxima;    /* slots × columns */
    lane *offsets;   /* slots × columns: the maximum's column, counted from the window's beginning */
    real *best;      /* columns: an output row as it grows */
    lane *where;     /* columns: its maxima, counted from the window's beginning in the plane */
    int64_t *index;  /* columns: its indices */
} Rows;

static ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

/* The first of begin, begin + dilation, … that lies in 0 … size - 1; the nearest end of it when none does. */
static ptrdiff_t first_inside(ptrdiff_t begin, ptrdiff_t dilation, ptrdiff_t size)
{
    ptrdiff_t inside = begin < 0 ? begin + round_up(-begin, dilation) : begin;
    return least(inside, size - 1);
}

/* Sizes, without memory yet. */
static Rows rows_shape(const SpatialMaxPooling_shape *s)
{
    Rows rows = {0};
    rows.slots = (s->kH - 1) * s->dilationH + 1;
    rows.columns = round_up(s->outputWidth, UNIT);
    rows.phase_length = round_up(rows.columns + (s->kW - 1) * s->dilationW / s->dW + 1, UNIT);
    return rows;
}

/* Hand out memory from `at`, 64-byte lines for each array; returns its end. From NULL, it returns the number of bytes. */
static char *rows_place(Rows *rows, const SpatialMaxPooling_shape *s, char *at)
{
    struct { void **array; size_t bytes; } arrays[] = {
        {(void **)&rows->phases, s->dW * rows->phase_length * sizeof(real)},
        {(void **)&rows->tap, s->kW * sizeof(ptrdiff_t)},
        {(void **)&rows->first, rows->columns * sizeof(lane)},
        {(void **)&rows->column, rows->columns * sizeof(lane)},
        {(void **)&rows->row, rows->slots * sizeof(ptrdiff_t)},
        {(void **)&rows->maxima, rows->slots * rows->columns * sizeof(real)},
        {(void **)&rows->offsets, rows->slots * rows->columns * sizeof(lane)},
        {(void **)&rows->best, rows->columns * sizeof(real)},
        {(void **)&rows->where, rows->columns * sizeof(lane)},
        {(void **)&rows->index, rows->columns * sizeof(int64_t)},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i].array = at;
        at += round_up(arrays[i].bytes, 64);
    }
    return at;
}

static void rows_fill(const Rows *rows, const SpatialMaxPooling_shape *s)
{
    for (ptrdiff_t i = 0; i < s->dW * rows->phase_length; i++)
        rows->phases[i] = -INFINITY;
    for (ptrdiff_t k = 0; k < s->kW; k++)
        rows->tap[k] = k * s->dilationW % s->dW * rows->phase_length + k * s->dilationW / s->dW;
    for (ptrdiff_t o = 0; o < rows->columns; o++) {
        ptrdiff_t begin = o * s->dW - s->padW;
        rows->column[o] = begin;
        rows->first[o] = first_inside(begin, s->dilationW, s->inputWidth) - begin;
    }
}

/* Row x into the phases; x[r], x[r + step], … all go to one. */
static inline __attribute__((always_inline)) void split_by(const ptrdiff_t step, const Rows *rows, const real *x,
                                                           const SpatialMaxPooling_shape *s)
{
    for (ptrdiff_t r = 0; r < step; r++) {
        ptrdiff_t at = (r + s->padW) / step, count = least((s->inputWidth - r + step - 1) / step, rows->phase_length - at);
        real *to = rows->phases + (r + s->padW) % step * rows->phase_length + at;
#pragma omp simd
        for (ptrdiff_t i = 0; i < count; i++)
            to[i] = x[i * step + r];
    }
}

static void split(const Rows *rows, const real *x, const SpatialMaxPooling_shape *s)
{
    switch (s->dW) { /* a step known to the compiler becomes shuffles instead of single loads */
    case 1: split_by(1, rows, x, s); break;
    case 2: split_by(2, rows, x, s); break;
    case 3: split_by(3, rows, x, s); break;
    default: split_by(s->dW, rows, x, s);
    }
}

enum { GROUP = 3 }; /* candidates compared in one loop */

/* What an output chooses from: output o from value[c][o], whose position is base[c] + offset[c][o], or base[c] without offsets. */
typedef struct Candidates {
    const real *value[GROUP];
    const lane *offset[GROUP];
    lane base[GROUP];
} Candidates;

/* best and where become those of the greatest among themselves and `count` candidates; with `start`, those of the candidates alone. */
static inline __attribute__((always_inline)) void choose(const int count, const int start, const int offsets, const Candidates *from,
                                                         const lane *first, real *best, lane *where, ptrdiff_t n)
{
    const Candidates c = *from;
    for (ptrdiff_t o = 0; o < n; o += VL) {
        vec top = start ? vec_set(-INFINITY) : vec_load(best + o);
        ivec at = start ? ivec_load(first + o) : ivec_load(where + o);
#pragma GCC unroll 3
        for (int i = 0; i < count; i++) {
            vec value = vec_load(c.value[i] + o);
            ivec position = offsets ? c.base[i] + ivec_load(c.offset[i] + o) : c.base[i] - (ivec){0};
            ivec greater = value > top;
            top = vec_select(greater, value, top);
            at = ivec_select(greater, position, at);
        }
        vec_store(best + o, top);
        ivec_store(where + o, at);
    }
}

static inline __attribute__((always_inline)) void choose_group(int count, const int start, const int offsets, const Candidates *from,
                                                               const lane *first, real *best, lane *where, ptrdiff_t n)
{
    switch (count) {
    case 1: choose(1, start, offsets, from, first, best, where, n); break;
    case 2: choose(2, start, offsets, from, first, best, where, n); break;
    case 3: choose(3, start, offsets, from, first, best, where, n); break;
    }
}

/* Row maxima of one input row, which go to a slot. */
static void row_maxima(const Rows *rows, const real *x, ptrdiff_t slot, const SpatialMaxPooling_shape *s)
{
    real *best = rows->maxima + slot * rows->columns;
    lane *where = rows->offsets + slot * rows->columns;
    split(rows, x, s);
    for (ptrdiff_t k = 0; k < s->kW; k += GROUP) {
        Candidates from = {0};
        int count = least(s->kW - k, GROUP);
        for (int i = 0; i < count; i++) {
            from.value[i] = rows->phases + rows->tap[k + i];
            from.base[i] = (k + i) * s->dilationW;
        }
        if (k == 0)
            choose_group(count, 1, 0, &from, rows->first, best, where, rows->columns);
        else
            choose_group(count, 0, 0, &from, rows->first, best, where, rows->columns);
    }
}

/* The slot that holds the row maxima of input row h, computed if they are not there. */
static ptrdiff_t slot_of(const Rows *rows, const real *plane, ptrdiff_t h, const SpatialMaxPooling_shape *s)
{
    ptrdiff_t slot = h % rows->slots;
    if (rows->row[slot] != h) {
        row_maxima(rows, plane + h * s->inputWidth, slot, s);
        rows->row[slot] = h;
    }
    return slot;
}

/* best and where of one row of outputs, whose windows begin at input row h0; positions are counted from row `top`, the first inside. */
static void window_maxima(const Rows *rows, const real *plane, ptrdiff_t h0, ptrdiff_t top, const SpatialMaxPooling_shape *s)
{
    ptrdiff_t end = least(h0 + (s->kH - 1) * s->dilationH + 1, s->inputHeight);
    ptrdiff_t h = top;
    int start = 1;
    do { /* once even when no row lies inside: then -infinity is all there is */
        Candidates from = {0};
        int count = 0;
        for (; count < GROUP && h < end && h >= h0; count++, h += s->dilationH) {
            ptrdiff_t slot = slot_of(rows, plane, h, s);
            from.value[count] = rows->maxima + slot * rows->columns;
            from.offset[count] = rows->offsets + slot * rows->columns;
            from.base[count] = (h - top) * s->inputWidth;
        }
        if (count == 0)
            choose(0, 1, 1, &from, rows->first, rows->best, rows->where, rows->columns);
        else if (start)
            choose_group(count, 1, 1, &from, rows->first, rows->best, rows->where, rows->columns);
        else
            choose_group(count, 0, 1, &from, rows->first, rows->best, rows->where, rows->columns);
        start = 0;
    } while (h < end && h >= h0);
}

/* One row of outputs. */
static void output_row(const Rows *rows, real *output, int64_t *indices, const real *plane, ptrdiff_t h0, int stream,
                       const SpatialMaxPooling_shape *s)
{
    ptrdiff_t top = first_inside(h0, s->dilationH, s->inputHeight);
    window_maxima(rows, plane, h0, top, s);
    const int64_t base = top * s->inputWidth + 1;
    const lane *where = rows->where, *column = rows->column;
    int64_t *index = stream ? rows->index : indices;
#pragma omp simd
    for (ptrdiff_t o = 0; o < s->outputWidth; o++)
        index[o] = base + (lane)(where[o] + column[o]);
    if (stream) {
        stream_copy(output, rows->best, s->outputWidth * sizeof(real));
        stream_copy(indices, rows->index, s->outputWidth * sizeof(int64_t));
    } else {
        memcpy(output, rows->best, s->outputWidth * sizeof(real));
    }
}

int FN(SpatialMaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const SpatialMaxPooling_shape *shape)
{
    const SpatialMaxPooling_shape s = *shape;
    const ptrdiff_t input_plane = s.inputHeight * s.inputWidth, output_plane = s.outputHeight * s.outputWidth;
    const int threads = s.planes * input_plane > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    const ptrdiff_t bands = s.planes >= TASKS * threads ? 1 : least(s.outputHeight, (TASKS * threads - 1) / s.planes + 1);
    const int stream = lampas_streaming(s.planes * output_plane * (sizeof(real) + sizeof(int64_t)));
    Rows sizes = rows_shape(&s);
    lampas_workspace *workspace = lampas_workspace_reserve(0, (size_t)rows_place(&sizes, &s, NULL), threads);
    if (!workspace)
        return -1;
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        Rows rows = rows_shape(&s);
        rows_place(&rows, &s, workspace->each[omp_get_thread_num()]);
        rows_fill(&rows, &s);
#pragma omp for schedule(static)
        for (ptrdiff_t task = 0; task < s.planes * bands; task++) {
            ptrdiff_t p = task / bands, band = task % bands;
            for (ptrdiff_t i = 0; i < rows.slots; i++)
                rows.row[i] = -1;
            for (ptrdiff_t o = s.outputHeight * band / bands; o < s.outputHeight * (band + 1) / bands; o++) {
                ptrdiff_t at = p * output_plane + o * s.outputWidth;
                output_row(&rows, output + at, indices + at, input + p * input_plane, o * s.dH - s.padH, stream, &s);
            }
        }
        vec_stream_end();
    }
    return 0;
}

void FN(SpatialMaxPooling_updateGradInput)(real *gradInput, const real *gradOutput, const int64_t *indices,
                                           const SpatialMaxPooling_shape *shape)
{
    const SpatialMaxPooling_shape s = *shape;
    const ptrdiff_t input_plane = s.inputHeight * s.inputWidth, output_plane = s.outputHeight * s.outputWidth;
    const ptrdiff_t reach = (s.kH - 1) * s.dilationH + 1 - s.padH;
#pragma omp parallel for schedule(static) if (parallel: s.planes * input_plane > PARALLEL_ELEMENTS)
    for (ptrdiff_t p = 0; p < s.planes; p++) {
        real *gx = gradInput + p * input_plane;
        ptrdiff_t cleared = 0; /* rows; each is cleared just before the first window that reaches it */
        for (ptrdiff_t o = 0; o < s.outputHeight; o++) {
            const real *g = gradOutput + p * output_plane + o * s.outputWidth;
            const int64_t *index = indices + p * output_plane + o * s.outputWidth;
            ptrdiff_t needed = o + 1 < s.outputHeight ? least(o * s.dH + reach, s.inputHeight) : s.inputHeight;
            if (needed > cleared) {
                memset(gx + cleared * s.inputWidth, 0, sizeof(real) * (needed - cleared) * s.inputWidth);
                cleared = needed;
            }
            for (ptrdiff_t i = 0; i < s.outputWidth; i++)
                gx[index[i] - 1] += g[i];
        }
    }
}

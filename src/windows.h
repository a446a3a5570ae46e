/* Rows of outputs, each the maximum over a window of rows, and where they are written. Include after "real.h".
 *
 * A row of the window is either an input row, whose windows' maxima are taken on the way and kept if later rows of outputs need them, or
 * such maxima, kept earlier. One loop over vectors of outputs does all that, from the input to outputs and 64-bit indices, so that memory is
 * read and written while there is something to compute.
 *
 * Results are written in whole vectors, to where vectors may begin: a store across two cache lines takes twice the time. Results in the caches
 * begin with an unaligned vector and end with one; what these write twice is the same. Results that go around the caches may be written only
 * once, and rows do not end where lines do: the last few of a row are carried on and written with the first of the next. */
#ifndef LAMPAS_WINDOWS_H
#define LAMPAS_WINDOWS_H

#include "maxima.h"

#include <string.h>

/* A row of a window. */
typedef struct Source {
    const real *line; /* where the first output's window begins in the input row; NULL: its maxima are known */
    real *top;        /* outputs: the maxima, known or to be kept; NULL: they need not be */
    lane *at;         /* outputs: their positions, from the beginning of the input row's window */
    lane base;        /* what the row adds to positions */
} Source;

/* Where results go: the next row begins at element `at`. */
typedef struct Sink {
    real *output;
    int64_t *index;
    ptrdiff_t at;
    int stream;
    ptrdiff_t carried; /* elements of the vector that is not yet written */
    ptrdiff_t skipped; /* of these, elements that belong to somebody else */
    real carry[2 * VL] __attribute__((aligned(VECTOR_BYTES)));
    int64_t carry_index[2 * VL] __attribute__((aligned(VECTOR_BYTES)));
} Sink;

/* What a row of outputs is made of. */
typedef struct Window_row {
    const Source *source;
    ptrdiff_t sources, outputs;
    const lane *first;  /* outputs: the position of the window's first column that lies inside the map */
    const lane *column; /* outputs: added to each position */
    int64_t base;       /* likewise */
    lane width;         /* what a column of the window adds to positions */
} Window_row;

INLINE void index_store(const int stream, int64_t *to, ivec place, int64_t base)
{
#pragma GCC unroll 2
    for (int half = 0; half < HALVES; half++) {
        const vec index = (vec)(ivec_wide(place, half) + base);
        if (stream)
            vec_stream((real *)to + half * VL, index);
        else
            vec_store((real *)to + half * VL, index);
    }
}

/* Elements between the last place where a vector may begin and the next row. */
static inline ptrdiff_t sink_shift(const Sink *sink)
{
    return (uintptr_t)(sink->output + sink->at) / sizeof(real) % VL;
}

static inline void sink_begin(Sink *sink, real *output, int64_t *index, ptrdiff_t at, int stream)
{
    sink->output = output;
    sink->index = index;
    sink->at = at;
    sink->stream = stream;
    sink->carried = sink->skipped = stream ? sink_shift(sink) : 0;
}

/* Write what was carried, before output `to`. */
static inline void sink_flush(Sink *sink, ptrdiff_t to)
{
    const ptrdiff_t from = sink->skipped, n = sink->carried - from;
    if (n == VL) {
        vec_stream(sink->output + to - VL, vec_load(sink->carry));
        for (int half = 0; half < HALVES; half++)
            vec_stream((real *)(sink->index + to - VL) + half * VL, vec_load((real *)sink->carry_index + half * VL));
    } else {
        memcpy(sink->output + to - n, sink->carry + from, n * sizeof(real));
        memcpy(sink->index + to - n, sink->carry_index + from, n * sizeof(int64_t));
    }
    sink->carried = sink->skipped = 0;
}

static inline void sink_end(Sink *sink)
{
    if (sink->carried > sink->skipped)
        sink_flush(sink, sink->at);
}

/* Results from output o of the row's n on are put where they belong, as many as fit; returns the next output to be computed. */
INLINE ptrdiff_t sink_stream(Sink *sink, Maxima m, int64_t base, ptrdiff_t o, ptrdiff_t n)
{
    const ptrdiff_t to = sink->at + o;
    if (sink->carried == 0 && o + VL <= n) {
        vec_stream(sink->output + to, m.top);
        index_store(1, sink->index + to, m.at, base);
        return o + VL;
    }
    const ptrdiff_t room = VL - sink->carried, taken = n - o < room ? n - o : room;
    vec_store(sink->carry + sink->carried, m.top);
    index_store(0, sink->carry_index + sink->carried, m.at, base);
    sink->carried += taken;
    if (taken == room)
        sink_flush(sink, to + taken);
    return o + taken;
}

INLINE ptrdiff_t sink_store(Sink *sink, Maxima m, int64_t base, ptrdiff_t o, ptrdiff_t n)
{
    const ptrdiff_t to = sink->at + o;
    if (n < VL) {
        int64_t index[VL];
        index_store(0, index, m.at, base);
        vec_store_partial(sink->output + to, m.top, n);
        memcpy(sink->index + to, index, n * sizeof(int64_t));
        return n;
    }
    vec_store(sink->output + to, m.top);
    index_store(0, sink->index + to, m.at, base);
    if (o + VL >= n)
        return n;
    const ptrdiff_t next = o + VL - (o > 0 ? 0 : sink_shift(sink));
    return next + VL > n ? n - VL : next;
}

/* A source's maxima for outputs o … o + VL - 1, kept where they are to be. */
INLINE Maxima source_maxima(const int kernel, const int step, const int known, const int kept, const Source *s, const Window_row *row, ptrdiff_t o)
{
    if (known)
        return maxima_load(s->top + o, s->at + o);
    const Maxima m = row_maxima(kernel, step, s->line + o * step, row->first + o, row->width);
    if (kept)
        maxima_store(s->top + o, s->at + o, m);
    return m;
}

/* The maxima of outputs o … o + VL - 1 over all sources. Steady: over as many rows as columns, of which those that the last row of outputs
 * saw are known; the compiler then has no loop. */
INLINE Maxima window_maxima(const int kernel, const int step, const int steady, const Window_row *row, ptrdiff_t o)
{
    Maxima best = maxima_none(row->first + o);
    const ptrdiff_t sources = steady ? kernel : row->sources;
#pragma GCC unroll 3
    for (ptrdiff_t i = 0; i < sources; i++) {
        const Source *s = row->source + i;
        const int known = steady ? i < kernel - step : kernel == 0 || !s->line, kept = steady ? i >= step : s->top != NULL;
        const Maxima m = source_maxima(kernel, step, known, kept, s, row, o);
        best = i == 0 ? m : maxima_with(best, m.top, m.at + s->base);
    }
    return best;
}

INLINE int window_steady(const int kernel, const int step, const Window_row *row)
{
    int steady = row->sources == kernel;
    for (ptrdiff_t i = 0; steady && i < kernel; i++)
        steady = !row->source[i].line == (i < kernel - step) && (row->source[i].top != NULL) == (i < kernel - step || i >= step);
    return steady;
}

INLINE void window_outputs(const int kernel, const int step, const int steady, const Window_row *row, Sink *sink)
{
    const ptrdiff_t n = row->outputs;
    for (ptrdiff_t o = 0; o < n;) {
        Maxima m = window_maxima(kernel, step, steady, row, o);
        m.at += ivec_load(row->column + o);
        o = sink->stream ? sink_stream(sink, m, row->base, o, n) : sink_store(sink, m, row->base, o, n);
    }
    sink->at += n;
}

/* A row of outputs, whose windows' rows are `kernel` columns with a `step` between windows, or 0 where all maxima are known. Sources are read
 * up to VL - 1 outputs beyond the last. */
INLINE void window_row(const int kernel, const int step, const Window_row *of, Sink *sink)
{
    Window_row row = *of;
    if (kernel == 0 || !window_steady(kernel, step, of)) {
        window_outputs(kernel, step, 0, &row, sink);
        return;
    }
    Source source[FUSED];
    for (int i = 0; i < kernel; i++)
        source[i] = of->source[i];
    row.source = source;
    window_outputs(kernel, step, 1, &row, sink);
}

#endif

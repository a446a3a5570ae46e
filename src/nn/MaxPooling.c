/* Maximum over windows of a plane or a volume, with its position.
 *
 * A window is a few rows of a few columns. The maxima over the columns, for each input row, are taken once and kept while later rows
 * of outputs need that input row; then come the maxima over the window's rows. Windows of up to 3 columns, as nearly all are, go from the
 * input to the outputs in one loop (src/windows.h); others have the maxima of a row made first. Both go in reading order and replace only by
 * something greater, so the first of equal maxima wins, as in the plain loop, and a NaN never does.
 *
 * Column k of all windows is input[o · step + k · dilation]. Steps up to 3 are shuffled from whole vectors; for others the row is split by
 * the step into phases, phase[j % step][j / step] = row[j]. A row is read where it is, or, where windows reach into the padding, from a
 * line that has -infinity there. Positions are kept relative to the window in a `lane`, as wide as `real`. What they count, places in the map
 * or elements of the window, is told by the steps that a column, a row and a frame of the window add (Code).
 *
 * Bound by memory: input, output and 8-byte indices pass once; outputs larger than the caches are written around them.
 * Parallel over planes, few planes over bands of rows. */
#include "nn/MaxPooling.h"

#include "engine/streaming.h"
#include "engine/workspace.h"
#include "windows.h"

#include <omp.h>

enum {
    PARALLEL_ELEMENTS = 16384,
    UNIT = 16, /* outputs of a row are rounded up to this, so that loops have no remainder */
    TASKS = 4, /* for each thread, where planes can be cut so fine */
    SHUFFLED = 3, /* columns of a window that is taken in one loop, and steps that go by shuffles */
};

/* What moving by one element of the window adds to a position. */
typedef struct Code {
    ptrdiff_t time, height, width;
} Code;

/* The maxima of one input row are in slot (t % frames) · rows + h % rows, both powers of two. They begin where vectors of them are aligned as
 * those of the outputs were that were written with them. */
typedef struct Slot {
    ptrdiff_t row;   /* of the input, or -1 */
    ptrdiff_t shift; /* where in the slot the first output's lies */
} Slot;

/* One thread's memory. */
typedef struct Rows {
    ptrdiff_t frames, rows, columns, length; /* columns: outputs rounded up, and two vectors more: for the shift, and for what is read but not used */
    int fused;       /* columns are taken in the loop that writes outputs */
    int inside;      /* no window reaches into the padding */
    Code code;
    real *line;      /* an input row, padded: fused one for each slot, else one; or its phases, dW × length */
    lane *first;     /* columns: the position of the window's first column inside the map */
    lane *column;    /* columns: the position of the window's beginning, added at the end */
    Slot *slot;      /* slots */
    real *maxima;    /* slots × columns */
    lane *offsets;   /* slots × columns: the maximum's position */
    Source *source;  /* the rows of a window */
} Rows;

static ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

/* Divisions take as long as ten outputs, and are mostly by 1. */
static ptrdiff_t divided(ptrdiff_t n, ptrdiff_t by)
{
    return by == 1 ? n : n / by;
}

static ptrdiff_t power_of_two(ptrdiff_t n)
{
    ptrdiff_t power = 1;
    while (power < n)
        power *= 2;
    return power;
}

/* The part of a window inside the map along one axis: its elements first, first + 1, … (`count` of them), which begin at `top`. */
typedef struct Taps {
    ptrdiff_t first, top, count;
} Taps;

static Taps taps_of(const Pooling_axis *a, ptrdiff_t o)
{
    ptrdiff_t begin = o * a->stride - a->pad;
    Taps taps = {.first = begin < 0 ? divided(-begin + a->dilation - 1, a->dilation) : 0};
    taps.top = begin + taps.first * a->dilation;
    if (taps.top < a->input)
        taps.count = least(a->kernel - taps.first, divided(a->input - 1 - taps.top, a->dilation) + 1);
    if (taps.count > 0)
        return taps;
    return (Taps){.first = least(taps.first, a->kernel - 1), .top = least(taps.top, a->input - 1)}; /* nothing: the nearest end */
}

static ptrdiff_t reach(const Pooling_axis *a)
{
    return (a->kernel - 1) * a->dilation + 1;
}

/* Sizes, without memory yet. */
static Rows rows_shape(const Pooling_shape *s)
{
    const Pooling_axis *w = &s->width;
    Rows rows = {.frames = power_of_two(least(reach(&s->time), s->time.input)),
                 .rows = power_of_two(least(reach(&s->height), s->height.input))};
    rows.columns = round_up(w->output, UNIT) + 2 * UNIT;
    if (w->stride <= SHUFFLED)
        rows.length = round_up(rows.columns * w->stride + reach(w), UNIT) + SHUFFLED * VL;
    else
        rows.length = round_up(rows.columns + reach(w) / w->stride + 1, UNIT);
    rows.fused = w->kernel <= SHUFFLED && w->stride <= w->kernel && (w->dilation == 1 || w->kernel == 1);
    rows.inside = w->pad == 0 && (w->output - 1) * w->stride + reach(w) <= w->input;
    if (s->indices == POOLING_OFFSETS)
        rows.code = (Code){1, 1 << 8, 1 << 16};
    else
        rows.code = (Code){s->time.dilation * s->height.input * w->input, s->height.dilation * w->input, w->dilation};
    return rows;
}

static ptrdiff_t line_elements(const Rows *rows, const Pooling_axis *w)
{
    return rows->length * (rows->fused ? rows->frames * rows->rows : w->stride <= SHUFFLED ? 1 : w->stride);
}

/* Hand out memory from `at`, 64-byte lines for each array; returns its end. From NULL, it returns the number of bytes. */
static char *rows_place(Rows *rows, const Pooling_shape *s, char *at)
{
    const ptrdiff_t slots = rows->frames * rows->rows;
    struct { void **array; size_t bytes; } arrays[] = {
        {(void **)&rows->line, line_elements(rows, &s->width) * sizeof(real)},
        {(void **)&rows->first, rows->columns * sizeof(lane)},
        {(void **)&rows->column, rows->columns * sizeof(lane)},
        {(void **)&rows->slot, slots * sizeof(Slot)},
        {(void **)&rows->maxima, slots * rows->columns * sizeof(real)},
        {(void **)&rows->offsets, slots * rows->columns * sizeof(lane)},
        {(void **)&rows->source, s->time.kernel * s->height.kernel * sizeof(Source)},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        *arrays[i].array = at;
        at += round_up(arrays[i].bytes, 64);
    }
    return at;
}

static void rows_fill(const Rows *rows, const Pooling_shape *s)
{
    const Pooling_axis *w = &s->width;
    if (!rows->inside || !rows->fused)
        for (ptrdiff_t i = 0; i < line_elements(rows, w); i++)
            rows->line[i] = -INFINITY;
    for (ptrdiff_t o = 0; o < rows->columns; o++) {
        const ptrdiff_t begin = o * w->stride - w->pad;
        rows->column[o] = s->indices == POOLING_OFFSETS ? 0 : begin;
        rows->first[o] = 0;
        if (begin < 0 || begin >= w->input) {
            const Taps taps = taps_of(w, o);
            rows->first[o] = s->indices == POOLING_OFFSETS ? taps.first * rows->code.width : taps.top - begin;
        }
    }
}

/* Input row x into a line. */
static void fill_line(const Rows *rows, real *line, const real *x, const Pooling_axis *w)
{
    if (w->stride <= SHUFFLED) {
        vec_copy(line + w->pad, x, least(w->input, rows->length - w->pad));
        return;
    }
    for (ptrdiff_t r = 0; r < w->stride; r++) {
        ptrdiff_t at = (r + w->pad) / w->stride, count = least((w->input - r + w->stride - 1) / w->stride, rows->length - at);
        real *to = line + (r + w->pad) % w->stride * rows->length + at;
        for (ptrdiff_t i = 0; i < count; i++)
            to[i] = x[i * w->stride + r];
    }
}

/* Maxima over the columns of any window. */
INLINE void maxima_by(const int step, const Rows *rows, real *top, lane *at, const Pooling_axis *w)
{
    for (ptrdiff_t o = 0; o < w->output; o += VL) {
        Maxima m = maxima_none(rows->first + o);
        for (ptrdiff_t k = 0; k < w->kernel; k++) {
            const ptrdiff_t j = k * w->dilation, tap = w->stride <= SHUFFLED ? j : j % w->stride * rows->length + j / w->stride;
            m = maxima_with(m, vec_load_strided(step, 0, rows->line + tap + o * step), (lane)(k * rows->code.width) - (ivec){0});
        }
        maxima_store(top + o, at + o, m);
    }
}

static void maxima(const Rows *rows, real *top, lane *at, const real *x, const Pooling_axis *w)
{
    fill_line(rows, rows->line, x, w);
    switch (w->stride) {
    case 2: maxima_by(2, rows, top, at, w); break;
    case 3: maxima_by(3, rows, top, at, w); break;
    default: maxima_by(1, rows, top, at, w);
    }
}

/* Row h of frame t as a part of windows whose outputs have that shift. From row `later` on, windows of the next row of outputs need it again. */
static Source source_of(const Rows *rows, const real *map, ptrdiff_t t, ptrdiff_t h, ptrdiff_t shift, ptrdiff_t later, const real *end,
                        const Pooling_shape *s)
{
    const Pooling_axis *w = &s->width;
    const ptrdiff_t number = (t & (rows->frames - 1)) * rows->rows + (h & (rows->rows - 1)), row = t * s->height.input + h;
    const real *x = map + row * w->input;
    Slot *slot = rows->slot + number;
    const int known = slot->row == row;
    if (!known)
        *slot = (Slot){rows->fused && h < later ? -1 : row, rows->fused ? shift : 0};
    const ptrdiff_t at = number * rows->columns + slot->shift;
    Source source = {.top = rows->maxima + at, .at = rows->offsets + at};
    if (known)
        return source;
    if (!rows->fused) {
        maxima(rows, source.top, source.at, x, w);
        return source;
    }
    source.line = x;
    if (!rows->inside || end - x < (w->output + VL) * w->stride + SHUFFLED) { /* nothing is read beyond the input */
        real *line = rows->line + number * rows->length;
        fill_line(rows, line, x, w);
        source.line = line;
    }
    if (h < later)
        source.top = NULL;
    return source;
}

static void write_row(const Window_row *row, const Rows *rows, const Pooling_axis *w, Sink *sink)
{
    if (!rows->fused) {
        window_row(0, 1, row, sink);
        return;
    }
    switch (w->kernel * 10 + w->stride) {
    case 11: window_row(1, 1, row, sink); break;
    case 21: window_row(2, 1, row, sink); break;
    case 22: window_row(2, 2, row, sink); break;
    case 31: window_row(3, 1, row, sink); break;
    case 32: window_row(3, 2, row, sink); break;
    default: window_row(3, 3, row, sink);
    }
}

/* Row h of outputs of frame t. */
static void output_row(const Rows *rows, Sink *sink, const real *map, ptrdiff_t frame, ptrdiff_t height, const real *end, const Pooling_shape *s)
{
    const Taps t = taps_of(&s->time, frame), h = taps_of(&s->height, height);
    const ptrdiff_t shift = sink_shift(sink);
    const int again = s->time.stride < reach(&s->time); /* frames are */
    const ptrdiff_t later = again ? 0 : (height + 1) * s->height.stride - s->height.pad;
    Window_row row = {.source = rows->source, .outputs = s->width.output, .first = rows->first, .column = rows->column, .width = rows->code.width};
    row.base = s->indices == POOLING_OFFSETS ? t.first * rows->code.time + h.first * rows->code.height
                                             : (t.top * s->height.input + h.top) * s->width.input + 1;
    for (ptrdiff_t i = 0; i < t.count; i++)
        for (ptrdiff_t j = 0; j < h.count; j++) {
            Source *source = rows->source + row.sources++;
            *source = source_of(rows, map, t.top + i * s->time.dilation, h.top + j * s->height.dilation, shift, later, end, s);
            source->base = i * rows->code.time + j * rows->code.height;
        }
    write_row(&row, rows, &s->width, sink);
}

int FN(MaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const Pooling_shape *shape)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t input_map = s.time.input * s.height.input * s.width.input, output_rows = s.time.output * s.height.output;
    const int threads = s.planes * input_map > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    const ptrdiff_t bands = s.planes >= TASKS * threads ? 1 : least(output_rows, (TASKS * threads - 1) / s.planes + 1);
    const int alike = (uintptr_t)(indices + -((uintptr_t)output / sizeof(real)) % VL) % VECTOR_BYTES == 0; /* as vectors of outputs are aligned */
    const int stream = alike && lampas_streaming(s.planes * output_rows * s.width.output * (sizeof(real) + sizeof(int64_t)));
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
            const ptrdiff_t p = task / bands, band = task % bands;
            for (ptrdiff_t i = 0; i < rows.frames * rows.rows; i++)
                rows.slot[i].row = -1;
            const ptrdiff_t begin = output_rows * band / bands, end = output_rows * (band + 1) / bands;
            Sink sink;
            sink_begin(&sink, output, indices, (p * output_rows + begin) * s.width.output, stream);
            ptrdiff_t t = begin / s.height.output, h = begin % s.height.output;
            for (ptrdiff_t r = begin; r < end; r++) {
                output_row(&rows, &sink, input + p * input_map, t, h, input + s.planes * input_map, &s);
                if (++h == s.height.output) {
                    h = 0;
                    t++;
                }
            }
            sink_end(&sink);
        }
        vec_stream_end();
    }
    return 0;
}

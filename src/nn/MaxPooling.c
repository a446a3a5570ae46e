/* Maximum over windows of a plane or a volume, with its position.
 *
 * An input row is first copied to a line with -infinity where the padding lies, so that column k of all windows is line[o · step + k ·
 * dilation]; steps up to 3 are shuffled from whole vectors, for others the line is split by the step into phases, phase[j % step][j / step] =
 * line[j]; windows that lie inside the row read it where it is. Loops over outputs then take the maximum over the window's columns (the
 * row maxima, kept while later output rows need that input row), and over the window's rows. Both go in reading order and replace only by
 * something greater, so the first of equal maxima wins, as in the plain loop, and a NaN never does. Positions are kept relative to the
 * window in a `lane`, as wide as `real`, so that one mask selects both. What they count, places in the map or elements of the window, is
 * told by the steps that a column, a row and a frame of the window add (Code).
 *
 * Bound by memory: input, output and 8-byte indices pass once; outputs larger than the caches are written around them.
 * Parallel over planes, few planes over bands of rows. */
#include "nn/MaxPooling.h"

#include "engine/streaming.h"
#include "engine/workspace.h"
#include "stream.h"

#include <math.h>
#include <omp.h>

enum {
    PARALLEL_ELEMENTS = 16384,
    UNIT = 16, /* outputs of a row are rounded up to this, so that loops have no remainder */
    TASKS = 4, /* for each thread, where planes can be cut so fine */
    SHUFFLED = 3, /* steps up to this go by shuffles */
};

typedef lane_int lane;

/* What moving by one element of the window adds to a position. */
typedef struct Code {
    ptrdiff_t time, height, width;
} Code;

/* One thread's memory. A slot holds the row maxima of one input row; row h of frame t goes to slot (t % frames) · rows + h % rows, both
 * powers of two. */
typedef struct Rows {
    ptrdiff_t frames, rows, columns, length;
    ptrdiff_t direct, tail; /* outputs from `direct` to before `tail` can read the input row itself, without a line */
    Code code;
    real *line;      /* an input row, padded; or its phases, dW × length */
    ptrdiff_t *tap;  /* kW: where in the line the window's column k lies for output 0 */
    lane *first;     /* columns: the position of the window's first column inside the map */
    lane *column;    /* columns: the position of the window's beginning, added at the end */
    ptrdiff_t *row;  /* slots: the input row that a slot holds, or -1 */
    real *maxima;    /* slots × columns */
    lane *offsets;   /* slots × columns: the maximum's position */
    real *best;      /* columns: an output row as it grows */
    lane *where;     /* columns: its maxima's positions, counted from the window's first row */
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
    rows.columns = round_up(w->output, UNIT);
    if (w->stride <= SHUFFLED)
        rows.length = round_up(rows.columns * w->stride + (w->kernel - 1) * w->dilation, UNIT) + SHUFFLED * VL;
    else
        rows.length = round_up(rows.columns + (w->kernel - 1) * w->dilation / w->stride + 1, UNIT);
    const ptrdiff_t last = w->input + w->pad - reach(w) - (w->stride * VL - 1); /* that a vector's first window may begin at */
    if (w->stride <= SHUFFLED && last >= 0) {
        rows.direct = round_up((w->pad + w->stride - 1) / w->stride, VL);
        rows.tail = least(last / w->stride / VL * VL + VL, rows.columns);
    }
    if (rows.tail <= rows.direct)
        rows.direct = rows.tail = 0;
    if (s->indices == POOLING_OFFSETS)
        rows.code = (Code){1, 1 << 8, 1 << 16};
    else
        rows.code = (Code){s->time.dilation * s->height.input * w->input, s->height.dilation * w->input, w->dilation};
    return rows;
}

/* Hand out memory from `at`, 64-byte lines for each array; returns its end. From NULL, it returns the number of bytes. */
static char *rows_place(Rows *rows, const Pooling_shape *s, char *at)
{
    const ptrdiff_t slots = rows->frames * rows->rows, phases = s->width.stride <= SHUFFLED ? 1 : s->width.stride;
    struct { void **array; size_t bytes; } arrays[] = {
        {(void **)&rows->line, phases * rows->length * sizeof(real)},
        {(void **)&rows->tap, s->width.kernel * sizeof(ptrdiff_t)},
        {(void **)&rows->first, rows->columns * sizeof(lane)},
        {(void **)&rows->column, rows->columns * sizeof(lane)},
        {(void **)&rows->row, slots * sizeof(ptrdiff_t)},
        {(void **)&rows->maxima, slots * rows->columns * sizeof(real)},
        {(void **)&rows->offsets, slots * rows->columns * sizeof(lane)},
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

static void rows_fill(const Rows *rows, const Pooling_shape *s)
{
    const Pooling_axis *w = &s->width;
    const int whole = w->stride <= SHUFFLED;
    for (ptrdiff_t i = 0; i < (whole ? 1 : w->stride) * rows->length; i++)
        rows->line[i] = -INFINITY;
    for (ptrdiff_t k = 0; k < w->kernel; k++) {
        const ptrdiff_t at = k * w->dilation;
        rows->tap[k] = whole ? at : at % w->stride * rows->length + at / w->stride;
    }
    for (ptrdiff_t o = 0; o < rows->columns; o++) {
        ptrdiff_t begin = o * w->stride - w->pad;
        Taps taps = taps_of(w, o);
        rows->column[o] = s->indices == POOLING_OFFSETS ? 0 : begin;
        rows->first[o] = s->indices == POOLING_OFFSETS ? taps.first * rows->code.width : taps.top - begin;
    }
}

/* What of row x is needed in the line. */
static void fill_line(const Rows *rows, const real *x, const Pooling_axis *w)
{
    if (w->stride <= SHUFFLED) {
        real *line = rows->line + w->pad;
        const ptrdiff_t most = least(w->input, rows->length - w->pad), tail = rows->tail > 0 ? rows->tail * w->stride - w->pad : 0;
        if (rows->direct > 0)
            vec_copy(line, x, least(rows->direct * w->stride + reach(w), tail));
        vec_copy(line + tail, x + tail, most - tail);
        return;
    }
    for (ptrdiff_t r = 0; r < w->stride; r++) {
        ptrdiff_t at = (r + w->pad) / w->stride, count = least((w->input - r + w->stride - 1) / w->stride, rows->length - at);
        real *to = rows->line + (r + w->pad) % w->stride * rows->length + at;
        for (ptrdiff_t i = 0; i < count; i++)
            to[i] = x[i * w->stride + r];
    }
}

enum { GROUP = 3 }; /* candidates compared in one loop */

/* What an output chooses from: output o from value[c][o], whose position is base[c] + offset[c][o], or base[c] without offsets. */
typedef struct Candidates {
    const real *value[GROUP];
    const lane *offset[GROUP];
    lane base[GROUP];
} Candidates;

/* Where results go: as they are to `best` and `where`, or, when an output row is complete, as output and index = base + column + where. */
typedef struct Target {
    real *best;
    lane *where;
    int64_t *index; /* NULL: not complete */
    const lane *column;
    int64_t base;
} Target;

/* How a loop goes: a variant of it is compiled for each. */
typedef struct Kind {
    int step;     /* output o's value stands at value[c][o · step] */
    int phased;   /* candidate c is every step-th value from value[c][c % step] on */
    int offsets;  /* positions are read, not the same for all outputs; such values are no NaN */
    int start;    /* there is nothing yet to be greater than */
    int inside;   /* at the start: no window begins in the padding */
    int complete; /* results go to where the target says, not to best and where */
} Kind;

/* The greatest of what outputs o … o + VL - 1 have so far and of `count` candidates. */
static inline __attribute__((always_inline)) void choose_at(const int count, const Kind kind, const Candidates *c, const lane *first,
                                                            const Target *target, ptrdiff_t o)
{
    vec top = kind.start ? vec_set(-INFINITY) : vec_load(target->best + o);
    ivec at = ivec_load(kind.start ? first + o : target->where + o);
#pragma GCC unroll 3
    for (int i = 0; i < count; i++) {
        const vec value = vec_load_strided(kind.step, kind.phased ? i % kind.step : 0, c->value[i] + o * kind.step);
        const ivec position = kind.offsets ? c->base[i] + ivec_load(c->offset[i] + o) : c->base[i] - (ivec){0};
        const ivec greater = value > top;
        if (kind.start && kind.offsets && i == 0) {
            top = value;
            at = position;
        } else if (kind.start && kind.inside && i == 0) {
            top = vec_select(greater, value, top);
            at = position;
        } else {
            top = vec_select(greater, value, top);
            at = ivec_select(greater, position, at);
        }
    }
    vec_store(target->best + o, top);
    if (kind.complete)
        ivec_store_wide(target->index + o, at + ivec_load(target->column + o), target->base);
    else
        ivec_store(target->where + o, at);
}

/* Outputs from o to before n, whole vectors of them. */
static inline __attribute__((always_inline)) void choose(const int count, const Kind kind, const Candidates *from, const lane *first,
                                                         const Target *target, ptrdiff_t o, ptrdiff_t n)
{
    const Candidates c = *from;
    const Target to = *target;
    for (; o < n; o += VL)
        choose_at(count, kind, &c, first, &to, o);
}

static inline __attribute__((always_inline)) void choose_group(int count, const Kind kind, const Candidates *from, const lane *first,
                                                               const Target *target, ptrdiff_t o, ptrdiff_t n)
{
    switch (count) {
    case 0: choose(0, kind, from, first, target, o, n); break;
    case 1: choose(1, kind, from, first, target, o, n); break;
    case 2: choose(2, kind, from, first, target, o, n); break;
    case 3: choose(3, kind, from, first, target, o, n); break;
    }
}

/* Row maxima of outputs o to before n, with a step that the compiler knows. `line` is where output 0's window begins. */
static inline __attribute__((always_inline)) void maxima_by(const int step, const int inside, const real *line, const Rows *rows,
                                                            const Target *to, const Pooling_axis *w, ptrdiff_t o, ptrdiff_t n)
{
    const int phased = step > 1 && w->dilation == 1;
    for (ptrdiff_t k = 0; k < w->kernel; k += GROUP) {
        Candidates from = {0};
        int count = least(w->kernel - k, GROUP);
        for (int i = 0; i < count; i++) {
            from.value[i] = line + (k == 0 && phased ? i / step * step : rows->tap[k + i]);
            from.base[i] = (k + i) * rows->code.width;
        }
        if (k > 0)
            choose_group(count, (Kind){.step = step}, &from, rows->first, to, o, n);
        else if (phased)
            choose_group(count, (Kind){.step = step, .phased = 1, .start = 1, .inside = inside}, &from, rows->first, to, o, n);
        else
            choose_group(count, (Kind){.step = step, .start = 1, .inside = inside}, &from, rows->first, to, o, n);
    }
}

static inline __attribute__((always_inline)) void maxima(const int inside, const real *line, const Rows *rows, const Target *to,
                                                         const Pooling_axis *w, ptrdiff_t o, ptrdiff_t n)
{
    switch (w->stride) {
    case 2: maxima_by(2, inside, line, rows, to, w, o, n); break;
    case 3: maxima_by(3, inside, line, rows, to, w, o, n); break;
    default: maxima_by(1, inside, line, rows, to, w, o, n);
    }
}

/* Row maxima of one input row, which go to a slot. */
static void row_maxima(const Rows *rows, const real *x, ptrdiff_t slot, const Pooling_axis *w)
{
    const Target to = {.best = rows->maxima + slot * rows->columns, .where = rows->offsets + slot * rows->columns};
    fill_line(rows, x, w);
    maxima(0, rows->line, rows, &to, w, 0, rows->direct);
    maxima(1, x - w->pad, rows, &to, w, rows->direct, rows->tail);
    maxima(0, rows->line, rows, &to, w, rows->tail, rows->columns);
}

/* The slot that holds the row maxima of row h of frame t, computed if they are not there. */
static ptrdiff_t slot_of(const Rows *rows, const real *map, ptrdiff_t t, ptrdiff_t h, const Pooling_shape *s)
{
    const ptrdiff_t slot = (t & (rows->frames - 1)) * rows->rows + (h & (rows->rows - 1)), row = t * s->height.input + h;
    if (rows->row[slot] != row) {
        row_maxima(rows, map + row * s->width.input, slot, &s->width);
        rows->row[slot] = row;
    }
    return slot;
}

/* One row of outputs, from the rows of its windows, GROUP at a time. */
static void window_maxima(const Rows *rows, const real *map, Taps t, Taps h, const Target *target, const Pooling_shape *s)
{
    const ptrdiff_t total = t.count * h.count;
    ptrdiff_t done = 0, frame = 0, row = 0;
    do { /* once even when no row lies inside: then -infinity is all there is */
        Candidates from = {0};
        const int count = least(total - done, GROUP), start = done == 0;
        for (int i = 0; i < count; i++) {
            ptrdiff_t slot = slot_of(rows, map, t.top + frame * s->time.dilation, h.top + row * s->height.dilation, s);
            from.value[i] = rows->maxima + slot * rows->columns;
            from.offset[i] = rows->offsets + slot * rows->columns;
            from.base[i] = frame * rows->code.time + row * rows->code.height;
            if (++row == h.count) {
                row = 0;
                frame++;
            }
        }
        done += count;
        if (start && done == total)
            choose_group(count, (Kind){.step = 1, .offsets = 1, .start = 1, .complete = 1}, &from, rows->first, target, 0, rows->columns);
        else if (start)
            choose_group(count, (Kind){.step = 1, .offsets = 1, .start = 1}, &from, rows->first, target, 0, rows->columns);
        else if (done == total)
            choose_group(count, (Kind){.step = 1, .offsets = 1, .complete = 1}, &from, rows->first, target, 0, rows->columns);
        else
            choose_group(count, (Kind){.step = 1, .offsets = 1}, &from, rows->first, target, 0, rows->columns);
    } while (done < total);
}

/* One row of outputs. */
static void output_row(const Rows *rows, real *output, int64_t *indices, const real *map, Taps t, Taps h, int stream, const Pooling_shape *s)
{
    const ptrdiff_t n = s->width.output;
    const int64_t base = s->indices == POOLING_OFFSETS ? t.first * rows->code.time + h.first * rows->code.height
                                                       : (t.top * s->height.input + h.top) * s->width.input + 1;
    const Target target = {rows->best, rows->where, rows->index, rows->column, base};
    window_maxima(rows, map, t, h, &target, s);
    if (stream) {
        stream_copy(output, rows->best, n * sizeof(real));
        stream_copy(indices, rows->index, n * sizeof(int64_t));
    } else {
        memcpy(output, rows->best, n * sizeof(real));
        memcpy(indices, rows->index, n * sizeof(int64_t));
    }
}

int FN(MaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const Pooling_shape *shape)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t input_map = s.time.input * s.height.input * s.width.input, output_rows = s.time.output * s.height.output;
    const ptrdiff_t width = s.width.output;
    const int threads = s.planes * input_map > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    const ptrdiff_t bands = s.planes >= TASKS * threads ? 1 : least(output_rows, (TASKS * threads - 1) / s.planes + 1);
    const int stream = lampas_streaming(s.planes * output_rows * s.width.output * (sizeof(real) + sizeof(int64_t)));
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
            for (ptrdiff_t i = 0; i < rows.frames * rows.rows; i++)
                rows.row[i] = -1;
            const ptrdiff_t begin = output_rows * band / bands, end = output_rows * (band + 1) / bands;
            ptrdiff_t t = begin / s.height.output, h = begin % s.height.output;
            for (ptrdiff_t at = (p * output_rows + begin) * width; at < (p * output_rows + end) * width; at += width) {
                output_row(&rows, output + at, indices + at, input + p * input_map, taps_of(&s.time, t), taps_of(&s.height, h), stream, &s);
                if (++h == s.height.output) {
                    h = 0;
                    t++;
                }
            }
        }
        vec_stream_end();
    }
    return 0;
}

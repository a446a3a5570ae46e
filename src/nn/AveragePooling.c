/* Mean over windows of a plane or a volume: y = factor · Σ x / n.
 *
 * Forward goes by output rows: the rows of a window are added up in unit stride, into a line with zeros where padding lies, so that the
 * sum over a window's columns needs no test: line[o · step + k] for every output o at once, with steps that the compiler knows.
 * Backward goes by input rows: the gradients of all output rows whose windows hold it are added up, then spread over the columns: of
 * input column o · step + r the outputs o, o - 1, … have a share. Windows that adapt to the sizes go by tables instead.
 * So every element is written by one thread, in one order. Bound by memory. Parallel over rows of all planes. */
#include "nn/AveragePooling.h"

#include "engine/workspace.h"

#include <omp.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 16384, SLACK = 16 };

typedef struct Span {
    ptrdiff_t begin, end; /* from begin to before end */
} Span;

typedef struct Windows {
    Span *window;  /* output: its part inside the map */
    real *count;   /* output: what it counts for */
    Span *outputs; /* input: the outputs whose windows hold it */
} Windows;

typedef struct Tables {
    Windows time, height, width;
    ptrdiff_t line; /* elements of a thread's line */
    ptrdiff_t step, taps; /* of the width: taps columns of a step each cover a window; step 0: windows adapt */
} Tables;

static ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

/* ---- tables ------------------------------------------------------------------------------------------------------------- */

static Span window_of(const Pooling_axis *a, ptrdiff_t o, int countIncludePad, real *count)
{
    if (a->stride == 0) {
        Span adapted = {o * a->input / a->output, ((o + 1) * a->input + a->output - 1) / a->output};
        *count = adapted.end - adapted.begin;
        return adapted;
    }
    ptrdiff_t begin = o * a->stride - a->pad, end = begin + a->kernel < a->input + a->pad ? begin + a->kernel : a->input + a->pad;
    Span inside = {begin > 0 ? begin : 0, end < a->input ? end : a->input};
    inside.end = larger(inside.begin, inside.end);
    *count = countIncludePad ? end - begin : inside.end - inside.begin;
    return inside;
}

static void fill(Windows *w, const Pooling_axis *a, int countIncludePad)
{
    for (ptrdiff_t i = 0; i < a->input; i++)
        w->outputs[i] = (Span){a->output, 0};
    for (ptrdiff_t o = 0; o < a->output; o++) {
        w->window[o] = window_of(a, o, countIncludePad, w->count + o);
        for (ptrdiff_t i = w->window[o].begin; i < w->window[o].end; i++) {
            if (o < w->outputs[i].begin)
                w->outputs[i].begin = o;
            w->outputs[i].end = o + 1;
        }
    }
}

static void place(Windows *w, const Pooling_axis *a, void *block, size_t *used)
{
    w->window = lampas_workspace_part(block, used, a->output * sizeof(Span));
    w->count = lampas_workspace_part(block, used, a->output * sizeof(real));
    w->outputs = lampas_workspace_part(block, used, a->input * sizeof(Span));
}

static void place_all(Tables *tables, const Pooling_shape *s, void *block, size_t *used)
{
    place(&tables->time, &s->time, block, used);
    place(&tables->height, &s->height, block, used);
    place(&tables->width, &s->width, block, used);
}

/* The tables of a call and a thread's three lines, in the workspace; NULL when memory is short. */
static lampas_workspace *prepare(Tables *tables, const Pooling_shape *s, int countIncludePad, int threads)
{
    const Pooling_axis *w = &s->width;
    tables->step = w->stride;
    tables->taps = w->stride ? (w->kernel + w->stride - 1) / w->stride : 0;
    tables->line = larger(w->input + w->pad, (w->output + tables->taps) * w->stride) + w->output + tables->taps + SLACK;
    size_t bytes = 0, used = 0;
    place_all(tables, s, NULL, &bytes);
    lampas_workspace *workspace = lampas_workspace_reserve(bytes, 3 * tables->line * sizeof(real), threads);
    if (!workspace)
        return NULL;
    place_all(tables, s, workspace->shared, &used);
    fill(&tables->time, &s->time, countIncludePad);
    fill(&tables->height, &s->height, countIncludePad);
    fill(&tables->width, &s->width, countIncludePad);
    return workspace;
}

/* sum += weight · row. */
static void add_row(real *sum, const real *row, real weight, ptrdiff_t n)
{
    if (weight == 1) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            sum[i] += row[i];
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            sum[i] += weight * row[i];
    }
}

/* ---- forward ------------------------------------------------------------------------------------------------------------ */

static inline __attribute__((always_inline)) void sum_by(const ptrdiff_t step, real *y, const real *line, ptrdiff_t kernel, ptrdiff_t n)
{
    for (ptrdiff_t k = 0; k < kernel; k++)
        if (k == 0)
#pragma omp simd
            for (ptrdiff_t o = 0; o < n; o++)
                y[o] = line[o * step];
        else
#pragma omp simd
            for (ptrdiff_t o = 0; o < n; o++)
                y[o] += line[o * step + k];
}

static void sum_columns(real *y, const real *line, const Tables *tables, const Pooling_axis *w)
{
    switch (tables->step) {
    case 0:
        for (ptrdiff_t o = 0; o < w->output; o++) {
            const Span window = tables->width.window[o];
            real sum = 0;
            for (ptrdiff_t i = window.begin; i < window.end; i++)
                sum += line[i];
            y[o] = sum;
        }
        break;
    case 1: sum_by(1, y, line, w->kernel, w->output); break;
    case 2: sum_by(2, y, line, w->kernel, w->output); break;
    case 3: sum_by(3, y, line, w->kernel, w->output); break;
    default: sum_by(tables->step, y, line, w->kernel, w->output);
    }
}

static void output_row(const Tables *tables, real *y, const real *map, ptrdiff_t t, ptrdiff_t h, real *line, const Pooling_shape *s, real factor)
{
    const Span frames = tables->time.window[t], rows = tables->height.window[h];
    const ptrdiff_t n = s->width.input;
    memset(line, 0, tables->line * sizeof(real));
    for (ptrdiff_t i = frames.begin; i < frames.end; i++)
        for (ptrdiff_t j = rows.begin; j < rows.end; j++)
            add_row(line + s->width.pad, map + (i * s->height.input + j) * n, 1, n);
    sum_columns(y, line, tables, &s->width);
    const real count = tables->time.count[t] * tables->height.count[h], *columns = tables->width.count;
#pragma omp simd
    for (ptrdiff_t o = 0; o < s->width.output; o++)
        y[o] = factor * y[o] / (count * columns[o]);
}

int FN(AveragePooling_updateOutput)(real *output, const real *input, const Pooling_shape *shape, int countIncludePad, double factor)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t rows = s.time.output * s.height.output, map = s.time.input * s.height.input * s.width.input;
    const int threads = s.planes * map > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    Tables tables;
    lampas_workspace *workspace = prepare(&tables, &s, countIncludePad, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t task = 0; task < s.planes * rows; task++) {
        ptrdiff_t p = task / rows, t = task % rows / s.height.output, h = task % s.height.output;
        output_row(&tables, output + task * s.width.output, input + p * map, t, h, workspace->each[omp_get_thread_num()], &s, factor);
    }
    return 0;
}

/* ---- backward ----------------------------------------------------------------------------------------------------------- */

/* line[o · step + r] = phase[r][o]. */
static inline __attribute__((always_inline)) void interleave(const ptrdiff_t step, real *line, const real *phases, ptrdiff_t pitch, ptrdiff_t n)
{
    for (ptrdiff_t o = 0; o < n; o++)
        for (ptrdiff_t r = 0; r < step; r++)
            line[o * step + r] = phases[r * pitch + o];
}

/* phases[r][o] = the shares of outputs o, o - 1, … in column o · step + r; g has zeros before its first and after its last element. */
static void share_columns(real *phases, const real *g, ptrdiff_t kernel, ptrdiff_t step, ptrdiff_t n)
{
    for (ptrdiff_t r = 0; r < step; r++, phases += n) {
        if (r < kernel)
            memcpy(phases, g, n * sizeof(real));
        else
            memset(phases, 0, n * sizeof(real));
        for (ptrdiff_t k = r + step, back = 1; k < kernel; k += step, back++)
#pragma omp simd
            for (ptrdiff_t o = 0; o < n; o++)
                phases[o] += g[o - back];
    }
}

/* The gradients g of a row of windows (each already divided by its number of elements) to the columns of gx. */
static void spread_columns(real *gx, real *line, const real *g, const Tables *tables, const Pooling_axis *w)
{
    const ptrdiff_t n = w->output + tables->taps - 1, covered = n * tables->step - w->pad;
    if (tables->step == 0) {
        memset(gx, 0, w->input * sizeof(real));
        for (ptrdiff_t o = 0; o < w->output; o++)
            for (ptrdiff_t i = tables->width.window[o].begin; i < tables->width.window[o].end; i++)
                gx[i] += g[o];
        return;
    }
    const int repeated = tables->taps == 1 && w->kernel == tables->step; /* each column has one share: that of its output */
    real *phases = line + tables->line;
    if (!repeated)
        share_columns(phases, g, w->kernel, tables->step, n);
    const real *from = repeated ? g : phases;
    const ptrdiff_t pitch = repeated ? 0 : n;
    switch (tables->step) {
    case 1: memcpy(line, from, n * sizeof(real)); break;
    case 2: interleave(2, line, from, pitch, n); break;
    case 3: interleave(3, line, from, pitch, n); break;
    default: interleave(tables->step, line, from, pitch, n);
    }
    const ptrdiff_t shown = covered < w->input ? covered : w->input;
    memcpy(gx, line + w->pad, shown * sizeof(real));
    memset(gx + shown, 0, (w->input - shown) * sizeof(real));
}

static void input_row(const Tables *tables, real *gx, const real *map, ptrdiff_t t, ptrdiff_t h, real *block, const Pooling_shape *s, real factor)
{
    const Span frames = tables->time.outputs[t], rows = tables->height.outputs[h];
    const ptrdiff_t n = s->width.output;
    real *line = block, *sum = block + 2 * tables->line, *g = sum + tables->taps;
    memset(sum, 0, (n + 2 * tables->taps) * sizeof(real));
    for (ptrdiff_t i = frames.begin; i < frames.end; i++)
        for (ptrdiff_t j = rows.begin; j < rows.end; j++)
            add_row(g, map + (i * s->height.output + j) * n, factor / (tables->time.count[i] * tables->height.count[j]), n);
#pragma omp simd
    for (ptrdiff_t o = 0; o < n; o++)
        g[o] /= tables->width.count[o];
    spread_columns(gx, line, g, tables, &s->width);
}

int FN(AveragePooling_updateGradInput)(real *gradInput, const real *gradOutput, const Pooling_shape *shape, int countIncludePad, double factor)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t rows = s.time.input * s.height.input, map = s.time.output * s.height.output * s.width.output;
    const int threads = s.planes * rows * s.width.input > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    Tables tables;
    lampas_workspace *workspace = prepare(&tables, &s, countIncludePad, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t task = 0; task < s.planes * rows; task++) {
        ptrdiff_t p = task / rows, t = task % rows / s.height.input, h = task % s.height.input;
        input_row(&tables, gradInput + task * s.width.input, gradOutput + p * map, t, h, workspace->each[omp_get_thread_num()], &s, factor);
    }
    return 0;
}

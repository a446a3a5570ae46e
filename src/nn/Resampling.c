/* Padding and upsampling, of images and of volumes, as one thing: along each axis an output element shows one input element or lies
 * between two, y[o] = (1 - share[o]) x[near[o]] + share[o] x[far[o]], or is zero (near[o] < 0). Tables of near, far and share, made once
 * a call for each axis, tell all modes apart; the inverse tables tell what each input element went into.
 *
 * Forward goes by output rows: input rows are spread along the width, each once, and those that an output row is made of are added up,
 * weighted, in unit stride. Backward goes by input rows: the gradients of the output rows that showed it are added up, then folded along the width. So
 * every element is written by one thread, in one order. Most of a padded row is one copy; repeated elements (nearest) and their sums
 * go by scales that the compiler knows.
 * Bound by memory. Parallel over rows of all planes. */
#include "nn/Resampling.h"

#include "engine/workspace.h"
#include "simd.h"

#include <omp.h>

enum { PARALLEL_ELEMENTS = 16384 };

typedef struct Use {
    int32_t output;
    real weight;
} Use;

typedef struct Axis {
    ptrdiff_t input, output;
    int32_t *near, *far; /* output: what an element is made of */
    real *share;         /* output: the far one's */
    ptrdiff_t *start;    /* input + 1: element i went into use[start[i]] … use[start[i + 1] - 1] */
    Use *use;            /* 2 · output */
    ptrdiff_t from, count; /* outputs from … from + count - 1 show neighbours: near[from + j] = near[from] + j */
} Axis;

typedef struct Tables {
    Axis time, height, width;
    ptrdiff_t scale; /* of the width in the mode nearest, otherwise 0 */
    int linear;
} Tables;

static int threads_for(ptrdiff_t elements)
{
    return elements > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
}

/* ---- tables ------------------------------------------------------------------------------------------------------------- */

static void look_up(const Resampling_axis *a, Resampling_mode mode, ptrdiff_t o, int32_t *near, int32_t *far, real *share)
{
    ptrdiff_t source = o - a->before, last = a->input - 1;
    *share = 0;
    switch (mode) {
    case RESAMPLING_ZERO: source = source < 0 || source > last ? -1 : source; break;
    case RESAMPLING_REFLECTION: source = source < 0 ? -source : source > last ? 2 * last - source : source; break;
    case RESAMPLING_REPLICATION: source = source < 0 ? 0 : source > last ? last : source; break;
    case RESAMPLING_NEAREST: source = o * a->input / a->output; break;
    case RESAMPLING_LINEAR:
        source = a->output > 1 ? o * last / (a->output - 1) : 0;
        *share = a->output > 1 ? (real)((double)(o * last % (a->output - 1)) / (a->output - 1)) : 0;
    }
    *near = (int32_t)source;
    *far = (int32_t)(source + (*share > 0));
}

/* The longest run of outputs that show neighbours. */
static void find_run(Axis *axis)
{
    axis->from = axis->count = 0;
    for (ptrdiff_t o = 0, begin = 0; o < axis->output; o++) {
        if (axis->near[begin] < 0 || axis->near[o] != axis->near[begin] + (o - begin))
            begin = o;
        if (axis->near[o] >= 0 && o + 1 - begin > axis->count) {
            axis->from = begin;
            axis->count = o + 1 - begin;
        }
    }
}

/* The uses of each input, in the order of the outputs. */
static void invert(Axis *axis)
{
    ptrdiff_t *start = axis->start;
    memset(start, 0, (axis->input + 1) * sizeof *start);
    for (ptrdiff_t o = 0; o < axis->output; o++)
        if (axis->near[o] >= 0) {
            start[axis->near[o]]++;
            if (axis->share[o] > 0)
                start[axis->far[o]]++;
        }
    for (ptrdiff_t i = 1; i <= axis->input; i++)
        start[i] += start[i - 1];
    for (ptrdiff_t o = axis->output - 1; o >= 0; o--) /* from the end: each list's end becomes its beginning */
        if (axis->near[o] >= 0) {
            axis->use[--start[axis->near[o]]] = (Use){(int32_t)o, 1 - axis->share[o]};
            if (axis->share[o] > 0)
                axis->use[--start[axis->far[o]]] = (Use){(int32_t)o, axis->share[o]};
        }
}

/* Takes the axis's memory from a block, or measures it (block NULL). */
static void place(Axis *axis, const Resampling_axis *a, void *block, size_t *used)
{
    axis->input = a->input;
    axis->output = a->output;
    axis->near = lampas_workspace_part(block, used, axis->output * sizeof *axis->near);
    axis->far = lampas_workspace_part(block, used, axis->output * sizeof *axis->far);
    axis->share = lampas_workspace_part(block, used, axis->output * sizeof *axis->share);
    axis->start = lampas_workspace_part(block, used, (axis->input + 1) * sizeof *axis->start);
    axis->use = lampas_workspace_part(block, used, 2 * axis->output * sizeof *axis->use);
}

static void place_all(Tables *tables, const Resampling_shape *s, void *block, size_t *used)
{
    place(&tables->time, &s->time, block, used);
    place(&tables->height, &s->height, block, used);
    place(&tables->width, &s->width, block, used);
}

static void fill(Axis *axis, const Resampling_axis *a, Resampling_mode mode)
{
    for (ptrdiff_t o = 0; o < axis->output; o++)
        look_up(a, mode, o, axis->near + o, axis->far + o, axis->share + o);
    find_run(axis);
    invert(axis);
}

/* The tables of a call, in the workspace that also has `row` elements for each thread; NULL when memory is short. */
static lampas_workspace *prepare(Tables *tables, const Resampling_shape *s, ptrdiff_t row, int threads)
{
    size_t bytes = 0, used = 0;
    place_all(tables, s, NULL, &bytes);
    lampas_workspace *workspace = lampas_workspace_reserve(bytes, row * sizeof(real), threads);
    if (!workspace)
        return NULL;
    place_all(tables, s, workspace->shared, &used);
    fill(&tables->time, &s->time, s->mode);
    fill(&tables->height, &s->height, s->mode);
    fill(&tables->width, &s->width, s->mode);
    tables->scale = s->mode == RESAMPLING_NEAREST ? s->width.output / s->width.input : 0;
    tables->linear = s->mode == RESAMPLING_LINEAR;
    return workspace;
}

/* ---- forward ------------------------------------------------------------------------------------------------------------ */

/* sum += weight · row, or sum = weight · row. */
static void add_row(real *sum, const real *row, real weight, int first, ptrdiff_t n)
{
    if (first) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            sum[i] = weight * row[i];
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            sum[i] += weight * row[i];
    }
}

/* Inputs that output o is made of, at most two, and their weights. */
static int parts(const Axis *axis, ptrdiff_t o, int32_t input[2], real weight[2])
{
    if (axis->near[o] < 0)
        return 0;
    input[0] = axis->near[o];
    input[1] = axis->far[o];
    weight[0] = 1 - axis->share[o];
    weight[1] = axis->share[o];
    return axis->share[o] > 0 ? 2 : 1;
}

static inline __attribute__((always_inline)) void repeat_by(const ptrdiff_t scale, real *y, const real *x, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t k = 0; k < scale; k++)
            y[i * scale + k] = x[i];
}

static void repeat(ptrdiff_t scale, real *y, const real *x, ptrdiff_t n)
{
    switch (scale) { /* scales that the compiler knows become shuffles */
    case 2: repeat_by(2, y, x, n); break;
    case 3: repeat_by(3, y, x, n); break;
    case 4: repeat_by(4, y, x, n); break;
    default: repeat_by(scale, y, x, n);
    }
}

static void interpolate(const Axis *axis, real *y, const real *x)
{
    const int32_t *near = axis->near, *far = axis->far;
    const real *share = axis->share;
#pragma omp simd
    for (ptrdiff_t o = 0; o < axis->output; o++) {
        real a = x[near[o]], b = x[far[o]], mixed = (1 - share[o]) * a + share[o] * b;
        y[o] = share[o] > 0 ? mixed : a; /* a neighbour that does not count may be infinite */
    }
}

static void show(const Axis *axis, real *y, const real *x)
{
    for (ptrdiff_t o = 0; o < axis->from; o++)
        y[o] = axis->near[o] < 0 ? 0 : x[axis->near[o]];
    if (axis->count > 0)
        vec_copy(y + axis->from, x + axis->near[axis->from], axis->count);
    for (ptrdiff_t o = axis->from + axis->count; o < axis->output; o++)
        y[o] = axis->near[o] < 0 ? 0 : x[axis->near[o]];
}

/* A thread's interpolated rows. Neighbouring frames and rows go to different slots. */
typedef struct Rows {
    const real *source[4]; /* the input row that a slot holds, spread along the output's width; NULL: none */
    real *row[4];
} Rows;

static const real *interpolated(const Tables *tables, const real *plane, ptrdiff_t t, ptrdiff_t h, Rows *rows)
{
    const real *x = plane + (t * tables->height.input + h) * tables->width.input;
    const int slot = (t & 1) * 2 + (h & 1);
    if (rows->source[slot] != x) {
        interpolate(&tables->width, rows->row[slot], x);
        rows->source[slot] = x;
    }
    return rows->row[slot];
}

/* Each input row is interpolated along the width once, then blended in unit stride for each output row that it is a part of. */
static void linear_row(const Tables *tables, real *y, const real *plane, ptrdiff_t t, ptrdiff_t h, Rows *cache)
{
    int32_t slab[2], row[2];
    real slab_weight[2], row_weight[2];
    const int slabs = parts(&tables->time, t, slab, slab_weight), rows = parts(&tables->height, h, row, row_weight);
    for (int i = 0; i < slabs; i++)
        for (int j = 0; j < rows; j++) {
            const real *x = interpolated(tables, plane, slab[i], row[j], cache);
            add_row(y, x, slab_weight[i] * row_weight[j], i + j == 0, tables->width.output);
        }
}

static void shown_row(const Tables *tables, real *y, const real *plane, ptrdiff_t t, ptrdiff_t h)
{
    const int32_t slab = tables->time.near[t], row = tables->height.near[h];
    const real *x = plane + (slab * tables->height.input + row) * tables->width.input;
    if (slab < 0 || row < 0)
        memset(y, 0, tables->width.output * sizeof(real));
    else if (tables->scale > 1)
        repeat(tables->scale, y, x, tables->width.input);
    else
        show(&tables->width, y, x);
}

int FN(Resampling_updateOutput)(real *output, const real *input, const Resampling_shape *shape)
{
    const Resampling_shape s = *shape;
    const ptrdiff_t rows = s.time.output * s.height.output, plane = s.time.input * s.height.input * s.width.input, width = s.width.output;
    const int threads = threads_for(s.planes * rows * width);
    Tables tables;
    lampas_workspace *workspace = prepare(&tables, &s, s.mode == RESAMPLING_LINEAR ? 4 * width : 0, threads);
    if (!workspace)
        return -1;
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        Rows cache = {{NULL}, {NULL}};
        for (int slot = 0; slot < 4; slot++)
            cache.row[slot] = (real *)workspace->each[omp_get_thread_num()] + slot * width;
#pragma omp for schedule(static)
        for (ptrdiff_t task = 0; task < s.planes * rows; task++) {
            const ptrdiff_t p = task / rows, t = task % rows / s.height.output, h = task % s.height.output;
            if (tables.linear)
                linear_row(&tables, output + task * width, input + p * plane, t, h, &cache);
            else
                shown_row(&tables, output + task * width, input + p * plane, t, h);
        }
    }
    return 0;
}

/* ---- backward ----------------------------------------------------------------------------------------------------------- */

/* The gradients of all output rows that showed input row (t, h): one of them itself, or their sum; NULL when there is none. */
static const real *collected(const Tables *tables, const real *plane, ptrdiff_t t, ptrdiff_t h, real *sum)
{
    const Axis *time = &tables->time, *height = &tables->height;
    const ptrdiff_t n = tables->width.output;
    const Use *slab = time->use + time->start[t], *slabs = time->use + time->start[t + 1];
    const Use *row = height->use + height->start[h], *rows = height->use + height->start[h + 1];
    if (slab == slabs || row == rows)
        return NULL;
    if (slabs - slab == 1 && rows - row == 1 && slab->weight * row->weight == 1)
        return plane + (slab->output * height->output + row->output) * n;
    for (const Use *i = slab; i < slabs; i++)
        for (const Use *j = row; j < rows; j++)
            add_row(sum, plane + (i->output * height->output + j->output) * n, i->weight * j->weight, i == slab && j == row, n);
    return sum;
}

static inline __attribute__((always_inline)) void sum_by(const ptrdiff_t scale, real *gx, const real *g, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        real sum = g[i * scale];
        for (ptrdiff_t k = 1; k < scale; k++)
            sum += g[i * scale + k];
        gx[i] = sum;
    }
}

static void sum_repeated(ptrdiff_t scale, real *gx, const real *g, ptrdiff_t n)
{
    switch (scale) {
    case 2: sum_by(2, gx, g, n); break;
    case 3: sum_by(3, gx, g, n); break;
    case 4: sum_by(4, gx, g, n); break;
    default: sum_by(scale, gx, g, n);
    }
}

/* Outputs from `first` to before `last`, one by one. */
static void add_back(const Axis *axis, real *gx, const real *g, ptrdiff_t first, ptrdiff_t last)
{
    for (ptrdiff_t o = first; o < last; o++)
        if (axis->near[o] >= 0)
            gx[axis->near[o]] += g[o];
}

static void fold(const Axis *axis, real *gx, const real *g)
{
    memset(gx, 0, axis->input * sizeof(real));
    if (axis->count > 0)
        vec_copy(gx + axis->near[axis->from], g + axis->from, axis->count);
    add_back(axis, gx, g, 0, axis->from);
    add_back(axis, gx, g, axis->from + axis->count, axis->output);
}

static void fold_linear(const Axis *axis, real *gx, const real *g)
{
    for (ptrdiff_t i = 0; i < axis->input; i++) {
        real sum = 0;
        for (ptrdiff_t k = axis->start[i]; k < axis->start[i + 1]; k++)
            sum += axis->use[k].weight * g[axis->use[k].output];
        gx[i] = sum;
    }
}

static void input_row(const Tables *tables, real *gx, const real *plane, ptrdiff_t t, ptrdiff_t h, real *sum)
{
    const real *g = collected(tables, plane, t, h, sum);
    if (!g)
        memset(gx, 0, tables->width.input * sizeof(real));
    else if (tables->linear)
        fold_linear(&tables->width, gx, g);
    else if (tables->scale > 1)
        sum_repeated(tables->scale, gx, g, tables->width.input);
    else
        fold(&tables->width, gx, g);
}

int FN(Resampling_updateGradInput)(real *gradInput, const real *gradOutput, const Resampling_shape *shape)
{
    const Resampling_shape s = *shape;
    const ptrdiff_t rows = s.time.input * s.height.input, plane = s.time.output * s.height.output * s.width.output;
    const int threads = threads_for(s.planes * plane);
    Tables tables;
    lampas_workspace *workspace = prepare(&tables, &s, s.width.output, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t task = 0; task < s.planes * rows; task++) {
        ptrdiff_t p = task / rows, t = task % rows / s.height.input, h = task % s.height.input;
        input_row(&tables, gradInput + task * s.width.input, gradOutput + p * plane, t, h, workspace->each[omp_get_thread_num()]);
    }
    return 0;
}

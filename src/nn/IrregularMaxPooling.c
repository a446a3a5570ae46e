/* Maximum over windows that a table gives, for each axis.
 *
 * For a row of windows, the maxima over their rows are taken first, for all columns of the map at once, each with the number of its row;
 * then each window goes over its columns. Among equal columns the one whose maximum stands in the earliest row wins, so the result is
 * the first maximum in reading order. Bound by memory where windows are small. Parallel over planes. */
#include "nn/IrregularMaxPooling.h"

#include "engine/workspace.h"
#include "simd.h"

#include <math.h>
#include <omp.h>

enum { PARALLEL_ELEMENTS = 16384 };

typedef struct Span {
    ptrdiff_t begin, end; /* from begin to before end */
} Span;

/* One thread's memory. */
typedef struct Plane {
    Span *time, *height, *width; /* a window for each output */
    real *best;                  /* width.input: the greatest of each column */
    lane_int *row;               /* and the number of its row among the windows' rows */
} Plane;

static Plane place(const Pooling_shape *s, void *block, size_t *used)
{
    const ptrdiff_t columns = (s->width.input + VL - 1) / VL * VL;
    Plane plane;
    plane.time = lampas_workspace_part(block, used, s->time.output * sizeof(Span));
    plane.height = lampas_workspace_part(block, used, s->height.output * sizeof(Span));
    plane.width = lampas_workspace_part(block, used, s->width.output * sizeof(Span));
    plane.best = lampas_workspace_part(block, used, columns * sizeof(real));
    plane.row = lampas_workspace_part(block, used, columns * sizeof(lane_int));
    return plane;
}

static Span adapted(const Pooling_axis *a, ptrdiff_t o)
{
    return (Span){o * a->input / a->output, ((o + 1) * a->input + a->output - 1) / a->output};
}

static void adapt(Span *windows, const Pooling_axis *a)
{
    for (ptrdiff_t o = 0; o < a->output; o++)
        windows[o] = adapted(a, o);
}

/* In the type's own precision, as Torch draws them. */
static void draw(Span *windows, const Pooling_axis *a, real sample)
{
    const real alpha = (real)(a->input - a->kernel) / (real)(a->output - 1);
    for (ptrdiff_t o = 0; o < a->output; o++) {
        ptrdiff_t begin = o + 1 < a->output ? (ptrdiff_t)((o + sample) * alpha) - (ptrdiff_t)(sample * alpha) : a->input - a->kernel;
        windows[o] = (Span){begin, begin + a->kernel};
    }
}

/* The windows of a plane; samples NULL: they adapt, and are the same for all planes. */
static void find_windows(const Plane *plane, const Pooling_shape *s, const real *samples)
{
    if (!samples) {
        adapt(plane->time, &s->time);
        adapt(plane->height, &s->height);
        adapt(plane->width, &s->width);
        return;
    }
    if (s->time.input > 1)
        draw(plane->time, &s->time, *samples++);
    else
        adapt(plane->time, &s->time);
    draw(plane->width, &s->width, samples[0]);
    draw(plane->height, &s->height, samples[1]);
}

/* best and row of each column over a window's rows. */
static void column_maxima(const Plane *plane, const real *map, Span frames, Span rows, const Pooling_shape *s)
{
    const ptrdiff_t n = s->width.input;
    real *best = plane->best;
    lane_int *row = plane->row, number = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        best[i] = -INFINITY;
    memset(row, 0, n * sizeof *row);
    for (ptrdiff_t t = frames.begin; t < frames.end; t++)
        for (ptrdiff_t h = rows.begin; h < rows.end; h++, number++) {
            const real *x = map + (t * s->height.input + h) * n;
            ptrdiff_t i = 0;
            for (; i + VL <= n; i += VL) {
                const vec value = vec_load(x + i), top = vec_load(best + i);
                const vec_mask greater = vec_greater(value, top);
                vec_store(best + i, vec_select(greater, value, top));
                ivec_store(row + i, ivec_select(greater, number - (ivec){0}, ivec_load(row + i)));
            }
            for (; i < n; i++)
                if (x[i] > best[i]) {
                    best[i] = x[i];
                    row[i] = number;
                }
        }
}

/* One row of outputs; `total` elements lie between the two arrays of offsets. */
static void output_row(const Plane *plane, real *output, int64_t *indices, Span frames, Span rows, const Pooling_shape *s, ptrdiff_t total)
{
    const ptrdiff_t height = rows.end - rows.begin;
    for (ptrdiff_t o = 0; o < s->width.output; o++) {
        const Span columns = plane->width[o];
        ptrdiff_t where = columns.begin;
        real top = plane->best[where];
        for (ptrdiff_t i = columns.begin + 1; i < columns.end; i++)
            if (plane->best[i] > top || (plane->best[i] == top && plane->row[i] < plane->row[where])) {
                top = plane->best[i];
                where = i;
            }
        output[o] = top;
        const ptrdiff_t t = frames.begin + plane->row[where] / height, h = plane->row[where] % height;
        if (s->indices == POOLING_OFFSETS) {
            indices[o] = h + 1;
            indices[o + total] = where - columns.begin + 1;
        } else {
            indices[o] = (t * s->height.input + rows.begin + h) * s->width.input + where + 1;
        }
    }
}

int FN(IrregularMaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const Pooling_shape *shape, const real *samples)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t input_map = s.time.input * s.height.input * s.width.input, rows = s.time.output * s.height.output;
    const ptrdiff_t output_map = rows * s.width.output, draws = s.time.input > 1 ? 3 : 2;
    const int threads = s.planes * input_map > PARALLEL_ELEMENTS ? omp_get_max_threads() : 1;
    size_t bytes = 0;
    place(&s, NULL, &bytes);
    lampas_workspace *workspace = lampas_workspace_reserve(0, bytes, threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t p = 0; p < s.planes; p++) {
        size_t used = 0;
        const Plane plane = place(&s, workspace->each[omp_get_thread_num()], &used);
        find_windows(&plane, &s, samples ? samples + p * draws : NULL);
        for (ptrdiff_t r = 0; r < rows; r++) {
            const Span t = plane.time[r / s.height.output], h = plane.height[r % s.height.output];
            const ptrdiff_t at = p * output_map + r * s.width.output;
            column_maxima(&plane, input + p * input_map, t, h, &s);
            output_row(&plane, output + at, indices + at, t, h, &s, s.planes * output_map);
        }
    }
    return 0;
}

void FN(IrregularMaxPooling_places)(int64_t *places, const int64_t *offsets, const Pooling_shape *shape)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t rows = s.planes * s.height.output, columns = s.width.output;
    const int64_t *column = offsets + rows * columns;
#pragma omp parallel for schedule(static) if (parallel: rows * columns > PARALLEL_ELEMENTS)
    for (ptrdiff_t r = 0; r < rows; r++) {
        const ptrdiff_t top = adapted(&s.height, r % s.height.output).begin;
        for (ptrdiff_t o = r * columns; o < (r + 1) * columns; o++)
            places[o] = (top + offsets[o] - 1) * s.width.input + adapted(&s.width, o - r * columns).begin + column[o];
    }
}

/* Moving elements by the indices that max pooling gave.
 *
 * The large map is cleared row by row just before the first window that reaches it, so that it is still in the cache. Bound by memory,
 * and by single loads and stores. Parallel over planes; each belongs to one thread, so no two of them meet. */
#include "nn/MaxPooling_places.h"

#include <omp.h>
#include <string.h>

enum {
    PARALLEL_ELEMENTS = 16384,
    RUN = 8,     /* elements between two prefetches: a line of indices */
    AHEAD = 512, /* elements */
};

/* How indices are read: as places, as offsets, or as offsets in windows that are one element high and wide, over maps alike in these. */
enum { PLACES, OFFSETS, FRAMES };

/* Where a row of windows begins: its first elements' time and height. */
typedef struct Row {
    ptrdiff_t time, height;
} Row;

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

static int single(const Pooling_axis *a)
{
    return a->kernel == 1 && a->stride == 1 && a->pad == 0 && a->input == a->output;
}

static int reading_of(const Pooling_shape *s)
{
    return s->indices == POOLING_PLACES ? PLACES : single(&s->height) && single(&s->width) ? FRAMES : OFFSETS;
}

static Row row_of(const Pooling_shape *s, ptrdiff_t r)
{
    const ptrdiff_t t = r / s->height.output, h = r % s->height.output;
    return (Row){t * s->time.stride - s->time.pad, h * s->height.stride - s->height.pad};
}

/* Place in the large map, from 0; outside of 0 … its elements - 1 when the index is wrong. */
static inline __attribute__((always_inline)) ptrdiff_t place(const int reading, const Pooling_shape *s, Row row, int64_t index, ptrdiff_t o)
{
    if (reading == PLACES)
        return index - 1;
    if (reading == FRAMES)
        return ((row.time + index * s->time.dilation) * s->height.input + row.height) * s->width.input + o;
    const ptrdiff_t t = row.time + (index & 255) * s->time.dilation, h = row.height + (index >> 8 & 255) * s->height.dilation;
    const ptrdiff_t w = o * s->width.stride - s->width.pad + (index >> 16 & 255) * s->width.dilation;
    const int inside = (size_t)t < (size_t)s->time.input && (size_t)h < (size_t)s->height.input && (size_t)w < (size_t)s->width.input;
    return inside ? (t * s->height.input + h) * s->width.input + w : -1;
}

/* Rows of the large map up to which windows before output row r + 1 reach. */
static ptrdiff_t rows_needed(const Pooling_shape *s, ptrdiff_t r)
{
    const Pooling_axis *t = &s->time, *h = &s->height;
    if (t->kernel == 0 || h->kernel == 0 || r + 1 == t->output * h->output)
        return t->input * h->input;
    ptrdiff_t frames = least(r / h->output * t->stride - t->pad + (t->kernel - 1) * t->dilation + 1, t->input);
    ptrdiff_t rows = r % h->output + 1 == h->output ? h->input : r % h->output * h->stride - h->pad + (h->kernel - 1) * h->dilation + 1;
    return (frames - 1) * h->input + least(rows, h->input);
}

static inline __attribute__((always_inline)) int scatter_map(const int reading, const int add, real *large, const real *small,
                                                             const int64_t *indices, const Pooling_shape *s)
{
    const size_t elements = s->time.input * s->height.input * s->width.input;
    const ptrdiff_t n = s->width.output, row_elements = s->width.input;
    ptrdiff_t cleared = 0;
    int wrong = 0;
    for (ptrdiff_t r = 0; r < s->time.output * s->height.output; r++, small += n, indices += n) {
        const Row row = row_of(s, r);
        const ptrdiff_t needed = rows_needed(s, r);
        if (needed > cleared) {
            memset(large + cleared * row_elements, 0, sizeof(real) * (needed - cleared) * row_elements);
            cleared = needed;
        }
        for (ptrdiff_t begin = 0; begin < n; begin += RUN) {
            __builtin_prefetch(indices + begin + AHEAD); /* so few loads are under way while sums wait for each other that memory would wait too */
            __builtin_prefetch(small + begin + AHEAD);
            const ptrdiff_t end = least(begin + RUN, n);
            for (ptrdiff_t o = begin; o < end; o++) {
                const size_t at = place(reading, s, row, indices[o], o);
                if (at >= elements)
                    wrong = 1;
                else if (add)
                    large[at] += small[o];
                else
                    large[at] = small[o];
            }
        }
    }
    return wrong;
}

static inline __attribute__((always_inline)) int gather_map(const int reading, real *small, const real *large, const int64_t *indices,
                                                            const Pooling_shape *s)
{
    const size_t elements = s->time.input * s->height.input * s->width.input;
    const ptrdiff_t n = s->width.output;
    int wrong = 0;
    for (ptrdiff_t r = 0; r < s->time.output * s->height.output; r++, small += n, indices += n) {
        const Row row = row_of(s, r);
        for (ptrdiff_t o = 0; o < n; o++) {
            const size_t at = place(reading, s, row, indices[o], o);
            wrong |= at >= elements;
            small[o] = at < elements ? large[at] : 0;
        }
    }
    return wrong;
}

static int scatter(int reading, int add, real *large, const real *small, const int64_t *indices, const Pooling_shape *s)
{
    switch (reading) {
    case PLACES: return add ? scatter_map(PLACES, 1, large, small, indices, s) : scatter_map(PLACES, 0, large, small, indices, s);
    case FRAMES: return add ? scatter_map(FRAMES, 1, large, small, indices, s) : scatter_map(FRAMES, 0, large, small, indices, s);
    default: return add ? scatter_map(OFFSETS, 1, large, small, indices, s) : scatter_map(OFFSETS, 0, large, small, indices, s);
    }
}

int FN(MaxPooling_scatter)(real *large, const real *small, const int64_t *indices, const Pooling_shape *shape, int add)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t large_map = s.time.input * s.height.input * s.width.input, small_map = s.time.output * s.height.output * s.width.output;
    int wrong = 0;
#pragma omp parallel for schedule(static) reduction(| : wrong) if (parallel: s.planes * large_map > PARALLEL_ELEMENTS)
    for (ptrdiff_t p = 0; p < s.planes; p++)
        wrong |= scatter(reading_of(&s), add, large + p * large_map, small + p * small_map, indices + p * small_map, &s);
    return wrong;
}

int FN(MaxPooling_gather)(real *small, const real *large, const int64_t *indices, const Pooling_shape *shape)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t large_map = s.time.input * s.height.input * s.width.input, small_map = s.time.output * s.height.output * s.width.output;
    int wrong = 0;
#pragma omp parallel for schedule(static) reduction(| : wrong) if (parallel: s.planes * large_map > PARALLEL_ELEMENTS)
    for (ptrdiff_t p = 0; p < s.planes; p++) {
        const int64_t *index = indices + p * small_map;
        if (s.indices == POOLING_OFFSETS)
            wrong |= gather_map(OFFSETS, small + p * small_map, large + p * large_map, index, &s);
        else
            wrong |= gather_map(PLACES, small + p * small_map, large + p * large_map, index, &s);
    }
    return wrong;
}

/* Moving elements by the indices that max pooling gave.
 *
 * The large map is cleared row by row just before the first window that reaches it, so that it is still in the cache. Bound by memory,
 * and by single loads and stores. Parallel over planes; each belongs to one thread, so no two of them meet. */
#include "nn/MaxPooling_places.h"

#include <omp.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 16384 };

/* Where a row of windows begins, and what an index means. */
typedef struct Row {
    ptrdiff_t time, height; /* of the windows' first elements */
    int64_t mask;           /* of the number along time */
} Row;

static ptrdiff_t least(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

static Row row_of(const Pooling_shape *s, ptrdiff_t r)
{
    const ptrdiff_t t = r / s->height.output, h = r % s->height.output;
    return (Row){t * s->time.stride - s->time.pad, h * s->height.stride - s->height.pad,
                 s->height.kernel == 1 && s->width.kernel == 1 ? INT64_MAX : 255};
}

/* Place in the large map, from 0; outside of 0 … its elements - 1 when the index is wrong. */
static inline __attribute__((always_inline)) ptrdiff_t place(const int offsets, const Pooling_shape *s, Row row, int64_t index, ptrdiff_t o)
{
    if (!offsets)
        return index - 1;
    const int64_t far = row.mask == 255 ? index >> 8 : 0;
    const ptrdiff_t t = row.time + (index & row.mask) * s->time.dilation, h = row.height + (far & 255) * s->height.dilation;
    const ptrdiff_t w = o * s->width.stride - s->width.pad + (far >> 8 & 255) * s->width.dilation;
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

static inline __attribute__((always_inline)) int scatter_map(const int offsets, const int add, real *large, const real *small,
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
        for (ptrdiff_t o = 0; o < n; o++) {
            const size_t at = place(offsets, s, row, indices[o], o);
            if (at >= elements)
                wrong = 1;
            else if (add)
                large[at] += small[o];
            else
                large[at] = small[o];
        }
    }
    return wrong;
}

static inline __attribute__((always_inline)) int gather_map(const int offsets, real *small, const real *large, const int64_t *indices,
                                                            const Pooling_shape *s)
{
    const size_t elements = s->time.input * s->height.input * s->width.input;
    const ptrdiff_t n = s->width.output;
    int wrong = 0;
    for (ptrdiff_t r = 0; r < s->time.output * s->height.output; r++, small += n, indices += n) {
        const Row row = row_of(s, r);
        for (ptrdiff_t o = 0; o < n; o++) {
            const size_t at = place(offsets, s, row, indices[o], o);
            wrong |= at >= elements;
            small[o] = at < elements ? large[at] : 0;
        }
    }
    return wrong;
}

int FN(MaxPooling_scatter)(real *large, const real *small, const int64_t *indices, const Pooling_shape *shape, int add)
{
    const Pooling_shape s = *shape;
    const ptrdiff_t large_map = s.time.input * s.height.input * s.width.input, small_map = s.time.output * s.height.output * s.width.output;
    int wrong = 0;
#pragma omp parallel for schedule(static) reduction(| : wrong) if (parallel: s.planes * large_map > PARALLEL_ELEMENTS)
    for (ptrdiff_t p = 0; p < s.planes; p++) {
        real *to = large + p * large_map;
        const real *from = small + p * small_map;
        const int64_t *index = indices + p * small_map;
        if (s.indices == POOLING_OFFSETS)
            wrong |= add ? scatter_map(1, 1, to, from, index, &s) : scatter_map(1, 0, to, from, index, &s);
        else
            wrong |= add ? scatter_map(0, 1, to, from, index, &s) : scatter_map(0, 0, to, from, index, &s);
    }
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
            wrong |= gather_map(1, small + p * small_map, large + p * large_map, index, &s);
        else
            wrong |= gather_map(0, small + p * small_map, large + p * large_map, index, &s);
    }
    return wrong;
}

/* Results that are written around the caches, because they are too large to stay there (engine/streaming.h says when).
 *
 * Stores that go around the caches (vec_stream) fill whole lines; a range's elements before the first line and after the last are
 * written the ordinary way. They pay off only when loads go on between them, so results go piece by piece through a buffer in the first
 * cache: pieces of 512 bytes kept the gain over ordinary stores, a third of the time, and of 4096 lost it (Zen 3; Emerald Rapids a half
 * of it). Where one array is read, pieces are taken from several pages in turn: the hardware fetches ahead within each page, so
 * that more is under way (Emerald Rapids: a tenth more bandwidth by 4 pages or 8, with one thread as with two; with two arrays
 * to read it has enough to fetch, and turns cost 2 %).
 * Include after "real.h". */
#ifndef LAMPAS_STREAM_H
#define LAMPAS_STREAM_H

#include "simd.h"

enum {
    LINE = 64 / sizeof(real), /* elements of a cache line */
    STREAM_PIECE = 512 / sizeof(real),
    STREAM_PAGES = 8, /* that are taken in turn */
    STREAM_TURNS = 4096 / 512,
};

/* Where the i-th piece of n elements begins; all of them together cover the range. */
static inline ptrdiff_t stream_piece(ptrdiff_t i, ptrdiff_t n)
{
    const ptrdiff_t group = STREAM_PAGES * STREAM_TURNS, first = i / group * group, within = i - first;
    if ((first + group) * STREAM_PIECE > n)
        return i * STREAM_PIECE;
    return (first + within % STREAM_PAGES * STREAM_TURNS + within / STREAM_PAGES) * STREAM_PIECE;
}

/* Elements of `to`, n at most, that lie before the first cache line. */
static inline ptrdiff_t stream_head(const real *to, ptrdiff_t n)
{
    ptrdiff_t head = -((uintptr_t)to / sizeof(real)) % LINE;
    return head < n ? head : n;
}

/* Copy what lies in the first cache to where it belongs. */
static inline void stream_copy(void *to, const void *from, size_t bytes)
{
    real *out = to;
    const real *in = from;
    ptrdiff_t n = bytes / sizeof(real), i = stream_head(out, n);
    memcpy(out, in, i * sizeof(real));
    for (; i + LINE <= n; i += LINE)
#pragma GCC unroll 4
        for (ptrdiff_t j = i; j < i + LINE; j += VL)
            vec_stream(out + j, vec_load(in + j));
    memcpy(out + i, in + i, (n - i) * sizeof(real));
}

#endif

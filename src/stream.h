/* Results that are written around the caches, because they are too large to stay there (engine/streaming.h says when).
 *
 * Stores that go around the caches (vec_stream) fill whole lines; a range's elements before the first line and after the last are
 * written the ordinary way. They pay off only when loads go on between them: on a Zen 3, taking 128 elements at a time through a
 * buffer kept the gain over ordinary stores, a third of the time, and 1024 at a time lost all of it. Include after "real.h". */
#ifndef LAMPAS_STREAM_H
#define LAMPAS_STREAM_H

#include "simd.h"

enum { LINE = 64 / sizeof(real) }; /* elements of a cache line */

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

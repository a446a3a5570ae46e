/* The threshold is three quarters of the last cache: less than all of it, because the input passes through it as well. */
#include "engine/streaming.h"

#include <unistd.h>

enum { USUAL_BYTES = 8 << 20 }; /* where the system does not tell the cache's size */

static int64_t threshold; /* 0: not yet asked for. Threads may find it out twice, with the same answer. */

static int64_t last_cache_bytes(void)
{
#if defined(_SC_LEVEL3_CACHE_SIZE)
    long l3 = sysconf(_SC_LEVEL3_CACHE_SIZE), l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);
    if (l3 > 0 || l2 > 0)
        return l3 > 0 ? l3 : l2;
#endif
    return USUAL_BYTES;
}

int lampas_streaming(int64_t bytes)
{
    int64_t limit = __atomic_load_n(&threshold, __ATOMIC_RELAXED);
    if (limit == 0) {
        limit = last_cache_bytes() / 4 * 3;
        __atomic_store_n(&threshold, limit, __ATOMIC_RELAXED);
    }
    return bytes > limit;
}

void lampas_streaming_set(int64_t bytes)
{
    __atomic_store_n(&threshold, bytes, __ATOMIC_RELAXED);
}

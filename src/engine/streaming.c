/* The threshold is three quarters of our share of the last cache: less than all of it, because the input passes through it as well. */
#include "engine/streaming.h"
#include "engine/cache.h"

static int64_t threshold; /* 0: not yet asked for. Threads may find it out twice, with the same answer. */

int lampas_streaming(int64_t bytes)
{
    int64_t limit = __atomic_load_n(&threshold, __ATOMIC_RELAXED);
    if (limit == 0) {
        limit = lampas_cache_share() / 4 * 3;
        __atomic_store_n(&threshold, limit, __ATOMIC_RELAXED);
    }
    return bytes > limit;
}

void lampas_streaming_set(int64_t bytes)
{
    __atomic_store_n(&threshold, bytes, __ATOMIC_RELAXED);
}

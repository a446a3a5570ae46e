/* Memory copies to measure bandwidth by.
 *
 * A copy is bound by whichever memory holds both blocks: a cache level when they fit in it, else DRAM. Each thread copies its own
 * share over and over, so that the share stays in that thread's caches. */
#include "engine/machine.h"

#define REAL_float /* any type would do */
#include "simd.h"

#include <omp.h>

enum { LINE = 64, UNROLL = 4 };

/* Empty assembly keeps the compiler from seeing a call of memcpy in the loop. */
static inline __attribute__((always_inline)) void copy_vectors(const int around, char *to, const char *from, long bytes)
{
    const long step = UNROLL * (long)sizeof(vec);
    long i = 0;
    for (; i + step <= bytes; i += step) {
        const real *s = (const real *)(from + i);
        real *d = (real *)(to + i);
        const vec part[UNROLL] = {vec_load(s), vec_load(s + VL), vec_load(s + 2 * VL), vec_load(s + 3 * VL)};
#pragma GCC unroll 4
        for (int j = 0; j < UNROLL; j++)
            if (around)
                vec_stream(d + j * VL, part[j]);
            else
                vec_store(d + j * VL, part[j]);
        __asm__ volatile("" ::: "memory");
    }
    memcpy(to + i, from + i, (size_t)(bytes - i));
}

void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int way)
{
#pragma omp parallel
    {
        long threads = omp_get_num_threads(), lines = bytes / LINE, me = omp_get_thread_num();
        long first = lines * me / threads * LINE, last = me + 1 == threads ? bytes : lines * (me + 1) / threads * LINE;
        char *target = (char *)to + first;
        const char *source = (const char *)from + first;
        for (long round = 0; round < rounds; round++) {
            switch (way) {
            case 0: copy_vectors(0, target, source, last - first); break;
            case 1: copy_vectors(1, target, source, last - first); break;
            default: memcpy(target, source, (size_t)(last - first));
            }
            __asm__ volatile("" ::: "memory");
        }
        vec_stream_end();
    }
}

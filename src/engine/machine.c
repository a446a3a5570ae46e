/* Memory copies to measure bandwidth by.
 *
 * A copy is bound by whichever memory holds both blocks: a cache level when they fit in it, else DRAM. Each thread copies its own
 * share over and over, so that the share stays in that thread's caches. */
#include "engine/machine.h"

#include <omp.h>
#include <string.h>

typedef char vector __attribute__((vector_size(__BIGGEST_ALIGNMENT__), aligned(1), may_alias));

enum { LINE = 64, UNROLL = 4 };

/* Empty assembly keeps the compiler from seeing a call of memcpy in the loop. */
static void copy_vectors(char *to, const char *from, long bytes)
{
    const long step = UNROLL * (long)sizeof(vector);
    long i = 0;
    for (; i + step <= bytes; i += step) {
        const vector *s = (const vector *)(from + i);
        vector *d = (vector *)(to + i);
        vector a = s[0], b = s[1], c = s[2], e = s[3];
        d[0] = a;
        d[1] = b;
        d[2] = c;
        d[3] = e;
        __asm__ volatile("" ::: "memory");
    }
    for (; i < bytes; i++)
        to[i] = from[i];
}

void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int library)
{
#pragma omp parallel
    {
        long threads = omp_get_num_threads(), lines = bytes / LINE, me = omp_get_thread_num();
        long first = lines * me / threads * LINE, last = me + 1 == threads ? bytes : lines * (me + 1) / threads * LINE;
        for (long round = 0; round < rounds; round++) {
            if (library)
                memcpy((char *)to + first, (const char *)from + first, (size_t)(last - first));
            else
                copy_vectors((char *)to + first, (const char *)from + first, last - first);
            __asm__ volatile("" ::: "memory");
        }
    }
}

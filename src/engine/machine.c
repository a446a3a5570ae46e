/* Memory copies to measure bandwidth by, and a yardstick for the pace of the cores.
 *
 * A copy is bound by whichever memory holds both blocks: a cache level when they fit in it, else DRAM. Each thread copies its own
 * share over and over, so that the share stays in that thread's caches. */
#include "engine/machine.h"

#include "engine/threads.h"

#define REAL_float /* any type would do */
#include "stream.h"

#include <omp.h>

enum { UNROLL = 4 };

/* Empty assembly keeps the compiler from seeing a call of memcpy in the loop. */
static void copy_vectors(real *to, const real *from, ptrdiff_t n)
{
    ptrdiff_t i = 0;
    for (; i + UNROLL * VL <= n; i += UNROLL * VL) {
        const vec part[UNROLL] = {vec_load(from + i), vec_load(from + i + VL), vec_load(from + i + 2 * VL), vec_load(from + i + 3 * VL)};
#pragma GCC unroll 4
        for (int j = 0; j < UNROLL; j++)
            vec_store(to + i + j * VL, part[j]);
        __asm__ volatile("" ::: "memory");
    }
    memcpy(to + i, from + i, (size_t)(n - i) * sizeof(real));
}

static void copy_around(real *to, const real *from, ptrdiff_t n)
{
    for (ptrdiff_t k = 0; k * STREAM_PIECE < n; k++) {
        const ptrdiff_t i = stream_piece(k, n), count = n - i < STREAM_PIECE ? n - i : STREAM_PIECE;
        stream_copy(to + i, from + i, (size_t)count * sizeof(real));
    }
    vec_stream_end();
}

void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int way)
{
    const long n = bytes / (long)sizeof(real);
    memcpy((char *)to + n * (long)sizeof(real), (const char *)from + n * (long)sizeof(real), (size_t)bytes % sizeof(real));
#pragma omp parallel
    {
        const long threads = omp_get_num_threads(), lines = n / LINE, me = omp_get_thread_num();
        const long first = lines * me / threads * LINE, count = (me + 1 == threads ? n : lines * (me + 1) / threads * LINE) - first;
        real *target = (real *)to + first;
        const real *source = (const real *)from + first;
        for (long round = 0; round < rounds; round++) {
            switch (way) {
            case 0: copy_vectors(target, source, count); break;
            case 1: copy_around(target, source, count); break;
            default: memcpy(target, source, (size_t)count * sizeof(real));
            }
            __asm__ volatile("" ::: "memory");
        }
    }
}

enum { PACE_STEPS = 8000 };

/* Six sums that wait for each other little keep every port of integer arithmetic busy, so that sharing a core shows. */
static void integer_work(void)
{
    unsigned a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
    for (unsigned i = 0; i < PACE_STEPS; i++) {
        a += i ^ b;
        b += i ^ c;
        c += i ^ d;
        d += i ^ e;
        e += i ^ f;
        f += i ^ a;
        __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
    }
}

double lampas_machine_pace(void)
{
    const int threads = lampas_threads_get(), cores = lampas_threads_cores();
    double slowest = 0;
#pragma omp parallel num_threads(threads < cores ? threads : cores) reduction(max : slowest)
    {
        const double start = omp_get_wtime();
        integer_work();
        slowest = omp_get_wtime() - start;
    }
    return slowest;
}

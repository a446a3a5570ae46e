/* Tensors of positions, checked before kernels follow them. */
#include "engine/indices.h"
#include "engine/iterate.h"

static void check_run(const Run *run)
{
    const int64_t *x = run->data[0];
    uint64_t limit = *(const uint64_t *)run->context;
    int *outside = run->partial, any = 0;
    long n = run->n;
#pragma omp simd reduction(| : any)
    for (long i = 0; i < n; i++)
        any |= (uint64_t)x[i] - 1 >= limit;
    *outside |= any;
}

int lampas_indices_within(const THTensor *indices, long limit)
{
    int partials[LAMPAS_CHUNKS], start = 0, outside = 0;
    Visit visit = {.run = check_run, .context = &limit, .operands = 1, .tensor = {indices}, .cost = 1,
                   .partials = partials, .start = &start, .partialBytes = sizeof start};
    lampas_visit(&visit);
    for (long c = 0; c < visit.chunks; c++)
        outside |= partials[c];
    return !outside;
}

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

/* From the last one back, each leaves its position behind: what is left for an index is where it occurs first. There it gives way to the
 * index's rank, negated. */
long lampas_indices_distinct(int64_t *distinct, int64_t *rank, const int64_t *index, long n, int64_t *position)
{
    long count = 0;
    for (long i = n - 1; i >= 0; i--)
        position[index[i] - 1] = i;
    for (long i = 0; i < n; i++) {
        int64_t *p = position + index[i] - 1;
        if (*p == i) {
            distinct[count++] = index[i];
            *p = -count;
        }
        if (rank)
            rank[i] = -*p;
    }
    return count;
}

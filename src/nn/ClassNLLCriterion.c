/* ClassNLLCriterion and SpatialClassNLLCriterion: loss = -Σ w[t] x[b][t][i] (/ Σ w[t]), t = target[b][i].
 *
 * Forward reads one element in each row of `classes`, so it is bound by the latency of those reads: small batches stay
 * serial, where a parallel region would cost more than the work. Backward writes the whole gradient once, zeros and the entries
 * at the targets, and is bound by memory. Parallel over blocks of samples; sums are added in the blocks' order. */
#include "nn/ClassNLLCriterion.h"

#include "blocks.h"

#include <string.h>

enum { PARALLEL_BLOCKS = 4, PARALLEL_ELEMENTS = 65536 };

typedef struct Partial {
    double loss, weight;
    ptrdiff_t bad; /* position, from 1, of the first target out of range, or 0 */
} Partial;

static Partial forward_range(const real *input, const int64_t *target, const real *weights, ptrdiff_t begin, ptrdiff_t end,
                             ptrdiff_t classes, ptrdiff_t inner, int64_t ignoreIndex)
{
    Partial sum = {0, 0, 0};
    for (ptrdiff_t i = begin; i < end; i++) {
        int64_t t = target[i];
        if (t == ignoreIndex)
            continue;
        if (t < 1 || t > classes) {
            sum.bad = i + 1;
            return sum;
        }
        ptrdiff_t at = inner == 1 ? i * classes + t - 1 : (i / inner * classes + t - 1) * inner + i % inner;
        double w = weights ? weights[t - 1] : 1;
        sum.loss -= w * input[at];
        sum.weight += w;
    }
    return sum;
}

ptrdiff_t FN(ClassNLLCriterion_updateOutput)(double *loss_and_weight, const real *input, const int64_t *target, const real *weights,
                                             ptrdiff_t batch, ptrdiff_t classes, ptrdiff_t inner, int sizeAverage, int64_t ignoreIndex)
{
    ptrdiff_t n = batch * inner, blocks = block_count(n);
    Partial partial[MAX_BLOCKS];
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t begin = block_begin(n, b);
        partial[b] = forward_range(input, target, weights, begin, begin + block_size(n, b), classes, inner, ignoreIndex);
    }
    double loss = 0, weight = 0;
    for (ptrdiff_t b = 0; b < blocks; b++) {
        if (partial[b].bad)
            return partial[b].bad;
        loss += partial[b].loss;
        weight += partial[b].weight;
    }
    loss_and_weight[0] = sizeAverage && weight != 0 ? loss / weight : loss;
    loss_and_weight[1] = weight;
    return 0;
}

ptrdiff_t FN(ClassNLLCriterion_updateGradInput)(real *gradInput, const int64_t *target, const real *weights, double total_weight,
                                                ptrdiff_t batch, ptrdiff_t classes, ptrdiff_t inner, int sizeAverage, int64_t ignoreIndex)
{
    for (ptrdiff_t i = 0; i < batch * inner; i++)
        if (target[i] != ignoreIndex && (target[i] < 1 || target[i] > classes))
            return i + 1;
    double norm = sizeAverage && total_weight != 0 ? 1 / total_weight : 1;
#pragma omp parallel for schedule(static) if (parallel: batch * classes * inner > PARALLEL_ELEMENTS)
    for (ptrdiff_t b = 0; b < batch; b++) {
        real *sample = gradInput + b * classes * inner;
        memset(sample, 0, sizeof(real) * classes * inner);
        for (ptrdiff_t i = 0; i < inner; i++) {
            int64_t t = target[b * inner + i];
            if (t != ignoreIndex)
                sample[(t - 1) * inner + i] = -norm * (weights ? weights[t - 1] : 1);
        }
    }
    return 0;
}

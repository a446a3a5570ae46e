/* nn.SparseLinear: y[b][o] = bias[o] + sum over the entries of sample b of value * W[o][index].
 *
 * Samples are stored one after another: entries start[b] … start[b + 1] - 1 of `index` (1 … nInput, which the caller has checked) and
 * `value`. weight, gradWeight: nOutput × nInput; output, gradOutput: batch × nOutput; all contiguous. */
#include "real.h"

#ifndef LAMPAS_SPARSE_H
#define LAMPAS_SPARSE_H
typedef struct lampas_sparse {
    ptrdiff_t batch;
    const int64_t *start; /* batch + 1 */
    const int64_t *index;
} lampas_sparse;
#endif

void FN(SparseLinear_updateOutput)(const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput, const real *weight,
                                   const real *bias, real *output);

/* gradWeight[o][index] += scale * value * gradOutput[b][o] */
void FN(SparseLinear_accGradParameters)(const lampas_sparse *samples, const real *value, ptrdiff_t nInput, ptrdiff_t nOutput,
                                        const real *gradOutput, real scale, real *gradWeight);

/* For the `count` different columns: gradWeight = 0;  weight -= rate * gradWeight. */
void FN(SparseLinear_zeroGradParameters)(const int64_t *column, ptrdiff_t count, ptrdiff_t nInput, ptrdiff_t nOutput, real *gradWeight);
void FN(SparseLinear_updateParameters)(const int64_t *column, ptrdiff_t count, ptrdiff_t nInput, ptrdiff_t nOutput, const real *gradWeight,
                                       real rate, real *weight);

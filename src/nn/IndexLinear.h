/* nn.IndexLinear: y[b][o] = bias[o] + sum over the entries of sample b of value * W[index][o].
 *
 * weight: nInput rows of `first` + nOutput elements: with max-normalisation first is 4 and the columns before the weights are a feature's
 * largest |value|, the inverse of it, the factor of its updates and its bias; otherwise first is 0. */
#include "nn/SparseLinear.h"

/* normalised[e] = value[e] / largest |value| of the feature (in training the running one is kept up to date; its sign alone
 * where it is larger),
 * plus the feature's bias. n entries. */
void FN(IndexLinear_normalise)(ptrdiff_t n, const int64_t *index, const real *value, ptrdiff_t pitch, int train, real *weight,
                                real *normalised);

void FN(IndexLinear_updateOutput)(const lampas_sparse *samples, const real *value, ptrdiff_t first, ptrdiff_t nOutput, const real *weight,
                                  const real *bias, real *output);

/* gradient: a row for each different index, of nOutput elements and, if first > 0, one for the feature's bias; set to zero before.
 * gradient[rank[e]] += scale * (value[e] * gradOutput[b], gradOutput[b] · W[index[e]]).  rank: from 1; sample: from 0, of each entry. */
void FN(IndexLinear_accGradParameters)(const lampas_sparse *samples, const real *value, const int64_t *rank, const int64_t *sample,
                                       ptrdiff_t first, ptrdiff_t nOutput, const real *gradOutput, const real *weight, real scale,
                                       real *gradient);

/* For n different keys (from 1): W[key] -= rate * gradient, by the feature's factor, and its bias alike;  W[key] *= factor. */
void FN(IndexLinear_updateParameters)(ptrdiff_t n, const int64_t *key, const real *gradient, ptrdiff_t first, ptrdiff_t nOutput, real rate,
                                      real *weight);
void FN(IndexLinear_decay)(ptrdiff_t n, const int64_t *key, ptrdiff_t first, ptrdiff_t nOutput, real factor, real *weight);

/* Negative log-likelihood of a class: ClassNLLCriterion (inner = 1) and SpatialClassNLLCriterion (inner = height · width). */
#include "real.h"

/* loss_and_weight[1] = W = Σ w[t] and loss_and_weight[0] = -Σ w[t] input[b][t][i], over all b and i with t = target[b][i] other
 * than ignoreIndex; the loss is divided by W when sizeAverage is set and W is not 0.
 *
 * input: batch × classes × inner; target: batch × inner, 1 … classes; weights: classes, or NULL for ones.
 * Returns 0, or the position, from 1, of the first target out of range; nothing is written then. */
ptrdiff_t FN(ClassNLLCriterion_updateOutput)(double *loss_and_weight, const real *input, const int64_t *target, const real *weights,
                                             ptrdiff_t batch, ptrdiff_t classes, ptrdiff_t inner, int sizeAverage, int64_t ignoreIndex);

/* gradInput: batch × classes × inner, written in full: -w[t] (divided by total_weight when sizeAverage is set and it is not 0) at
 * each target that is not ignored, 0 elsewhere. Returns as above; gradInput is then undefined. */
ptrdiff_t FN(ClassNLLCriterion_updateGradInput)(real *gradInput, const int64_t *target, const real *weights, double total_weight,
                                                ptrdiff_t batch, ptrdiff_t classes, ptrdiff_t inner, int sizeAverage, int64_t ignoreIndex);

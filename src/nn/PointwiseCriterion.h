/* Criteria that are sums over elements: input and target have n elements each, contiguous; sums and gradients are divided by n
 * when sizeAverage is set. */
#include "real.h"

/* Σ (x - t)²; its gradient 2 (x - t). gradInput may be input. */
double FN(MSECriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(MSECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

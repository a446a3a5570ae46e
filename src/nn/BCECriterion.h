/* Binary cross entropy. */
#include "real.h"

/* *loss = -Σ w [t log(x + ε) + (1 - t) log(1 - x + ε)], ε = 1e-12, divided by the number of elements when sizeAverage is set.
 *
 * input, target: rows × columns, contiguous; weights: columns, the same for each row, or NULL for ones.
 * Returns 0, or the position, from 1, of the first input outside 0 … 1 (a NaN is); *loss is not written then. */
ptrdiff_t FN(BCECriterion_updateOutput)(double *loss, const real *input, const real *target, const real *weights,
                                        ptrdiff_t rows, ptrdiff_t columns, int sizeAverage);

/* gradInput = w (x - t) / ((1 - x + ε) (x + ε)), divided by the number of elements when sizeAverage is set. */
void FN(BCECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, const real *weights,
                                      ptrdiff_t rows, ptrdiff_t columns, int sizeAverage);

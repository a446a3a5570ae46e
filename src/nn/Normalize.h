/* Rows divided by their p-norm. input, output, gradOutput, gradInput: rows × width, contiguous; norm: rows. */
#include "real.h"

/* norm = (Σ |x|^p + eps)^(1/p), for infinite p max |x| + eps; output = x / norm. */
void FN(Normalize_updateOutput)(real *output, real *norm, const real *input, ptrdiff_t rows, ptrdiff_t width, double p, double eps);

/* gradInput = g / norm - (∂norm / ∂x) Σ g x / norm², with the norm that forward gave. At 0 the derivative of |x|^p counts as 0; for
 * infinite p the first of equal maxima takes all of it. */
void FN(Normalize_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *norm, ptrdiff_t rows,
                                   ptrdiff_t width, double p);

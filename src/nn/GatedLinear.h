/* Gated linear unit: rows of 2 half elements (a, b) give rows of `half` elements a σ(b), σ(b) = 1 / (1 + e^-b). */
#include "real.h"

/* input: outer × 2 half; output: outer × half. */
void FN(GatedLinear_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t half);

/* gradInput like the input, gradOutput like the output: g σ(b) and g a σ(b) (1 - σ(b)). */
void FN(GatedLinear_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t outer, ptrdiff_t half);

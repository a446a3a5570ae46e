/* SoftMax and LogSoftMax over the middle one of three dimensions: outer × dim × inner, contiguous.
 *
 * 1-D: 1 × n × 1. 2-D: batch × n × 1. 3-D: 1 × planes × (height · width). 4-D: batch × planes × (height · width). */
#include "real.h"

/* output = e^(x - max) / Σ e^(x - max); a slice that holds a NaN, or +infinity, or -infinity alone, becomes NaN.
 * output == input is allowed. */
void FN(SoftMax_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner);

/* gradInput = y (g - Σ g y); gradInput == gradOutput is allowed. */
void FN(SoftMax_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t outer, ptrdiff_t dim,
                                 ptrdiff_t inner);

/* output = x - max - log Σ e^(x - max). */
void FN(LogSoftMax_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t dim, ptrdiff_t inner);

/* gradInput = g - e^y Σ g. */
void FN(LogSoftMax_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t outer, ptrdiff_t dim,
                                    ptrdiff_t inner);

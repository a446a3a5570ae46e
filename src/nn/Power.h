/* Powers, roots, exponential and logarithm. Each works on n contiguous elements; output == input and gradInput ==
 * gradOutput are allowed. */
#include "real.h"

/* x²; the derivative 2 x is taken from the input. */
void FN(Square_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Square_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

/* √x; the derivative 1 / (2 y) is taken from the output, and is 0 where y = 0. */
void FN(Sqrt_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Sqrt_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* e^x, its own derivative. */
void FN(Exp_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Exp_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* log x; the derivative 1 / x is taken from the input. */
void FN(Log_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Log_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

/* x^exponent; the derivative exponent x^(exponent - 1) is taken from the input. An exponent of 2 is multiplied out. */
void FN(Power_updateOutput)(real *output, const real *input, ptrdiff_t n, double exponent);
void FN(Power_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double exponent);

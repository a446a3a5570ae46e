/* Pointwise activations with an exponential in them. Each works on n contiguous elements; output == input and gradInput == gradOutput are
 * allowed. Infinities give their limits, NaN gives NaN. */
#include "real.h"

/* tanh x; the derivative 1 - y² is taken from the output. */
void FN(Tanh_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Tanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* 1 / (1 + e^-x); the derivative y (1 - y) is taken from the output. */
void FN(Sigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Sigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* x > 0 ? x : alpha (e^x - 1); the derivative, 1 or y + alpha, is taken from the output. */
void FN(ELU_updateOutput)(real *output, const real *input, ptrdiff_t n, double alpha);
void FN(ELU_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n, double alpha);

/* log(1 + e^(beta x)) / beta, and x where beta x > threshold; the derivative 1 - e^(-beta y) is taken from the output. */
void FN(SoftPlus_updateOutput)(real *output, const real *input, ptrdiff_t n, double beta, double threshold);
void FN(SoftPlus_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n, double beta, double threshold);

/* log(1 / (1 + e^-x)) without overflow; the derivative 1 / (1 + e^x) is taken from the input. */
void FN(LogSigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(LogSigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

/* x - tanh x, to within an ulp of x; the derivative tanh² x is taken from the input. */
void FN(TanhShrink_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(TanhShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

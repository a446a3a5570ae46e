/* Pointwise activations: each works on n contiguous elements; output == input and gradInput == gradOutput are allowed. */
#include "real.h"

/* tanh x; the derivative 1 - y² is taken from the output. */
void FN(Tanh_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Tanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* 1 / (1 + e^-x); the derivative y (1 - y) is taken from the output. */
void FN(Sigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Sigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n);

/* Pointwise activations made of straight pieces. Each works on n contiguous elements; output == input and gradInput ==
 * gradOutput are allowed. A NaN in the input reaches the output, but for Threshold. */
#include "real.h"

/* x > threshold ? x : value; a NaN becomes `value`. In place, value <= threshold: then the output, which is the `input` that is
 * left, lies above the threshold where the input did. */
void FN(Threshold_updateOutput)(real *output, const real *input, ptrdiff_t n, double threshold, double value);
void FN(Threshold_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double threshold);

/* x > 0 ? x : slope x */
void FN(LeakyReLU_updateOutput)(real *output, const real *input, ptrdiff_t n, double slope);
void FN(LeakyReLU_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double slope);

/* x held within [low, high]; the derivative is 0 at the bounds. */
void FN(HardTanh_updateOutput)(real *output, const real *input, ptrdiff_t n, double low, double high);
void FN(HardTanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double low, double high);

/* x moved towards 0 by lambda; 0 within [-lambda, lambda]. */
void FN(SoftShrink_updateOutput)(real *output, const real *input, ptrdiff_t n, double lambda);
void FN(SoftShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double lambda);

/* x, but 0 within [-lambda, lambda]. */
void FN(HardShrink_updateOutput)(real *output, const real *input, ptrdiff_t n, double lambda);
void FN(HardShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double lambda);

/* x / (1 + |x|), of derivative 1 / (1 + |x|)²; 1 and -1 at the infinities. */
void FN(SoftSign_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(SoftSign_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

/* gradOutput + weight sign(input), gradOutput NULL: weight sign(input). */
void FN(L1Penalty_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double weight);

/* |x|; the derivative at 0 is 1. */
void FN(Abs_updateOutput)(real *output, const real *input, ptrdiff_t n);
void FN(Abs_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n);

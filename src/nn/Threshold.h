/* Threshold and ReLU (threshold 0, value 0). */
#include "real.h"

/* output[i] = input[i] > threshold ? input[i] : value, for n elements; a NaN becomes `value`. In place: output == input. */
void FN(Threshold_updateOutput)(real *output, const real *input, ptrdiff_t n, double threshold, double value);

/* gradInput[i] = input[i] > threshold ? gradOutput[i] : 0. In place: gradInput == gradOutput, and `input` is then the
 * output, which lies above the threshold where the input did because value <= threshold. */
void FN(Threshold_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double threshold);

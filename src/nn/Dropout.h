/* Dropout: random elements become zero. All arrays have n elements and are contiguous. */
#include "engine/random.h"
#include "real.h"

/* noise = scale with probability keep, else 0, by the generator's next n draws; output = input * noise.
 * output may be input. */
void FN(Dropout_updateOutput)(THGenerator *generator, long n, const real *input, real *output, real *noise, double keep, real scale);

/* gradInput = gradOutput * noise; gradInput may be gradOutput. */
void FN(Dropout_updateGradInput)(long n, const real *gradOutput, const real *noise, real *gradInput);

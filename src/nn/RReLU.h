/* RReLU in training: a random slope for each element that is not positive. */
#include "engine/random.h"
#include "real.h"

/* noise[i] = input[i] <= 0 ? uniform in [lower, upper) : 1, output = input * noise, for n elements; output == input is allowed. One draw
 * for each element that is not positive, in order. Returns -1 when memory is short; nothing is drawn then. */
int FN(RReLU_updateOutput)(THGenerator *generator, long n, const real *input, real *output, real *noise, double lower, double upper);

/* PReLU: x > 0 ? x : weight x, with a weight for each plane. */
#include "real.h"

/* Arrays are outer × planes × inner, weight has `planes` entries; one weight for everything: outer = planes = 1. */
void FN(PReLU_updateOutput)(real *output, const real *input, const real *weight, ptrdiff_t outer, ptrdiff_t planes, ptrdiff_t inner);
void FN(PReLU_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *weight, ptrdiff_t outer,
                               ptrdiff_t planes, ptrdiff_t inner);

/* gradWeight[plane] += scale * sum of gradOutput * input where input <= 0. Returns -1 when memory is short. */
int FN(PReLU_accGradParameters)(real *gradWeight, const real *gradOutput, const real *input, double scale, ptrdiff_t outer,
                                ptrdiff_t planes, ptrdiff_t inner);

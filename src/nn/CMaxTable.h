/* The largest or smallest of several arrays, element by element, and which of them it is from. */
#include "real.h"

/* output[i] = the largest of inputs[0..count-1][i], or with `smallest` the smallest; index[i] = its number, from 1. Only what is strictly
 * better takes the place of an earlier one, so that a NaN does not win. */
void FN(CMaxTable_updateOutput)(real *output, real *index, const real *const *inputs, int count, ptrdiff_t n, int smallest);

/* gradInput[i] = index[i] == number ? gradOutput[i] : 0. */
void FN(CMaxTable_updateGradInput)(real *gradInput, const real *gradOutput, const real *index, ptrdiff_t n, double number);

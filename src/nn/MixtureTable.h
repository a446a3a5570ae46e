/* nn.MixtureTable: a sum of experts, weighted for each row by gates. */
#include "real.h"

/* An expert is rows × columns, its columns consecutive; experts[k] is where expert k begins, strides[k] how many elements a row of it lies
 * behind the one before. gates and gradGates are rows × count, output and gradOutput rows × columns, all contiguous. */

/* output[r] = sum over k of gates[r][k] experts[k][r] */
void FN(MixtureTable_updateOutput)(real *output, const real *gates, const real *const *experts, const ptrdiff_t *strides, int count,
                                   ptrdiff_t rows, ptrdiff_t columns);

/* gradGates[r][k] = gradOutput[r] · experts[k][r];  gradExperts[k][r] = gates[r][k] gradOutput[r] */
void FN(MixtureTable_updateGradInput)(real *gradGates, real *const *gradExperts, const ptrdiff_t *gradStrides, const real *gradOutput,
                                      const real *gates, const real *const *experts, const ptrdiff_t *strides, int count, ptrdiff_t rows,
                                      ptrdiff_t columns);

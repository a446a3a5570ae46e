/* nn.Bilinear: output[b][k] = a[b] · weight[k] b[b] + bias[k].
 * a: batch × n1; b: batch × n2; weight, gradWeight: nOutput × n1 × n2; output, gradOutput: batch × nOutput; all contiguous.
 * scratch: batch × the larger of n1 and n2. 0: done; -1: memory short. */
#include "real.h"

/* bias: nOutput, or NULL */
int FN(Bilinear_updateOutput)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *weight,
                              const real *bias,
                              real *scratch, real *output);

/* gradA: batch × n1, gradB: batch × n2 */
int FN(Bilinear_updateGradInput)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *weight,
                                 const real *gradOutput, real *scratch, real *gradA, real *gradB);

int FN(Bilinear_accGradParameters)(long batch, long n1, long n2, long nOutput, const real *a, const real *b, const real *gradOutput,
                                   real scale, real *scratch, real *gradWeight);

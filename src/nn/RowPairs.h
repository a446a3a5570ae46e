/* nn.DotProduct, nn.CosineDistance, nn.PairwiseDistance: a number for each pair of rows a[i], b[i], of n × width matrices, contiguous.
 * output, gradOutput: n. */
#include "real.h"

/* output[i] = a[i] · b[i];  gradA[i] = gradOutput[i] b[i], gradB[i] = gradOutput[i] a[i] */
void FN(DotProduct_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, real *output);
void FN(DotProduct_updateGradInput)(const real *a, const real *b, const real *gradOutput, ptrdiff_t n, ptrdiff_t width, real *gradA,
                                    real *gradB);

/* output[i] = a[i] · b[i] / √((a[i] · a[i] + 1e-12) (b[i] · b[i] + 1e-12)) */
void FN(CosineDistance_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, real *output);
void FN(CosineDistance_updateGradInput)(const real *a, const real *b, const real *gradOutput, ptrdiff_t n, ptrdiff_t width, real *gradA,
                                        real *gradB);

/* output[i] = ‖a[i] - b[i]‖ of norm p;  gradA = gradOutput sign(d) |d|^(p-1) / (output + 1e-6)^(p-1) with d = a - b, gradB = -gradA.
 * With p = 1 the sign of 0 is 0. */
void FN(PairwiseDistance_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, double p, real *output);
void FN(PairwiseDistance_updateGradInput)(const real *a, const real *b, const real *output, const real *gradOutput, ptrdiff_t n,
                                          ptrdiff_t width, double p, real *gradA, real *gradB);

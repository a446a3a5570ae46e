/* nn.Euclidean and nn.WeightedEuclidean: distances of samples from learnt centres, which are the columns of a matrix.
 *
 *   output[b][o] = √(sum over i of (scale[i][o] (x[b][i] - weight[i][o]))²)
 *
 * x: batch × nInput; weight, scale (NULL: ones) and their gradients: nInput × nOutput; output and slope: batch × nOutput. All contiguous.
 * slope is gradOutput over the distance. */
#include "real.h"

void FN(Euclidean_updateOutput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale, real *output);

/* slope = gradOutput / (output + 1e-7) */
void FN(Euclidean_slope)(ptrdiff_t n, const real *gradOutput, const real *output, real *slope);

/* gradInput[b][i] = sum over o of slope[b][o] scale[i][o]² (x[b][i] - weight[i][o]) */
void FN(Euclidean_updateGradInput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                                   const real *slope, real *gradInput);

/* gradWeight[i][o] -= factor * sum over b of slope[b][o] scale[i][o]² (x[b][i] - weight[i][o])
 * gradScale[i][o] += factor * sum over b of slope[b][o] scale[i][o] (x[b][i] - weight[i][o])²; without scale it is not looked at */
void FN(Euclidean_accGradParameters)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                                     const real *slope, real factor, real *gradWeight, real *gradScale);

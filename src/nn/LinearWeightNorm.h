/* nn.LinearWeightNorm and nn.WeightNorm: rows of weights as a direction and a length. v, weight and their gradients: rows ×
 * width; g, norm, gradG: rows. */
#include "real.h"

/* norm[r] = max(√(‖v[r]‖² + added), eps);  weight[r] = g[r] v[r] / norm[r] */
void FN(LinearWeightNorm_weight)(long rows, long width, const real *v, const real *g, double added, double eps, real *norm,
                                real *weight);

/* From the gradient by weight:  gradG[r] += gradWeight[r] · v[r] / norm[r]
 *                               gradV[r] += g[r] / norm[r] (gradWeight[r] - (gradWeight[r] · v[r] / norm[r]²) v[r])
 * gradV and gradG may be v and g. */
void FN(LinearWeightNorm_gradients)(long rows, long width, const real *gradWeight, const real *v, const real *g, const real *norm,
                                    real *gradV,
                                    real *gradG);

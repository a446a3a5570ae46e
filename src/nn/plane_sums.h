/* Sums over planes: the gradient of a bias. */
#include "real.h"

/* sums[plane] += scale * sum over batch and elements of x[batch][planes][area] */
void FN(lampas_plane_sums)(const real *x, long batch, long planes, long area, real scale, real *sums);

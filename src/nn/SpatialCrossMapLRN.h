/* Local response normalisation across neighbouring planes (Krizhevsky et al. 2012). */
#include "real.h"

#ifndef LAMPAS_SPATIALCROSSMAPLRN_H
#define LAMPAS_SPATIALCROSSMAPLRN_H
typedef struct SpatialCrossMapLRN_shape {
    ptrdiff_t images, planes, pixels; /* arrays are images × planes × pixels, contiguous */
    ptrdiff_t size;                   /* planes of a window: (size - 1) / 2 before the plane, the others after it */
    double alpha, beta, k;
} SpatialCrossMapLRN_shape;
#endif

/* scale = k + alpha / size Σ x² over the plane's window; output = x scale^-beta. */
void FN(SpatialCrossMapLRN_updateOutput)(real *output, real *scale, const real *input, const SpatialCrossMapLRN_shape *shape);

/* gradInput from the scale that forward gave. Returns 0, or -1 when memory is short. */
int FN(SpatialCrossMapLRN_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *scale,
                                           const SpatialCrossMapLRN_shape *shape);

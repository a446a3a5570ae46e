/* Correlation with filters of 3 x 3 and 5 x 5 by Winograd's algorithm. */
#include "real.h"

struct FN(lampas_correlation); /* nn/SpatialConvolution_correlate.h */

/* The job of lampas_correlate, for images, windows of 3 x 3 or 5 x 5 and stride 1. 0: done; -1: memory short; 1: some element of the
 * result is not finite, and none is to be relied on: only lampas_correlate knows which elements infinity or not-a-number reaches. */
int FN(lampas_winograd)(const struct FN(lampas_correlation) *job);

/* SpatialConvolution's gradInput for any stride and any number of planes. */
#include "nn/SpatialConvolution.h"

/* gradInput = start (NULL: none; one number an input plane) + weight' * gradOutput. 0: done; -1: memory short. */
int FN(lampas_scatter)(const SpatialConvolution_shape *shape, const real *gradOutput, const real *weight, const real *start, real *gradInput);

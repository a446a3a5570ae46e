/* gradWeight and gradBias of 3 x 3 and 5 x 5 convolutions by Winograd's algorithm. */
#include "nn/SpatialConvolution.h"

/* SpatialConvolution_accGradParameters for images, windows of 3 x 3 or 5 x 5 and stride 1. 0: done; -1: memory short; 1: something in
 * input or gradOutput is not finite, and nothing was added: only the direct method knows which elements infinity or not-a-number
 * reaches. */
int FN(lampas_winograd_gradWeight)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput, real *gradWeight,
                                   real *gradBias, real scale);

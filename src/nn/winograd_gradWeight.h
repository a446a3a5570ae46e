/* gradWeight and gradBias of 3 x 3 convolutions by Winograd's F(3 x 3, 4 x 4). */
#include "nn/SpatialConvolution.h"

/* SpatialConvolution_accGradParameters for images, 3 x 3 windows and stride 1. 0: done; -1: memory short; 1: something in input or gradOutput
 * is not finite, and nothing was added: only the direct method knows which elements infinity or not-a-number reaches. */
int FN(lampas_winograd_gradWeight)(const SpatialConvolution_shape *shape, const real *input, const real *gradOutput, real *gradWeight,
                                   real *gradBias, real scale);

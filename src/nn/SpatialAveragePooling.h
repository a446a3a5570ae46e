/* Mean over windows of a plane. */
#include "real.h"

#ifndef LAMPAS_SPATIALAVERAGEPOOLING_H
#define LAMPAS_SPATIALAVERAGEPOOLING_H
typedef struct SpatialAveragePooling_shape {
    ptrdiff_t planes; /* batch · planes of an image */
    ptrdiff_t inputHeight, inputWidth;
    ptrdiff_t outputHeight, outputWidth; /* decide between floor and ceil */
    ptrdiff_t kH, kW; /* window */
    ptrdiff_t dH, dW; /* step */
    ptrdiff_t padH, padW; /* rows and columns of zeros around the plane */
    int countIncludePad; /* the padding inside a window counts among its elements */
} SpatialAveragePooling_shape;
#endif

/* output = factor · sum of the window's elements / their number; output: planes × outputHeight × outputWidth, input: planes ×
 * inputHeight × inputWidth, both contiguous. A window that reaches beyond the padding is cut off there.
 * Returns 0, or -1 when memory is short. */
int FN(SpatialAveragePooling_updateOutput)(real *output, const real *input, const SpatialAveragePooling_shape *shape, double factor);

/* gradInput: planes × inputHeight × inputWidth, written in full: each gradOutput · factor / number is added over its window.
 * Returns 0, or -1 when memory is short. */
int FN(SpatialAveragePooling_updateGradInput)(real *gradInput, const real *gradOutput, const SpatialAveragePooling_shape *shape,
                                              double factor);

/* Maximum over windows of a plane. */
#include "real.h"

#ifndef LAMPAS_SPATIALMAXPOOLING_H
#define LAMPAS_SPATIALMAXPOOLING_H
typedef struct SpatialMaxPooling_shape {
    ptrdiff_t planes; /* batch · planes of an image */
    ptrdiff_t inputHeight, inputWidth;
    ptrdiff_t outputHeight, outputWidth; /* decide between floor and ceil */
    ptrdiff_t kH, kW; /* window */
    ptrdiff_t dH, dW; /* step */
    ptrdiff_t padH, padW; /* rows and columns of -infinity around the plane */
    ptrdiff_t dilationH, dilationW; /* distance of a window's rows and columns, 1 for SpatialMaxPooling */
} SpatialMaxPooling_shape;
#endif

/* output and indices: planes × outputHeight × outputWidth; input: planes × inputHeight × inputWidth; all contiguous.
 *
 * indices: position of the maximum in the input plane, row by row, from 1. An element replaces the maximum only when it is
 * greater, so the first of equals stays and a NaN never wins; a window without a number above -infinity gives -infinity and its first
 * element. kH · dilationH · inputWidth must stay below 2³¹.
 * Returns 0, or -1 when memory is short. */
int FN(SpatialMaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const SpatialMaxPooling_shape *shape);

/* gradInput: planes × inputHeight × inputWidth, written in full: each gradOutput is added at its index, which lies in its window. */
void FN(SpatialMaxPooling_updateGradInput)(real *gradInput, const real *gradOutput, const int64_t *indices,
                                           const SpatialMaxPooling_shape *shape);

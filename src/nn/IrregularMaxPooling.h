/* Maximum over windows that do not move in equal steps: adaptive and fractional pooling.
 *
 * Of the shape's axes the kernel counts, not stride, pad and dilation. Windows of a fractional pooling have `kernel` elements and begin
 * where the samples, uniform in [0, 1), tell (Graham 2014); an axis of 1 element and kernel 1 takes no sample. Kernel 0: windows adapt,
 * output o has the elements from floor(o · input / output) to before ceil((o + 1) · input / output). */
#include "nn/pooling.h"

/* output: planes × time.output × height.output × width.output; input likewise; both contiguous. samples: planes × (for time where its
 * input has more than 1 element, for width, for height); NULL where windows adapt.
 *
 * indices, of the output's sizes: the maximum's place in its plane or volume, row by row, from 1. With POOLING_OFFSETS two arrays of these
 * sizes follow each other: the maximum's row and its column in its window, from 1.
 * An element replaces the maximum only when it is greater, so the first of equals stays and a NaN never wins.
 * Returns 0, or -1 when memory is short. */
int FN(IrregularMaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const Pooling_shape *shape, const real *samples);

/* places, of the output's sizes: what POOLING_PLACES would have told, from the two arrays of an adaptive pooling's offsets. */
void FN(IrregularMaxPooling_places)(int64_t *places, const int64_t *offsets, const Pooling_shape *shape);

/* Mean over windows of a plane or a volume. */
#include "nn/pooling.h"

/* output = factor · sum of the window's elements / their number; output: planes × time.output × height.output × width.output, input
 * likewise, both contiguous. A window that reaches beyond the padding is cut off there; with countIncludePad the padding inside it
 * counts among its elements. Stride 0 along an axis: windows adapt, output o has the elements from floor(o · input / output) to
 * before ceil((o + 1) · input / output). Dilation is 1.
 * Returns 0, or -1 when memory is short. */
int FN(AveragePooling_updateOutput)(real *output, const real *input, const Pooling_shape *shape, int countIncludePad, double factor);

/* gradInput, of the input's sizes, written in full: each gradOutput · factor / number is added over its window.
 * Returns 0, or -1 when memory is short. */
int FN(AveragePooling_updateGradInput)(real *gradInput, const real *gradOutput, const Pooling_shape *shape, int countIncludePad,
                                       double factor);

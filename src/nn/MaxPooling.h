/* Maximum over windows of a plane or a volume. */
#include "nn/pooling.h"

/* output and indices: planes × time.output × height.output × width.output; input likewise; all contiguous.
 *
 * An element replaces the maximum only when it is greater, so the first of equals stays and a NaN never wins; a window without a
 * number above -infinity gives -infinity and its first element. Elements between the ends of a window must stay below 2³¹.
 * Returns 0, or -1 when memory is short. */
int FN(MaxPooling_updateOutput)(real *output, int64_t *indices, const real *input, const Pooling_shape *shape);

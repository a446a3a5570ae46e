/* Between a large map and a small one whose elements each have an index into it: the gradient of max pooling, and max unpooling.
 *
 * The shape is that of the pooling: the large map has its inputs' sizes, the small one its outputs'. Kernel 0 along an axis: windows are
 * not known (indices are places). All arrays contiguous. Both return 0, or 1 when an index pointed outside the map; that element is left out. */
#include "nn/pooling.h"

/* large, written in full: each element of small stands at its index, or with `add` is added there; zero elsewhere. */
int FN(MaxPooling_scatter)(real *large, const real *small, const int64_t *indices, const Pooling_shape *shape, int add);

/* small: what stands in large at its index. */
int FN(MaxPooling_gather)(real *small, const real *large, const int64_t *indices, const Pooling_shape *shape);

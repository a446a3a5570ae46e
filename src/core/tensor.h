/* Tensors as geometry: sizes and strides over a storage. Nothing here looks at an element.
 * Dimensions count from 0; callers in Lua have checked ranges. Functions that may allocate return
 * 0: done; -1: memory is short; -2: the storage cannot be resized. */
#include "types.h"

THTensor *THTensor_new(int type); /* no dimension, no storage; reference count 1; NULL when memory is short */
void THTensor_retain(THTensor *self);
void THTensor_free(THTensor *self);

/* A size <= 0 ends a list of sizes, as Torch has it.
 *
 * Show `storage` (NULL: nothing) from `offset` on. `stride` NULL or a negative entry: contiguous from that dimension
 * on. The storage grows if the geometry reaches beyond its end; when it cannot, no dimension is shown. */
int THTensor_set(THTensor *self, THStorage *storage, ptrdiff_t offset, int nDimension, const long *size, const long *stride);

/* The same storage with other sizes; it grows if too small and never shrinks. Nothing changes when sizes (and given
 * strides) are what they were, whatever the strides are otherwise. */
int THTensor_resize(THTensor *self, int nDimension, const long *size, const long *stride);
int THTensor_resizeAs(THTensor *self, const THTensor *other);

/* Bytes by which THTensor_resize would have to grow the storage; 0 when it would allocate nothing. */
int64_t THTensor_growth(const THTensor *self, int nDimension, const long *size, const long *stride);

int THTensor_setTo(THTensor *self, const THTensor *source); /* the same view of the same storage */
int THTensor_narrow(THTensor *self, const THTensor *source, int dim, long first, long length);
int THTensor_select(THTensor *self, const THTensor *source, int dim, long index);
int THTensor_transpose(THTensor *self, const THTensor *source, int dim1, int dim2);
int THTensor_unfold(THTensor *self, const THTensor *source, int dim, long size, long step);

ptrdiff_t THTensor_nElement(const THTensor *self); /* 0 without dimensions */
int THTensor_isContiguous(const THTensor *self); /* dimensions of size 1 are ignored */
int THTensor_isSameSizeAs(const THTensor *self, const THTensor *other);
int THTensor_isSetTo(const THTensor *self, const THTensor *other);

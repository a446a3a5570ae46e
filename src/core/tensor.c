/* Tensors as geometry: every view is a new set of sizes, strides and an offset over the same storage. */
#include "core/tensor.h"
#include "core/storage.h"

#include <stdlib.h>
#include <string.h>

THTensor *THTensor_new(int type)
{
    THTensor *self = malloc(sizeof *self);
    if (!self)
        return NULL;
    self->size = self->inlined;
    self->stride = self->inlined + LAMPAS_MAX_DIMS;
    self->nDimension = 0;
    self->storage = NULL;
    self->storageOffset = 0;
    self->refcount = 1;
    self->flag = LAMPAS_RESIZABLE;
    self->type = type;
    return self;
}

void THTensor_retain(THTensor *self) { __atomic_add_fetch(&self->refcount, 1, __ATOMIC_RELAXED); }

void THTensor_free(THTensor *self)
{
    if (!self || __atomic_sub_fetch(&self->refcount, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    THStorage_free(self->storage);
    if (self->size != self->inlined)
        free(self->size);
    free(self);
}

/* Room for n dimensions; what size and stride held is kept as far as it fits. */
static int reserve_dims(THTensor *self, int n)
{
    int had_room = self->size == self->inlined ? LAMPAS_MAX_DIMS : (int)(self->stride - self->size);
    if (n <= had_room)
        return 0;
    long *block = malloc(2 * (size_t)n * sizeof *block);
    if (!block)
        return -1;
    memcpy(block, self->size, (size_t)self->nDimension * sizeof *block);
    memcpy(block + n, self->stride, (size_t)self->nDimension * sizeof *block);
    if (self->size != self->inlined)
        free(self->size);
    self->size = block;
    self->stride = block + n;
    return 0;
}

static void replace_storage(THTensor *self, THStorage *storage)
{
    if (self->storage == storage)
        return;
    if (storage)
        THStorage_retain(storage);
    THStorage_free(self->storage);
    self->storage = storage;
}


/* Dimensions up to the first without elements, which ends the list of sizes. */
static int dimensions(int n, const long *size)
{
    int d = 0;
    while (d < n && size[d] > 0)
        d++;
    return d;
}

/* Elements of storage that the geometry needs, counted from the offset; 0 when it holds no element, -1 on overflow. */
static ptrdiff_t extent(int n, const long *size, const long *stride)
{
    ptrdiff_t last = 0;
    if (n == 0)
        return 0;
    for (int d = 0; d < n; d++) {
        ptrdiff_t step;
        if (__builtin_mul_overflow((ptrdiff_t)(size[d] - 1), (ptrdiff_t)stride[d], &step) || __builtin_add_overflow(last, step, &last))
            return -1;
    }
    return last < PTRDIFF_MAX ? last + 1 : -1;
}

static int grow_storage(THTensor *self, int n, const long *size, const long *stride)
{
    ptrdiff_t needed = extent(n, size, stride);
    if (needed < 0)
        return -1;
    if (needed == 0)
        return 0;
    if (__builtin_add_overflow(needed, self->storageOffset, &needed))
        return -1;
    if (!self->storage) {
        self->storage = THStorage_new(self->type, needed);
        return self->storage ? 0 : -1;
    }
    return needed > self->storage->size ? THStorage_resize(self->storage, needed) : 0;
}

/* Complete strides into `full`: those given, contiguous where a stride is missing. -1 when a product overflows. */
static int complete_strides(int n, const long *size, const long *stride, long *full)
{
    for (int d = n - 1; d >= 0; d--) {
        if (stride && stride[d] >= 0)
            full[d] = stride[d];
        else if (d == n - 1)
            full[d] = 1;
        else if (__builtin_mul_overflow(size[d + 1], full[d + 1], &full[d]))
            return -1;
    }
    return 0;
}

static int apply_geometry(THTensor *self, int n, const long *size, const long *stride)
{
    long room[LAMPAS_MAX_DIMS], *full = room;
    n = dimensions(n, size);
    if (n > LAMPAS_MAX_DIMS && !(full = malloc((size_t)n * sizeof *full)))
        return -1;
    int status = complete_strides(n, size, stride, full);
    if (status == 0)
        status = grow_storage(self, n, size, full);
    if (status == 0)
        status = reserve_dims(self, n);
    if (status == 0 && n > 0) {
        memmove(self->size, size, (size_t)n * sizeof *size);
        memcpy(self->stride, full, (size_t)n * sizeof *full);
    }
    if (status == 0)
        self->nDimension = n;
    if (full != room)
        free(full);
    return status;
}

int THTensor_set(THTensor *self, THStorage *storage, ptrdiff_t offset, int n, const long *size, const long *stride)
{
    replace_storage(self, storage);
    self->storageOffset = offset;
    int status = apply_geometry(self, n, size, stride);
    if (status != 0) /* the old geometry may reach beyond the new storage */
        self->nDimension = 0;
    return status;
}

static int geometry_is(const THTensor *self, int n, const long *size, const long *stride)
{
    n = dimensions(n, size);
    if (n != self->nDimension)
        return 0;
    for (int d = 0; d < n; d++)
        if (size[d] != self->size[d] || (stride && stride[d] >= 0 && stride[d] != self->stride[d]))
            return 0;
    return 1;
}

int THTensor_resize(THTensor *self, int n, const long *size, const long *stride)
{
    return geometry_is(self, n, size, stride) ? 0 : apply_geometry(self, n, size, stride);
}

int THTensor_resizeAs(THTensor *self, const THTensor *other)
{
    return THTensor_resize(self, other->nDimension, other->size, NULL);
}

int64_t THTensor_growth(const THTensor *self, int n, const long *size, const long *stride)
{
    if (geometry_is(self, n, size, stride))
        return 0;
    int64_t needed = 1;
    n = dimensions(n, size);
    for (int d = 0; d < n; d++)
        if (__builtin_mul_overflow(needed, (int64_t)size[d], &needed))
            return INT64_MAX;
    if (n == 0)
        return 0;
    if (stride) {
        long full[64];
        if (n > 64 || complete_strides(n, size, stride, full) != 0)
            return INT64_MAX;
        needed = extent(n, size, full);
    }
    if (needed < 0 || __builtin_add_overflow(needed, (int64_t)self->storageOffset, &needed))
        return INT64_MAX;
    int64_t held = self->storage ? self->storage->size : 0, bytes;
    if (needed <= held)
        return 0;
    return __builtin_mul_overflow(needed - held, (int64_t)lampas_element_size(self->type), &bytes) ? INT64_MAX : bytes;
}

int THTensor_setTo(THTensor *self, const THTensor *source)
{
    if (self == source)
        return 0;
    if (reserve_dims(self, source->nDimension) != 0)
        return -1;
    replace_storage(self, source->storage);
    self->storageOffset = source->storageOffset;
    self->nDimension = source->nDimension;
    memcpy(self->size, source->size, (size_t)source->nDimension * sizeof(long));
    memcpy(self->stride, source->stride, (size_t)source->nDimension * sizeof(long));
    return 0;
}

int THTensor_narrow(THTensor *self, const THTensor *source, int dim, long first, long length)
{
    if (THTensor_setTo(self, source) != 0)
        return -1;
    self->storageOffset += first * self->stride[dim];
    self->size[dim] = length;
    return 0;
}

int THTensor_select(THTensor *self, const THTensor *source, int dim, long index)
{
    if (THTensor_narrow(self, source, dim, index, 1) != 0)
        return -1;
    int n = --self->nDimension;
    memmove(self->size + dim, self->size + dim + 1, (size_t)(n - dim) * sizeof(long));
    memmove(self->stride + dim, self->stride + dim + 1, (size_t)(n - dim) * sizeof(long));
    return 0;
}

int THTensor_transpose(THTensor *self, const THTensor *source, int dim1, int dim2)
{
    if (THTensor_setTo(self, source) != 0)
        return -1;
    long size = self->size[dim1], stride = self->stride[dim1];
    self->size[dim1] = self->size[dim2];
    self->stride[dim1] = self->stride[dim2];
    self->size[dim2] = size;
    self->stride[dim2] = stride;
    return 0;
}

int THTensor_unfold(THTensor *self, const THTensor *source, int dim, long size, long step)
{
    if (THTensor_setTo(self, source) != 0 || reserve_dims(self, source->nDimension + 1) != 0)
        return -1;
    int last = self->nDimension++;
    self->size[last] = size;
    self->stride[last] = self->stride[dim];
    self->size[dim] = (self->size[dim] - size) / step + 1;
    self->stride[dim] *= step;
    return 0;
}

ptrdiff_t THTensor_nElement(const THTensor *self)
{
    ptrdiff_t n = self->nDimension > 0;
    for (int d = 0; d < self->nDimension; d++)
        n *= self->size[d];
    return n;
}

int THTensor_isContiguous(const THTensor *self)
{
    long expected = 1;
    for (int d = self->nDimension - 1; d >= 0; d--) {
        if (self->size[d] == 1)
            continue;
        if (self->stride[d] != expected)
            return 0;
        expected *= self->size[d];
    }
    return 1;
}

int THTensor_isSameSizeAs(const THTensor *self, const THTensor *other)
{
    return self->nDimension == other->nDimension && memcmp(self->size, other->size, (size_t)self->nDimension * sizeof(long)) == 0;
}

int THTensor_isSetTo(const THTensor *self, const THTensor *other)
{
    return self->storage && self->storage == other->storage && self->storageOffset == other->storageOffset && THTensor_isSameSizeAs(self, other) &&
           memcmp(self->stride, other->stride, (size_t)self->nDimension * sizeof(long)) == 0;
}

/* Storages: allocation, counting, growth. */
#define _GNU_SOURCE
#include "core/storage.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ALIGNMENT = 64,          /* a cache line, and the widest vector */
    HUGE_PAGE = 2 << 20,     /* blocks from here on ask for 2 MB pages: first touch costs a five-hundredth of the faults */
    SMALL = 2048,            /* bytes up to here stand behind their struct: one allocation instead of two */
};

static int64_t native_bytes;

size_t lampas_element_size(int type)
{
    static const size_t bytes[] = {1, 1, 2, 4, 8, 4, 8, 2};
    return bytes[type];
}

int64_t lampas_native_bytes(void) { return __atomic_load_n(&native_bytes, __ATOMIC_RELAXED); }

static void count_bytes(int64_t bytes) { __atomic_add_fetch(&native_bytes, bytes, __ATOMIC_RELAXED); }

static void *default_malloc(void *context, ptrdiff_t bytes)
{
    (void)context;
    if (bytes <= 0)
        return NULL;
    size_t align = bytes >= HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
    void *data = NULL;
    if (posix_memalign(&data, align, (size_t)bytes) != 0)
        return NULL;
    if (bytes >= HUGE_PAGE)
        madvise(data, (size_t)bytes, MADV_HUGEPAGE); /* a hint; where it is refused nothing is lost */
    return data;
}

static void *default_realloc(void *context, void *data, ptrdiff_t bytes)
{
    (void)context;
    return realloc(data, (size_t)bytes);
}

static void default_free(void *context, void *data)
{
    (void)context;
    free(data);
}

static THAllocator default_allocator = {default_malloc, default_realloc, default_free};

static ptrdiff_t byte_size(const THStorage *self) { return self->size * (ptrdiff_t)lampas_element_size(self->type); }

/* Struct and data in one block, the data aligned behind the struct. */
static THStorage *new_small(ptrdiff_t bytes)
{
    THStorage *self = malloc(sizeof *self + ALIGNMENT + (size_t)bytes);
    if (!self)
        return NULL;
    memset(self, 0, sizeof *self);
    self->flag = LAMPAS_ONE_BLOCK;
    self->data = (void *)(((uintptr_t)(self + 1) + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
    return self;
}

static THStorage *new_large(ptrdiff_t bytes)
{
    THStorage *self = calloc(1, sizeof *self);
    if (self && !(self->data = default_malloc(NULL, bytes))) {
        free(self);
        return NULL;
    }
    return self;
}

/* Give the data back, unless it stands in the struct's own block. */
static void free_data(THStorage *self)
{
    if (!(self->flag & LAMPAS_ONE_BLOCK))
        self->allocator->free(self->allocatorContext, self->data);
}

THStorage *THStorage_new(int type, ptrdiff_t size)
{
    ptrdiff_t bytes;
    if (__builtin_mul_overflow(size, (ptrdiff_t)lampas_element_size(type), &bytes))
        return NULL;
    THStorage *self = bytes <= SMALL ? new_small(bytes) : new_large(bytes);
    if (!self)
        return NULL;
    self->size = size;
    self->refcount = 1;
    self->flag |= LAMPAS_RESIZABLE;
    self->allocator = &default_allocator;
    self->type = type;
    count_bytes(bytes);
    return self;
}

THStorage *THStorage_newWithData(int type, void *data, ptrdiff_t size)
{
    THStorage *self = calloc(1, sizeof *self);
    if (!self)
        return NULL;
    self->data = data;
    self->size = size;
    self->refcount = 1;
    self->type = type;
    return self;
}

THStorage *THStorage_newView(THStorage *source, ptrdiff_t offset, ptrdiff_t size)
{
    char *data = (char *)source->data + offset * (ptrdiff_t)lampas_element_size(source->type);
    THStorage *self = THStorage_newWithData(source->type, data, size);
    if (!self)
        return NULL;
    THStorage_retain(source);
    self->view = source;
    return self;
}

void THStorage_retain(THStorage *self) { __atomic_add_fetch(&self->refcount, 1, __ATOMIC_RELAXED); }

void THStorage_free(THStorage *self)
{
    if (!self || __atomic_sub_fetch(&self->refcount, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    if (self->view)
        THStorage_free(self->view);
    if (self->allocator) {
        if (self->allocator == &default_allocator)
            count_bytes(-byte_size(self));
        free_data(self);
    }
    free(self);
}

int THStorage_resize(THStorage *self, ptrdiff_t size)
{
    if (size == self->size)
        return 0;
    if (!(self->flag & LAMPAS_RESIZABLE) || self->allocator != &default_allocator)
        return -2;
    ptrdiff_t bytes;
    if (__builtin_mul_overflow(size, (ptrdiff_t)lampas_element_size(self->type), &bytes))
        return -1;
    void *data = default_malloc(NULL, bytes);
    if (!data && bytes > 0)
        return -1;
    ptrdiff_t old = byte_size(self), kept = old < bytes ? old : bytes;
    if (kept > 0)
        memcpy(data, self->data, (size_t)kept);
    free_data(self);
    self->flag &= ~LAMPAS_ONE_BLOCK;
    self->data = data;
    self->size = size;
    count_bytes(bytes - old);
    return 0;
}

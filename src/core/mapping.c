/* Storages whose memory is a file. */
#define _GNU_SOURCE
#include "core/mapping.h"
#include "core/storage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Mapping { /* the allocator's context */
    size_t bytes;
    char *name; /* of shared memory, NULL for a file */
} Mapping;

static void unmap(void *context, void *data)
{
    Mapping *mapping = context;
    if (data)
        munmap(data, mapping->bytes);
    if (mapping->name)
        shm_unlink(mapping->name);
    free(mapping->name);
    free(mapping);
}

static THAllocator mapping_allocator = {NULL, NULL, unmap}; /* its storages are never resized */

static int open_file(const char *name, int kind, int make)
{
    int flags = (kind == LAMPAS_MAP_PRIVATE ? O_RDONLY : O_RDWR) | (make && kind != LAMPAS_MAP_PRIVATE ? O_CREAT : 0);
    return kind == LAMPAS_MAP_MEMORY ? shm_open(name, flags, 0600) : open(name, flags | O_CLOEXEC, 0666);
}

/* Make a file longer, with all its blocks, so that the pages can be written to. What was done is undone when it fails. */
static int enlarge(int descriptor, const char *name, int kind, off_t from, off_t to)
{
    if (posix_fallocate(descriptor, 0, to) == 0)
        return LAMPAS_MAP_DONE;
    if (from == 0 && kind == LAMPAS_MAP_MEMORY)
        shm_unlink(name);
    else if (ftruncate(descriptor, from) != 0)
        return LAMPAS_MAP_REFUSED;
    return LAMPAS_MAP_NOT_ENLARGED;
}

/* Bytes to map: *bytes when it is not 0, else as many as there are in whole elements. */
static int settle_size(int descriptor, const char *name, int kind, size_t element, off_t *bytes)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode))
        return LAMPAS_MAP_NOT_OPENED;
    if (*bytes == 0)
        *bytes = status.st_size - status.st_size % (off_t)element;
    if (*bytes <= status.st_size)
        return LAMPAS_MAP_DONE;
    return kind == LAMPAS_MAP_PRIVATE ? LAMPAS_MAP_TOO_SHORT : enlarge(descriptor, name, kind, status.st_size, *bytes);
}

static int map(int descriptor, int kind, size_t bytes, void **data)
{
    if (bytes == 0)
        return LAMPAS_MAP_DONE;
    *data = mmap(NULL, bytes, PROT_READ | PROT_WRITE, kind == LAMPAS_MAP_PRIVATE ? MAP_PRIVATE : MAP_SHARED, descriptor, 0);
    return *data == MAP_FAILED ? LAMPAS_MAP_REFUSED : LAMPAS_MAP_DONE;
}

/* A storage that owns the pages at `data`, or NULL. */
static THStorage *own(int type, void *data, size_t bytes, const char *name)
{
    THStorage *self = THStorage_newWithData(type, data, (ptrdiff_t)(bytes / lampas_element_size(type)));
    Mapping *mapping = calloc(1, sizeof *mapping);
    char *kept = name ? strdup(name) : NULL;
    if (!self || !mapping || (name && !kept)) {
        free(self);
        free(mapping);
        free(kept);
        return NULL;
    }
    mapping->bytes = bytes;
    mapping->name = kept;
    self->allocator = &mapping_allocator;
    self->allocatorContext = mapping;
    return self;
}

THStorage *THStorage_newWithMapping(int type, const char *name, ptrdiff_t size, int kind, int *failure)
{
    off_t bytes;
    if (__builtin_mul_overflow(size, (ptrdiff_t)lampas_element_size(type), &bytes)) {
        *failure = LAMPAS_MAP_REFUSED;
        return NULL;
    }
    int descriptor = open_file(name, kind, size > 0);
    if (descriptor < 0) {
        *failure = LAMPAS_MAP_NOT_OPENED;
        return NULL;
    }
    void *data = NULL;
    *failure = settle_size(descriptor, name, kind, lampas_element_size(type), &bytes);
    if (*failure == LAMPAS_MAP_DONE)
        *failure = map(descriptor, kind, (size_t)bytes, &data);
    close(descriptor);
    if (*failure != LAMPAS_MAP_DONE)
        return NULL;
    THStorage *self = own(type, data, (size_t)bytes, kind == LAMPAS_MAP_MEMORY ? name : NULL);
    if (!self) {
        *failure = LAMPAS_MAP_REFUSED;
        if (data)
            munmap(data, (size_t)bytes);
    }
    return self;
}

/* The types that every file speaks of, and the memory layout that foreign code relies on.
 *
 * A tensor is a view: sizes and strides over a storage; a storage is a reference-counted block of elements.
 * Both are laid out as Torch7 laid them out, so that FFI code which casts a userdata's payload to
 * `THFloatTensor **` reads the fields it expects; what lampas adds stands behind the last of those fields.
 * One pair of structs serves every element type: `type` tells which it is, and a kernel compiled for
 * `real` casts `data` to `real *`.
 *
 * This header is read by the C compiler and, through the preprocessor with LAMPAS_CDEF, by LuaJIT's FFI,
 * which knows size_t, ptrdiff_t and the intN_t types by itself. */
#ifndef LAMPAS_TYPES_H
#define LAMPAS_TYPES_H

#ifndef LAMPAS_CDEF
#include <stddef.h>
#include <stdint.h>
#endif

enum { /* values of `type`; lua/torch/types.lua names them */
    LAMPAS_BYTE = 0,
    LAMPAS_CHAR = 1,
    LAMPAS_SHORT = 2,
    LAMPAS_INT = 3,
    LAMPAS_LONG = 4,
    LAMPAS_FLOAT = 5,
    LAMPAS_DOUBLE = 6,
    LAMPAS_HALF = 7,
};

enum { LAMPAS_MAX_DIMS = 8 }; /* sizes and strides up to here live inside the tensor; more are allocated */

typedef struct THHalf { /* an element of a half tensor: IEEE binary16 */
    uint16_t x;
} THHalf;

typedef struct THAllocator {
    void *(*malloc)(void *context, ptrdiff_t bytes);
    void *(*realloc)(void *context, void *data, ptrdiff_t bytes);
    void (*free)(void *context, void *data);
} THAllocator;

typedef struct THStorage {
    void *data;
    ptrdiff_t size; /* elements */
    int refcount;
    char flag; /* LAMPAS_RESIZABLE, LAMPAS_ONE_BLOCK */
    THAllocator *allocator;
    void *allocatorContext;
    struct THStorage *view; /* the storage whose memory this one shows a part of; it is retained */
    int type;
} THStorage;

enum {
    LAMPAS_RESIZABLE = 2,
    LAMPAS_ONE_BLOCK = 16, /* the data stands in the same block of memory as the struct */
};

typedef struct THTensor {
    long *size;
    long *stride; /* elements */
    int nDimension;
    THStorage *storage; /* NULL until something is stored */
    ptrdiff_t storageOffset; /* elements, from 0 */
    int refcount;
    char flag;
    int type;
    long inlined[2 * LAMPAS_MAX_DIMS]; /* where size and stride point while nDimension allows it */
} THTensor;

#endif

/* Scratch memory of the kernels: packed panels, padded planes, transforms. */
#include "types.h"

#ifndef LAMPAS_WORKSPACE_H
#define LAMPAS_WORKSPACE_H

typedef struct lampas_workspace {
    void *shared; /* what the whole team works on */
    void **each;  /* each[t]: what thread t of the team has to itself */
} lampas_workspace;

#endif

/* At least `shared` bytes for the team and `each` bytes for each of `threads` threads, aligned to 64 bytes (2 MB when
 * large), contents undefined; NULL when memory is short. Called before the parallel region. What an earlier call gave is
 * void: a kernel keeps nothing here between calls, and none that calls another kernel relies on its own scratch
 * afterwards. */
lampas_workspace *lampas_workspace_reserve(size_t shared, size_t each, int threads);

/* The next `bytes` of a block, from *used on, which advances to the next multiple of 64. With `block` NULL nothing but
 * *used changes: the same calls first measure a block and then divide it. */
void *lampas_workspace_part(void *block, size_t *used, size_t bytes);

/* Give all of the calling thread's scratch memory back to the system; the next kernel takes what it needs anew. */
void lampas_workspace_release(void);

/* Bytes that the calling thread's workspace holds. */
int64_t lampas_workspace_bytes(void);

/* Storages: reference-counted blocks of elements. */
#include "types.h"

/* Size in bytes of one element of `type`. */
size_t lampas_element_size(int type);

/* Bytes that storages hold now, all together. Lua reads it before it allocates, and collects when it has grown. */
int64_t lampas_native_bytes(void);

/* A storage of `size` uninitialised elements, 64-byte aligned, reference count 1; NULL when memory is short. */
THStorage *THStorage_new(int type, ptrdiff_t size);

/* A storage over foreign memory that somebody else keeps alive and frees; it cannot be resized. */
THStorage *THStorage_newWithData(int type, void *data, ptrdiff_t size);

/* A storage that shows `size` elements of `source` from `offset` (from 0) on, and keeps it alive. */
THStorage *THStorage_newView(THStorage *source, ptrdiff_t offset, ptrdiff_t size);

void THStorage_retain(THStorage *self);
void THStorage_free(THStorage *self);

/* Contents are kept as far as they fit. 0: done; -1: memory is short; -2: the storage cannot be resized. */
int THStorage_resize(THStorage *self, ptrdiff_t size);

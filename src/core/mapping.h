/* Storages whose memory is a file: pages that the system reads when they are first touched, or that several processes share. */
#include "types.h"

enum { /* how a file is mapped */
    LAMPAS_MAP_PRIVATE = 0, /* what is written stays in this process; the file must be there */
    LAMPAS_MAP_SHARED = 1,  /* what is written goes to the file, which is made or enlarged to the size that is asked for */
    LAMPAS_MAP_MEMORY = 2,  /* the same with a name of POSIX shared memory, which is taken away when a storage over it is freed */
};

enum { /* what failed */
    LAMPAS_MAP_DONE = 0,
    LAMPAS_MAP_NOT_OPENED = 1,
    LAMPAS_MAP_TOO_SHORT = 2,    /* the file holds fewer elements than asked for */
    LAMPAS_MAP_NOT_ENLARGED = 3,
    LAMPAS_MAP_REFUSED = 4,      /* by the system, or memory is short */
};

/* A storage over the first `size` elements of a file; 0: all that it holds. It cannot be resized. NULL: *failure tells why. */
THStorage *THStorage_newWithMapping(int type, const char *name, ptrdiff_t size, int kind, int *failure);

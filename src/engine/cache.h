/* How large the caches are: what blocking and streaming stores go by. */
#include "types.h"

/* Bytes of the level 1 (data), 2 or 3 cache that one core reaches, shared ones whole; a usual size where the system does not tell. */
int64_t lampas_cache_bytes(int level);

/* Bytes of the level 3 cache that this process can count on: less than all of it where more processors share it than it may run on, which
 * in a virtual machine nothing else tells. */
int64_t lampas_cache_share(void);

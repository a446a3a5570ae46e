/* Memory copies to measure bandwidth by. */
#include "types.h"

/* Copies `bytes` from one block to another `rounds` times, every thread its own contiguous share. `way` 0: ordinary vector
 * loads and stores; 1: stores around the caches (src/stream.h); 2: the C library's memcpy, which turns to those for large blocks. */
void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int way);

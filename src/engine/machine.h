/* Memory copies to measure bandwidth by, and a yardstick for the pace of the cores. */
#include "types.h"

/* Copies `bytes` from one block to another `rounds` times, every thread its own contiguous share. `way` 0: ordinary vector
 * loads and stores; 1: stores around the caches (src/stream.h); 2: the C library's memcpy, which turns to those for large blocks. */
void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int way);

/* Seconds that the slowest of the cores in use takes for a fixed piece of integer arithmetic, some 10 us. It grows by half or doubles where a
 * core's other half works for somebody else, and changes with the clock; memory does not matter to it. */
double lampas_machine_pace(void);

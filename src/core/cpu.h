/* What this processor is. */
#include "types.h"

/* The highest instruction-set level that the processor and the system support: "v4", "v3", "v2", or "generic". */
const char *lampas_cpu_level(void);

/* Bytes of one cache of level 1 (data), 2 or 3 as one core sees it; a usual size where the system does not tell. */
long lampas_cache_bytes(int level);

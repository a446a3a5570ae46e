/* What this processor is. */
#include "types.h"

/* The highest instruction-set level that the processor and the system support: "v4", "v3", "v2", or "generic". */
const char *lampas_cpu_level(void);

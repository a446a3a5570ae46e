/* When a result is written around the caches. */
#include "types.h"

/* 1 when a result of so many bytes, written once, had better go around the caches: it would not stay in the last one, and ordinary
 * stores first read the lines they overwrite. src/stream.h has the stores. */
int lampas_streaming(int64_t bytes);

/* From how many bytes on; a spec sets it low to see the other path. 0 gives back what the machine's caches suggest. */
void lampas_streaming_set(int64_t bytes);

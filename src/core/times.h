/* Time. */
#include "types.h"

/* Seconds: [0] of a clock that only goes forward, [1] and [2] spent by this process in user and in system mode. */
void lampas_times(double times[3]);

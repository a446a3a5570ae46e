/* Time: the monotonic clock and the process's own processor time. */
#include "core/times.h"

#include <sys/resource.h>
#include <time.h>

static double seconds(struct timeval t) { return (double)t.tv_sec + 1e-6 * (double)t.tv_usec; }

void lampas_times(double times[3])
{
    struct timespec now;
    struct rusage used;
    clock_gettime(CLOCK_MONOTONIC, &now);
    getrusage(RUSAGE_SELF, &used);
    times[0] = (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
    times[1] = seconds(used.ru_utime);
    times[2] = seconds(used.ru_stime);
}

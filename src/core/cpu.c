/* What this processor is: instruction-set level and cache sizes. */
#include "core/cpu.h"

#include <unistd.h>

const char *lampas_cpu_level(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return "v4";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
        return "v3";
    if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt"))
        return "v2";
#endif
    return "generic";
}

long lampas_cache_bytes(int level)
{
    static const long usual[] = {32L << 10, 512L << 10, 8L << 20};
    static const int name[] = {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE};
    long bytes = sysconf(name[level - 1]);
    return bytes > 0 ? bytes : usual[level - 1];
}

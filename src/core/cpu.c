/* What this processor is: instruction-set level and cache sizes. */
#include "core/cpu.h"

#include <stdio.h>
#include <stdlib.h>
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

/* One word that Linux tells of the cache listed as number `index`; empty when there is none. */
static void listed_word(int index, const char *field, char word[16])
{
    char path[80];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, field);
    FILE *file = fopen(path, "r");
    word[0] = 0;
    if (!file)
        return;
    if (fscanf(file, "%15s", word) != 1)
        word[0] = 0;
    fclose(file);
}

/* Bytes of the cache listed as number `index`; 0 when it is of another level, for instructions, or not there. */
static long listed_bytes(int index, int level)
{
    char word[16];
    listed_word(index, "level", word);
    if (atoi(word) != level)
        return 0;
    listed_word(index, "type", word);
    if (word[0] == 'I')
        return 0;
    listed_word(index, "size", word); /* such as 512K */
    return atol(word) << 10;
}

/* sysconf comes second: on AMD's processors glibc's level 3 may be the whole package's, many times what a core sees. */
long lampas_cache_bytes(int level)
{
    static const long usual[] = {32L << 10, 512L << 10, 8L << 20};
    static const int name[] = {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE};
    long bytes = 0;
    for (int index = 0; index < 8 && bytes == 0; index++)
        bytes = listed_bytes(index, level);
    if (bytes <= 0)
        bytes = sysconf(name[level - 1]);
    return bytes > 0 ? bytes : usual[level - 1];
}

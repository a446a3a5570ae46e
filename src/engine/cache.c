/* Cache sizes, asked for once.
 *
 * Linux describes each cache of a processor in a folder of its own: level, type and size. The C library's sysconf is asked second,
 * because for a third level that several groups of cores have each to themselves some versions give the sum. */
#include "engine/cache.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One word of a cache's description into `text` (empty when there is none). */
static void describe(char text[32], int index, const char *name)
{
    char path[96];
    text[0] = '\0';
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    if (fscanf(file, "%31s", text) != 1)
        text[0] = '\0';
    fclose(file);
}

static int64_t from_system(int level)
{
    char text[32];
    for (int index = 0; index < 8; index++) {
        int its_level = 0;
        long size = 0;
        char unit = 'B';
        describe(text, index, "type");
        if (strcmp(text, "Instruction") == 0)
            continue;
        describe(text, index, "level");
        if (sscanf(text, "%d", &its_level) != 1 || its_level != level)
            continue;
        describe(text, index, "size");
        if (sscanf(text, "%ld%c", &size, &unit) >= 1 && size > 0)
            return (int64_t)size << (unit == 'K' ? 10 : unit == 'M' ? 20 : 0);
    }
    return 0;
}

static int64_t from_library(int level)
{
#if defined(_SC_LEVEL3_CACHE_SIZE)
    static const int name[] = {_SC_LEVEL1_DCACHE_SIZE, _SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE};
    return sysconf(name[level - 1]);
#else
    (void)level;
    return 0;
#endif
}

int64_t lampas_cache_bytes(int level)
{
    static const int64_t usual[] = {32 << 10, 512 << 10, 8 << 20};
    static int64_t known[3]; /* 0: not yet asked for. Threads may find it out twice, with the same answer. */
    int64_t bytes = __atomic_load_n(&known[level - 1], __ATOMIC_RELAXED);
    if (bytes == 0) {
        bytes = from_system(level);
        if (bytes <= 0)
            bytes = from_library(level);
        if (bytes <= 0)
            bytes = usual[level - 1];
        __atomic_store_n(&known[level - 1], bytes, __ATOMIC_RELAXED);
    }
    return bytes;
}

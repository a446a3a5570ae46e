/* Cache sizes, asked for once.
 *
 * Linux describes each cache of a processor in a folder of its own: level, type and size. The C library's sysconf is asked second,
 * because for a third level that several groups of cores have each to themselves some versions give the sum.
 *
 * A third cache is often not this process's to fill. A virtual machine of two processors is told the 260 MiB that the whole part has,
 * and shares them with its neighbours' dozens of cores; so is a container that may run on a few of them. Hardly a part has more than
 * 6 MiB for a core (Xeon: 1 to 5, EPYC and Ryzen: 4; with stacked cache 12, or 6 for each of its two threads), so each processor that
 * the process may run on counts for EACH bytes, and a desktop that is its owner's alone still has all of its cache. */
#include "engine/cache.h"

#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EACH = 8 << 20, LONGEST = 256 };

/* One word of a cache's description into `text` (empty when there is none). */
static void describe(char text[LONGEST], int index, const char *name)
{
    char path[96];
    text[0] = '\0';
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    if (fscanf(file, "%255s", text) != 1)
        text[0] = '\0';
    fclose(file);
}

/* The folder's number, or -1. */
static int find(int level)
{
    char text[LONGEST];
    for (int index = 0; index < 8; index++) {
        int its_level = 0;
        describe(text, index, "type");
        if (strcmp(text, "Instruction") == 0)
            continue;
        describe(text, index, "level");
        if (sscanf(text, "%d", &its_level) == 1 && its_level == level)
            return index;
    }
    return -1;
}

static int64_t from_system(int level)
{
    char text[LONGEST], unit = 'B';
    long size = 0;
    const int index = find(level);
    if (index < 0)
        return 0;
    describe(text, index, "size");
    if (sscanf(text, "%ld%c", &size, &unit) < 1 || size <= 0)
        return 0;
    return (int64_t)size << (unit == 'K' ? 10 : unit == 'M' ? 20 : 0);
}

/* Processors that share a cache, from a list such as 0-3,8-11 (0: the system does not tell). */
static int sharing(int level)
{
    char text[LONGEST];
    const int index = find(level);
    if (index < 0)
        return 0;
    describe(text, index, "shared_cpu_list");
    int count = 0, first, last, length;
    for (const char *at = text; sscanf(at, "%d%n", &first, &length) == 1; at += *at == ',') {
        at += length;
        last = first;
        if (*at == '-' && sscanf(at, "-%d%n", &last, &length) == 1)
            at += length;
        count += last - first + 1;
    }
    return count;
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

int64_t lampas_cache_share(void)
{
    static int64_t known;
    int64_t bytes = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (bytes == 0) {
        const int usable = omp_get_num_procs(), shared = sharing(3); /* the first knows of affinity, and of OpenMP's own pinning */
        const int64_t most = (int64_t)(shared > 0 && shared < usable ? shared : usable) * EACH;
        bytes = lampas_cache_bytes(3);
        if (bytes > most)
            bytes = most;
        __atomic_store_n(&known, bytes, __ATOMIC_RELAXED);
    }
    return bytes;
}

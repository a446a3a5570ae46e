/* The algorithms are a setting of the process; lua/lampas/convolution.lua is how users reach it.
 *
 * What a thread reads again and again stays in the second cache, beside what passes by; what all threads share stays in their share
 * of the third, which other processes use as well. */
#include "engine/convolution.h"
#include "engine/cache.h"

static int allowed = LAMPAS_CONVOLUTION_AUTO;

void lampas_convolution_set(int mode) { __atomic_store_n(&allowed, mode, __ATOMIC_RELAXED); }
lampas_convolution_shares lampas_convolution_blocks(void)
{
    const long second = lampas_cache_bytes(2), third = lampas_cache_share();
    const long most = second / 2 > 1 << 20 ? second / 2 : 1 << 20; /* of planes: every thread reads them all, next to what is its own */
    return (lampas_convolution_shares){
        .planes = third / 8 < most ? third / 8 : most,
        .panels = second / 2,
        .item = second / 2,
        .sums = second / 4,
        .tiles = second * 5 / 8,
        .filters = second / 4,
        .products = second * 3 / 8,
        .transforms = second * 3 / 8,
    };
}

int lampas_convolution_get(void) { return __atomic_load_n(&allowed, __ATOMIC_RELAXED); }

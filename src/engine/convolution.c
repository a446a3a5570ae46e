/* A setting of the process; lua/lampas/convolution.lua is how users reach it. */
#include "engine/convolution.h"

static int allowed = LAMPAS_CONVOLUTION_AUTO;

void lampas_convolution_set(int mode) { __atomic_store_n(&allowed, mode, __ATOMIC_RELAXED); }
int lampas_convolution_get(void) { return __atomic_load_n(&allowed, __ATOMIC_RELAXED); }

/* How many threads kernels use, and which OpenBLAS is loaded. */
#include "types.h"

/* Threads of the parallel regions that the calling thread enters, and of OpenBLAS; n >= 1. */
void lampas_threads_set(int n);
int lampas_threads_get(void);
int lampas_threads_cores(void); /* processors that this process may run on */

/* 2: OpenBLAS was built on OpenMP, as lampas needs it; 1: it has threads of its own, which fight OpenMP's; 0: it has none. */
int lampas_blas_parallel(void);
int lampas_blas_threads(void);
const char *lampas_blas_corename(void); /* the kernels it runs: "Zen", "SkylakeX", … (OPENBLAS_CORETYPE forces one) */
const char *lampas_blas_config(void);   /* version and build options */

/* A matrix of `blocks` x `panels` tiles for `threads` threads: into how many rows to cut it (and then into threads / rows columns), so that
 * the slowest thread has the least to do. A thread packs each of its panels, at the cost of `packing` parts of a block, and then multiplies
 * it with its blocks. */
int lampas_threads_grid(int threads, long blocks, long panels, double packing);

/* What this machine can do and what multiplies for it: memory copies to measure, and the BLAS library's own words. */
#include "types.h"

/* Copies `bytes` from one block to another `rounds` times, every thread its own contiguous share. `library` 0: ordinary vector
 * loads and stores; 1: the C library's memcpy, which turns to non-temporal stores for large blocks. */
void lampas_machine_copy(void *to, const void *from, long bytes, long rounds, int library);

/* Threads that a parallel region of the kernels gets now. */
int lampas_machine_threads(void);

/* How the loaded BLAS runs in parallel: 0 not at all, 1 with its own threads, 2 with OpenMP. */
int lampas_machine_blas_parallel(void);

/* OpenBLAS's description of itself and the name of the kernels that it chose. */
const char *lampas_machine_blas_config(void);
const char *lampas_machine_blas_kernel(void);

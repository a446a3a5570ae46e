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

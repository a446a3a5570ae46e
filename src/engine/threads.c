/* OpenMP's number of threads and OpenBLAS's are set together: with its OpenMP flavour both are one pool. */
#include "engine/threads.h"

#include <omp.h>

/* Declared here: cblas.h lies in a folder that depends on the flavour, and these five are all that is needed of it. */
void openblas_set_num_threads(int n);
int openblas_get_num_threads(void);
int openblas_get_parallel(void);
char *openblas_get_corename(void);
char *openblas_get_config(void);

void lampas_threads_set(int n)
{
    omp_set_num_threads(n);
    openblas_set_num_threads(n);
}

int lampas_threads_get(void) { return omp_get_max_threads(); }
int lampas_threads_cores(void) { return omp_get_num_procs(); }

int lampas_blas_parallel(void) { return openblas_get_parallel(); }
int lampas_blas_threads(void) { return openblas_get_num_threads(); }
const char *lampas_blas_corename(void) { return openblas_get_corename(); }
const char *lampas_blas_config(void) { return openblas_get_config(); }

int lampas_threads_grid(int threads, long blocks, long panels, double packing)
{
    double least = 0;
    int best = 1;
    for (int down = 1; down <= threads && down <= blocks; down++) {
        const long across = threads / down;
        const double cost = (double)((panels + across - 1) / across) * (packing + (double)((blocks + down - 1) / down));
        if (down == 1 || cost < least) {
            least = cost;
            best = down;
        }
    }
    return best;
}

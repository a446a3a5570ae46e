/* nn.Kmeans
 *
 * The nearest centre has the smallest ‖w‖² - 2 x·w: one multiplication of matrices (gemm.c), bound by arithmetic, and a search
 * along its rows.
 * That the difference is rounded may decide between centres that are almost equally near; the distance itself is taken from the
 * difference of the vectors. Gradients are added as rows.c tells. The numbers do not depend on the threads. */
#include "nn/Kmeans.h"
#include "blocks.h"
#include "nn/gemm.h"
#include "nn/rows.h"

#include <math.h>

enum { PARALLEL = 16 * 1024 };

static accreal squared_distance(const real *a, const real *b, long n)
{
    accreal sum = 0;
    for (long i = 0; i < n; i++) {
        const accreal d = (accreal)a[i] - b[i];
        sum += d * d;
    }
    return sum;
}

static long smallest(const real *product, const real *length, long k)
{
    long best = 0;
    real least = length[0] - 2 * product[0];
    for (long c = 1; c < k; c++) {
        const real here = length[c] - 2 * product[c];
        if (here < least) {
            least = here;
            best = c;
        }
    }
    return best;
}

double FN(Kmeans_updateOutput)(long n, long k, long dim, const real *x, const real *weight, real *products, real *lengths, int64_t *nearest)
{
    for (long c = 0; c < k; c++) {
        lengths[c] = 0;
        for (long i = 0; i < dim; i++)
            lengths[c] += weight[c * dim + i] * weight[c * dim + i];
    }
    if (FN(lampas_gemm)(0, 1, n, k, dim, 1, x, dim, weight, dim, 0, products, k) != 0)
        return NAN;
    double partial[MAX_BLOCKS], loss = 0;
    const long blocks = n < MAX_BLOCKS ? n : MAX_BLOCKS; /* cut by n alone, added in one order */
#pragma omp parallel for schedule(static) if (parallel: n * (k + dim) > PARALLEL)
    for (long block = 0; block < blocks; block++) {
        partial[block] = 0;
        for (long i = n * block / blocks; i < n * (block + 1) / blocks; i++) {
            const long c = smallest(products + i * k, lengths, k);
            nearest[i] = c + 1;
            partial[block] += squared_distance(x + i * dim, weight + c * dim, dim);
        }
    }
    for (long block = 0; block < blocks; block++)
        loss += partial[block];
    return loss;
}

void FN(Kmeans_accGradParameters)(long n, long k, long dim, const real *x, const real *weight, const int64_t *nearest, int64_t *count,
                                  real *factor, real scale, real *gradWeight)
{
    const lampas_picks picks = {.n = n, .index = nearest};
    for (long c = 0; c < k; c++)
        count[c] = 0;
    for (long i = 0; i < n; i++)
        count[nearest[i] - 1]++;
    for (long i = 0; i < n; i++)
        factor[i] = (real)-1 / (real)count[nearest[i] - 1];
    for (long c = 0; c < k; c++)
        for (long i = 0; count[c] > 0 && i < dim; i++)
            gradWeight[c * dim + i] += scale * weight[c * dim + i];
    FN(lampas_rows_add)(gradWeight, dim, x, dim, factor, scale, &picks);
}

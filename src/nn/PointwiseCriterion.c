/* Criteria that are sums over elements: MSECriterion, Σ (x - t)² (/ n).
 *
 * Bound by reading input and target, and in the gradient by writing it. A criterion is two functions over a short run of
 * elements; blocks of them (src/blocks.h) go to the threads. A run is summed in `real`, runs and blocks in double, in one order
 * whatever the number of threads. */
#include "nn/PointwiseCriterion.h"

#include "blocks.h"

enum { RUN = 1024, PARALLEL_BLOCKS = 8 };

typedef real (*Sum)(const real *x, const real *t, ptrdiff_t n);
typedef void (*Gradient)(real *g, const real *x, const real *t, ptrdiff_t n, real norm);

static double total(const real *x, const real *t, ptrdiff_t n, int sizeAverage, Sum run)
{
    ptrdiff_t blocks = block_count(n);
    double partial[MAX_BLOCKS];
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t end = block_begin(n, b) + block_size(n, b);
        double sum = 0;
        for (ptrdiff_t at = block_begin(n, b); at < end; at += RUN)
            sum += run(x + at, t + at, end - at < RUN ? end - at : RUN);
        partial[b] = sum;
    }
    double sum = 0;
    for (ptrdiff_t b = 0; b < blocks; b++)
        sum += partial[b];
    return sizeAverage ? sum / n : sum;
}

static void gradient(real *g, const real *x, const real *t, ptrdiff_t n, int sizeAverage, Gradient run)
{
    ptrdiff_t blocks = block_count(n);
    real norm = sizeAverage ? 1.0 / n : 1;
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b);
        run(g + at, x + at, t + at, block_size(n, b), norm);
    }
}

static real squares(const real *x, const real *t, ptrdiff_t n)
{
    real sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t i = 0; i < n; i++)
        sum += (x[i] - t[i]) * (x[i] - t[i]);
    return sum;
}

static void squares_gradient(real *g, const real *x, const real *t, ptrdiff_t n, real norm)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        g[i] = 2 * norm * (x[i] - t[i]);
}

double FN(MSECriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    return total(input, target, n, sizeAverage, squares);
}

void FN(MSECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    gradient(gradInput, input, target, n, sizeAverage, squares_gradient);
}

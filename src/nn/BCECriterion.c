/* BCECriterion: loss = -Σ w [t log(x + ε) + (1 - t) log(1 - x + ε)] (/ n), ε = 1e-12.
 *
 * Forward is bound by its two logarithms an element (libmvec), backward by one division. Elements are taken in blocks as
 * src/blocks.h says, a block in runs: with weights a run ends with its row, so that weights and elements go side by side.
 * A run is summed in `real`, runs and blocks in double, in one order whatever the number of threads. */
#include "nn/BCECriterion.h"

#include "blocks.h"
#include "vmath.h"

enum { RUN = 1024, PARALLEL_BLOCKS = 1 };

static const real EPS = 1e-12;

/* Σ over a run, without weights; *bad is set when an input lies outside 0 … 1. */
static real run_sum(const real *x, const real *t, ptrdiff_t n, int *bad)
{
    real sum = 0;
    int outside = 0;
#pragma omp simd reduction(+ : sum) reduction(| : outside)
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += t[i] * real_log(x[i] + EPS) + (1 - t[i]) * real_log(1 - x[i] + EPS);
        outside |= !(x[i] >= 0 && x[i] <= 1);
    }
    *bad |= outside;
    return sum;
}

static real run_weighted_sum(const real *x, const real *t, const real *w, ptrdiff_t n, int *bad)
{
    real sum = 0;
    int outside = 0;
#pragma omp simd reduction(+ : sum) reduction(| : outside)
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += w[i] * (t[i] * real_log(x[i] + EPS) + (1 - t[i]) * real_log(1 - x[i] + EPS));
        outside |= !(x[i] >= 0 && x[i] <= 1);
    }
    *bad |= outside;
    return sum;
}

static void run_gradient(real *gx, const real *x, const real *t, ptrdiff_t n, real norm)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = norm * (x[i] - t[i]) / ((1 - x[i] + EPS) * (x[i] + EPS));
}

static void run_weigh(real *gx, const real *w, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] *= w[i];
}

/* Elements of the run that begins at `at`: up to RUN of them, to the end, or with weights to the end of the row. */
static ptrdiff_t run_length(ptrdiff_t at, ptrdiff_t end, const real *weights, ptrdiff_t columns)
{
    ptrdiff_t n = end - at < RUN ? end - at : RUN;
    if (weights && columns - at % columns < n)
        n = columns - at % columns;
    return n;
}

static ptrdiff_t first_outside(const real *x, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (!(x[i] >= 0 && x[i] <= 1))
            return i + 1;
    return 0;
}

ptrdiff_t FN(BCECriterion_updateOutput)(double *loss, const real *input, const real *target, const real *weights,
                                        ptrdiff_t rows, ptrdiff_t columns, int sizeAverage)
{
    ptrdiff_t n = rows * columns, blocks = block_count(n);
    double partial[MAX_BLOCKS];
    int bad = 0;
#pragma omp parallel for schedule(static) reduction(| : bad) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        double sum = 0;
        ptrdiff_t end = block_begin(n, b) + block_size(n, b), length;
        for (ptrdiff_t at = block_begin(n, b); at < end; at += length) {
            length = run_length(at, end, weights, columns);
            sum += weights ? run_weighted_sum(input + at, target + at, weights + at % columns, length, &bad)
                           : run_sum(input + at, target + at, length, &bad);
        }
        partial[b] = sum;
    }
    if (bad)
        return first_outside(input, n);
    double sum = 0;
    for (ptrdiff_t b = 0; b < blocks; b++)
        sum -= partial[b];
    *loss = sizeAverage ? sum / n : sum;
    return 0;
}

void FN(BCECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, const real *weights,
                                      ptrdiff_t rows, ptrdiff_t columns, int sizeAverage)
{
    ptrdiff_t n = rows * columns, blocks = block_count(n);
    real norm = sizeAverage ? 1.0 / n : 1;
#pragma omp parallel for schedule(static) if (parallel: blocks > 4 * PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t end = block_begin(n, b) + block_size(n, b), length;
        for (ptrdiff_t at = block_begin(n, b); at < end; at += length) {
            length = run_length(at, end, weights, columns);
            run_gradient(gradInput + at, input + at, target + at, length, norm);
            if (weights)
                run_weigh(gradInput + at, weights + at % columns, length);
        }
    }
}

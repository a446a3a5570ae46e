/* CMaxTable and CMinTable: y = max over k of x_k, and the k of it; backward the gradient goes to that input, zeros to the others.
 *
 * Bound by memory: count + 2 streams forward, 3 for each input backward. Threads share pieces of output and index that stay in the first
 * cache while the inputs pass by. */
#include "nn/CMaxTable.h"

#include "elementwise.h"

static void first(real *y, real *index, const real *x, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        y[i] = x[i];
        index[i] = 1;
    }
}

static void larger(real *y, real *index, const real *x, ptrdiff_t n, real number)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        index[i] = x[i] > y[i] ? number : index[i];
        y[i] = x[i] > y[i] ? x[i] : y[i];
    }
}

static void smaller(real *y, real *index, const real *x, ptrdiff_t n, real number)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        index[i] = x[i] < y[i] ? number : index[i];
        y[i] = x[i] < y[i] ? x[i] : y[i];
    }
}

void FN(CMaxTable_updateOutput)(real *output, real *index, const real *const *inputs, int count, ptrdiff_t n, int smallest)
{
#pragma omp parallel for schedule(static) if (parallel: n > CHEAP * BLOCK_UNIT)
    for (ptrdiff_t at = 0; at < n; at += BLOCK_UNIT) {
        ptrdiff_t size = n - at < BLOCK_UNIT ? n - at : BLOCK_UNIT;
        first(output + at, index + at, inputs[0] + at, size);
        for (int k = 1; k < count; k++)
            (smallest ? smaller : larger)(output + at, index + at, inputs[k] + at, size, k + 1);
    }
}

static void route(real *gx, const real *g, const real *index, ptrdiff_t n, const real *p)
{
    const real number = p[0];
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        real gradient = g[i]; /* read in any case: a read that depends on the index would be a branch */
        gx[i] = index[i] == number ? gradient : 0;
    }
}

void FN(CMaxTable_updateGradInput)(real *gradInput, const real *gradOutput, const real *index, ptrdiff_t n, double number)
{
    run_backward(route, CHEAP, gradInput, gradOutput, index, n, (real[]){number});
}

/* CDivTable, backward: both gradients of y = a / b in one pass, where tensor operations would make four.
 *
 * Bound by memory: 3 streams in, 2 out, two divisions an element. Threads share pieces of src/blocks.h's unit. */
#include "nn/CDivTable.h"

#include "elementwise.h"

static void gradients(real *gradA, real *gradB, const real *g, const real *a, const real *b, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        real byA = g[i] / b[i];
        gradB[i] = -(byA * a[i] / b[i]);
        gradA[i] = byA;
    }
}

void FN(CDivTable_updateGradInput)(real *gradA, real *gradB, const real *gradOutput, const real *a, const real *b, ptrdiff_t n)
{
#pragma omp parallel for schedule(static) if (parallel: n > CHEAP * BLOCK_UNIT)
    for (ptrdiff_t at = 0; at < n; at += BLOCK_UNIT)
        gradients(gradA + at, gradB + at, gradOutput + at, a + at, b + at, n - at < BLOCK_UNIT ? n - at : BLOCK_UNIT);
}

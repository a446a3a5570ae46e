/* Gated linear unit: y = a σ(b) for the halves a and b of each row; backward g σ(b) and g a σ(b) (1 - σ(b)).
 *
 * Bound by the exponential on small arrays and by memory on large ones. Rows are cut into the blocks of src/blocks.h, which threads
 * share. */
#include "nn/GatedLinear.h"

#include "blocks.h"
#include "vmath.h"

enum { PARALLEL = 4096 }; /* elements of the output from which threads pay */

static inline real gate(real b) { return 1 / (1 + real_exp(-b)); }

void FN(GatedLinear_updateOutput)(real *output, const real *input, ptrdiff_t outer, ptrdiff_t half)
{
    const ptrdiff_t pieces = block_count(half);
#pragma omp parallel for schedule(static) if (parallel: outer * half > PARALLEL)
    for (ptrdiff_t k = 0; k < outer * pieces; k++) {
        const ptrdiff_t row = k / pieces, begin = block_begin(half, k % pieces), size = block_size(half, k % pieces);
        const real *a = input + 2 * row * half + begin, *b = a + half;
        real *y = output + row * half + begin;
#pragma omp simd
        for (ptrdiff_t i = 0; i < size; i++)
            y[i] = a[i] * gate(b[i]);
    }
}

void FN(GatedLinear_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t outer, ptrdiff_t half)
{
    const ptrdiff_t pieces = block_count(half);
#pragma omp parallel for schedule(static) if (parallel: outer * half > PARALLEL)
    for (ptrdiff_t k = 0; k < outer * pieces; k++) {
        const ptrdiff_t row = k / pieces, begin = block_begin(half, k % pieces), size = block_size(half, k % pieces);
        const real *a = input + 2 * row * half + begin, *b = a + half, *g = gradOutput + row * half + begin;
        real *ga = gradInput + 2 * row * half + begin, *gb = ga + half;
#pragma omp simd
        for (ptrdiff_t i = 0; i < size; i++) {
            const real open = gate(b[i]);
            ga[i] = g[i] * open;
            gb[i] = g[i] * a[i] * open * (1 - open);
        }
    }
}

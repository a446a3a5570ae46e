/* MixtureTable: y[r] = sum over k of gate[r][k] x_k[r]; back, the gradient of a gate is a dot product of a row, that of an expert a multiple
 * of gradOutput's row.
 *
 * Bound by memory: count + 1 streams forward, 2 count + 1 back. Forward, threads share pieces of rows that stay in the first cache while the
 * experts pass by; back, they share rows and experts. A dot product is added up by one thread, in an order that depends on columns alone. */
#include "nn/MixtureTable.h"

#include "blocks.h"

enum { SHARED_FROM = 1 << 15 }; /* elements from which on threads share the work */

static void scale(real *y, const real *x, real gate, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = gate * x[i];
}

static void add_scaled(real *y, const real *x, real gate, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] += gate * x[i];
}

static real dot(const real *a, const real *b, ptrdiff_t n)
{
    real sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

void FN(MixtureTable_updateOutput)(real *output, const real *gates, const real *const *experts, const ptrdiff_t *strides, int count,
                                   ptrdiff_t rows, ptrdiff_t columns)
{
    ptrdiff_t pieces = (columns + BLOCK_UNIT - 1) / BLOCK_UNIT;
#pragma omp parallel for collapse(2) schedule(static) if (parallel: rows * columns * count > SHARED_FROM)
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t p = 0; p < pieces; p++) {
            ptrdiff_t at = p * BLOCK_UNIT, left = columns - at, n = left < BLOCK_UNIT ? left : BLOCK_UNIT;
            real *y = output + r * columns + at;
            const real *gate = gates + r * count;
            scale(y, experts[0] + r * strides[0] + at, gate[0], n);
            for (int k = 1; k < count; k++)
                add_scaled(y, experts[k] + r * strides[k] + at, gate[k], n);
        }
}

void FN(MixtureTable_updateGradInput)(real *gradGates, real *const *gradExperts, const ptrdiff_t *gradStrides, const real *gradOutput,
                                      const real *gates, const real *const *experts, const ptrdiff_t *strides, int count, ptrdiff_t rows,
                                      ptrdiff_t columns)
{
#pragma omp parallel for collapse(2) schedule(static) if (parallel: rows * columns * count > SHARED_FROM)
    for (ptrdiff_t r = 0; r < rows; r++)
        for (int k = 0; k < count; k++) {
            const real *g = gradOutput + r * columns;
            gradGates[r * count + k] = dot(g, experts[k] + r * strides[k], columns);
            scale(gradExperts[k] + r * gradStrides[k], g, gates[r * count + k], columns);
        }
}

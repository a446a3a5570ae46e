/* Running sums and products along a dimension, kept in double or 64-bit integers. Where lines lie side by side, a block of them
 * advances together; a single line is bound by the latency of its additions. */
#include "tensor/cumulate.h"
#include "engine/lines.h"
#include "pointwise.h"

enum { BLOCK = 256, FEW_LINES = 8 };

#if REAL_IS_FLOATING
INLINE accreal plus(accreal a, accreal b) { return a + b; }
INLINE accreal times(accreal a, accreal b) { return a * b; }
#else
INLINE accreal plus(accreal a, accreal b) { return (accreal)((uint64_t)a + (uint64_t)b); }
INLINE accreal times(accreal a, accreal b) { return (accreal)((uint64_t)a * (uint64_t)b); }
#endif

INLINE int advance(const Lines *lines, accreal start, accreal (*step)(accreal, accreal))
{
    real *r = lines->data[0];
    const real *x = lines->data[1];
    if (lines->across[0] == 1 && lines->across[1] == 1 && lines->count >= FEW_LINES) {
        accreal so_far[BLOCK];
        for (long i = 0; i < lines->count; i++)
            so_far[i] = start;
        for (long k = 0; k < lines->length[0]; k++, r += lines->along[0], x += lines->along[1])
#pragma omp simd
            for (long i = 0; i < lines->count; i++) {
                so_far[i] = step(so_far[i], x[i]);
                r[i] = (real)so_far[i];
            }
        return 0;
    }
    for (long i = 0; i < lines->count; i++, r += lines->across[0], x += lines->across[1]) {
        accreal so_far = start;
        for (long k = 0; k < lines->length[0]; k++) {
            so_far = step(so_far, x[k * lines->along[1]]);
            r[k * lines->along[0]] = (real)so_far;
        }
    }
    return 0;
}

static int sum_lines(const Lines *lines) { return advance(lines, 0, plus); }
static int product_lines(const Lines *lines) { return advance(lines, 1, times); }

static void visit(LinesFunction run, THTensor *r, const THTensor *x, int dim)
{
    LineVisit lines = {.run = run, .operands = 2, .tensor = {r, x}, .dim = dim, .most = BLOCK, .cost = 2};
    lampas_visit_lines(&lines);
}

void FN(cumsum)(THTensor *r, const THTensor *x, int dim) { visit(sum_lines, r, x, dim); }
void FN(cumprod)(THTensor *r, const THTensor *x, int dim) { visit(product_lines, r, x, dim); }

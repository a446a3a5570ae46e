/* PReLU: y = x > 0 ? x : w x, with a weight w for each plane of arrays outer × planes × inner.
 *
 *   gradInput = x > 0 ? g : w g        gradWeight[plane] += scale * sum over the plane of (x <= 0 ? g x : 0)
 *
 * Bound by memory. Planes are rows of `inner` elements with one weight; where inner is 1, planes lie side by side and so do the weights.
 * Rows are cut into the blocks of src/blocks.h and these shared among threads. The sums are kept by block, for a number of parts of `outer`
 * that does not depend on the threads, and added up in order. */
#include "nn/PReLU.h"

#include "blocks.h"
#include "engine/workspace.h"

enum {
    PARALLEL = 1 << 15, /* elements from which threads pay */
    PARTS = 16,         /* of `outer`, whose sums are kept apart */
    COLUMNS = 64,       /* planes side by side that one thread sums */
};

static inline real sloped(real x, real v, real w) { return x > 0 ? v : w * v; }

/* r = x > 0 ? v : w v: forward with v = x, backward with v = gradOutput. */
static void apply(real *r, const real *x, const real *v, const real *weight, ptrdiff_t outer, ptrdiff_t planes, ptrdiff_t inner)
{
    const ptrdiff_t pieces = block_count(inner), n = outer * planes * inner;
    if (inner == 1) {
#pragma omp parallel for schedule(static) if (parallel: n > PARALLEL)
        for (ptrdiff_t o = 0; o < outer; o++)
#pragma omp simd
            for (ptrdiff_t p = 0; p < planes; p++)
                r[o * planes + p] = sloped(x[o * planes + p], v[o * planes + p], weight[p]);
        return;
    }
#pragma omp parallel for schedule(static) if (parallel: n > PARALLEL)
    for (ptrdiff_t k = 0; k < outer * planes * pieces; k++) {
        const ptrdiff_t row = k / pieces, piece = k % pieces, at = row * inner + block_begin(inner, piece), size = block_size(inner, piece);
        const real w = weight[row % planes];
#pragma omp simd
        for (ptrdiff_t i = at; i < at + size; i++)
            r[i] = sloped(x[i], v[i], w);
    }
}

void FN(PReLU_updateOutput)(real *output, const real *input, const real *weight, ptrdiff_t outer, ptrdiff_t planes, ptrdiff_t inner)
{
    apply(output, input, input, weight, outer, planes, inner);
}

void FN(PReLU_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *weight, ptrdiff_t outer,
                               ptrdiff_t planes, ptrdiff_t inner)
{
    apply(gradInput, input, gradOutput, weight, outer, planes, inner);
}

static inline accreal share(real g, real x) { return x <= 0 ? (accreal)g * x : 0; }

static void sum_columns(real *gradWeight, const real *g, const real *x, double scale, ptrdiff_t outer, ptrdiff_t planes)
{
#pragma omp parallel for schedule(static) if (parallel: outer * planes > PARALLEL)
    for (ptrdiff_t first = 0; first < planes; first += COLUMNS) {
        const ptrdiff_t width = planes - first < COLUMNS ? planes - first : COLUMNS;
        accreal sum[COLUMNS] = {0};
        for (ptrdiff_t o = 0; o < outer; o++)
#pragma omp simd
            for (ptrdiff_t p = 0; p < width; p++)
                sum[p] += share(g[o * planes + first + p], x[o * planes + first + p]);
        for (ptrdiff_t p = 0; p < width; p++)
            gradWeight[first + p] += (real)(scale * sum[p]);
    }
}

static accreal sum_run(const real *g, const real *x, ptrdiff_t n)
{
    accreal sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t i = 0; i < n; i++)
        sum += share(g[i], x[i]);
    return sum;
}

int FN(PReLU_accGradParameters)(real *gradWeight, const real *gradOutput, const real *input, double scale, ptrdiff_t outer,
                                ptrdiff_t planes, ptrdiff_t inner)
{
    if (inner == 1) {
        sum_columns(gradWeight, gradOutput, input, scale, outer, planes);
        return 0;
    }
    const ptrdiff_t parts = outer < PARTS ? outer : PARTS, pieces = block_count(inner), shares = parts * pieces;
    lampas_workspace *workspace = lampas_workspace_reserve(planes * shares * sizeof(accreal), 0, 1);
    if (!workspace)
        return -1;
    accreal *sums = workspace->shared; /* plane, part, piece */
#pragma omp parallel for schedule(static) if (parallel: outer * planes * inner > PARALLEL)
    for (ptrdiff_t k = 0; k < planes * shares; k++) {
        const ptrdiff_t plane = k / shares, part = k / pieces % parts, piece = k % pieces;
        const ptrdiff_t begin = block_begin(inner, piece), size = block_size(inner, piece);
        sums[k] = 0;
        for (ptrdiff_t o = outer * part / parts; o < outer * (part + 1) / parts; o++) {
            const ptrdiff_t at = (o * planes + plane) * inner + begin;
            sums[k] += sum_run(gradOutput + at, input + at, size);
        }
    }
    for (ptrdiff_t plane = 0; plane < planes; plane++) {
        accreal sum = 0;
        for (ptrdiff_t k = 0; k < shares; k++)
            sum += sums[plane * shares + k];
        gradWeight[plane] += (real)(scale * sum);
    }
    return 0;
}

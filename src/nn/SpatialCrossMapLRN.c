/* y[c] = x[c] s[c]^-β,  s[c] = k + α / size Σ x[c']² over the window of planes around c.
 *
 * The gradient is gx[c] = g[c] s[c]^-β - 2 α β / size x[c] Σ r[c'],  r[c] = g[c] x[c] s[c]^-β / s[c],  summed over all c' whose window
 * holds c. Pixels are cut into blocks that stay in the cache with all their planes; sums go over the window's planes in order, in unit
 * stride. Bound by the power, and with β = 0.75, which needs two square roots only, by memory.
 * Parallel over blocks of pixels, cut alike for any number of threads. */
#include "nn/SpatialCrossMapLRN.h"

#include "engine/workspace.h"
#include "vmath.h"

#include <omp.h>
#include <string.h>

enum { PARALLEL_ELEMENTS = 8192, BLOCK = 256 };

/* A block of pixels of an image. */
typedef struct Block {
    ptrdiff_t at, n; /* where its first pixel lies in plane 0; pixels */
} Block;

static ptrdiff_t blocks_of(const SpatialCrossMapLRN_shape *s)
{
    return s->images * ((s->pixels + BLOCK - 1) / BLOCK);
}

static Block block_of(const SpatialCrossMapLRN_shape *s, ptrdiff_t number)
{
    const ptrdiff_t blocks = (s->pixels + BLOCK - 1) / BLOCK, image = number / blocks, first = number % blocks * BLOCK;
    return (Block){image * s->planes * s->pixels + first, s->pixels - first < BLOCK ? s->pixels - first : BLOCK};
}

static int parallel(const SpatialCrossMapLRN_shape *s)
{
    return s->images * s->planes * s->pixels > PARALLEL_ELEMENTS;
}

/* power = s^-β. */
static void negative_power(real *power, const real *s, ptrdiff_t n, real beta)
{
    if (beta == (real)0.75) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++) {
            const real root = real_sqrt(s[i]);
            power[i] = 1 / (root * real_sqrt(root));
        }
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            power[i] = real_pow(s[i], -beta);
    }
}

/* Planes `before` before plane c to `after` after it, as far as there are any. */
static void window_of(const SpatialCrossMapLRN_shape *s, ptrdiff_t c, ptrdiff_t before, ptrdiff_t after, ptrdiff_t *first, ptrdiff_t *last)
{
    *first = c - before > 0 ? c - before : 0;
    *last = c + after < s->planes - 1 ? c + after : s->planes - 1;
}

void FN(SpatialCrossMapLRN_updateOutput)(real *output, real *scale, const real *input, const SpatialCrossMapLRN_shape *shape)
{
    const SpatialCrossMapLRN_shape s = *shape;
    const ptrdiff_t before = (s.size - 1) / 2, after = s.size - 1 - before;
    const real factor = s.alpha / s.size;
#pragma omp parallel for schedule(static) if (parallel: parallel(&s))
    for (ptrdiff_t b = 0; b < blocks_of(&s); b++) {
        const Block block = block_of(&s, b);
        for (ptrdiff_t c = 0; c < s.planes; c++) {
            real sum[BLOCK] = {0}, power[BLOCK];
            const ptrdiff_t at = block.at + c * s.pixels;
            ptrdiff_t first, last;
            window_of(&s, c, before, after, &first, &last);
            for (ptrdiff_t other = first; other <= last; other++) {
                const real *x = input + block.at + other * s.pixels;
#pragma omp simd
                for (ptrdiff_t i = 0; i < block.n; i++)
                    sum[i] += x[i] * x[i];
            }
#pragma omp simd
            for (ptrdiff_t i = 0; i < block.n; i++)
                scale[at + i] = sum[i] = s.k + factor * sum[i];
            negative_power(power, sum, block.n, s.beta);
#pragma omp simd
            for (ptrdiff_t i = 0; i < block.n; i++)
                output[at + i] = input[at + i] * power[i];
        }
    }
}

/* r of all planes of a block to `ratio` (planes × BLOCK), and g s^-β to gx. */
static void first_part(real *gx, real *ratio, const real *g, const real *x, const real *scale, ptrdiff_t n, const SpatialCrossMapLRN_shape *s)
{
    for (ptrdiff_t c = 0; c < s->planes; c++, ratio += BLOCK) {
        const ptrdiff_t at = c * s->pixels;
        real power[BLOCK];
        negative_power(power, scale + at, n, s->beta);
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++) {
            const real direct = g[at + i] * power[i];
            ratio[i] = direct * x[at + i] / scale[at + i];
            gx[at + i] = direct;
        }
    }
}

int FN(SpatialCrossMapLRN_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *scale,
                                           const SpatialCrossMapLRN_shape *shape)
{
    const SpatialCrossMapLRN_shape s = *shape;
    const ptrdiff_t before = (s.size - 1) / 2, after = s.size - 1 - before;
    const real factor = 2 * s.alpha * s.beta / s.size;
    const int threads = parallel(&s) ? omp_get_max_threads() : 1;
    lampas_workspace *workspace = lampas_workspace_reserve(0, s.planes * BLOCK * sizeof(real), threads);
    if (!workspace)
        return -1;
#pragma omp parallel for schedule(static) num_threads(threads) if (parallel: threads > 1)
    for (ptrdiff_t b = 0; b < blocks_of(&s); b++) {
        const Block block = block_of(&s, b);
        real *ratio = workspace->each[omp_get_thread_num()];
        first_part(gradInput + block.at, ratio, gradOutput + block.at, input + block.at, scale + block.at, block.n, &s);
        for (ptrdiff_t c = 0; c < s.planes; c++) {
            real sum[BLOCK] = {0};
            const ptrdiff_t at = block.at + c * s.pixels;
            ptrdiff_t first, last;
            window_of(&s, c, after, before, &first, &last); /* the planes whose windows hold c lie the other way round */
            for (ptrdiff_t other = first; other <= last; other++)
#pragma omp simd
                for (ptrdiff_t i = 0; i < block.n; i++)
                    sum[i] += ratio[other * BLOCK + i];
#pragma omp simd
            for (ptrdiff_t i = 0; i < block.n; i++)
                gradInput[at + i] -= factor * input[at + i] * sum[i];
        }
    }
    return 0;
}

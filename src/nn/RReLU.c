/* RReLU in training: noise = x <= 0 ? uniform in [lower, upper) : 1, y = x noise.
 *
 * Torch draws for the elements that are not positive alone, in order. So the array is taken in pieces: threads count the draws that each
 * block of a piece needs, the generator makes them all, and each block takes those that are its own. Bound by the
 * generator's arithmetic and by memory. */
#include "nn/RReLU.h"

#include "engine/workspace.h"

#include <math.h>

enum {
    BLOCK = 2048,
    BLOCKS = 64, /* of a piece: its draws stay in the second cache */
    PARALLEL = 8,
};

/* Elements that are not positive. */
static long count_draws(const real *x, long n)
{
    long count = 0;
#pragma omp simd reduction(+ : count)
    for (long i = 0; i < n; i++)
        count += x[i] <= 0;
    return count;
}

/* A block of n elements that takes `count` draws. */
static void spread_draws(real *y, real *noise, const real *x, long n, const uint32_t *draws, long count, double lower, double upper)
{
    const double span = upper - lower;
    real slopes[BLOCK + 1]; /* the last is read, but not used */
    for (long i = 0; i < count; i++)
        slopes[i] = (real)fma(draws[i] * 0x1p-32, span, lower);
    slopes[count] = 1;
    const real *next = slopes;
    for (long i = 0; i < n; i++) {
        const int taken = x[i] <= 0;
        const real choice[] = {1, *next}; /* a load from the stack instead of an unpredictable branch */
        noise[i] = choice[taken];
        next += taken;
    }
#pragma omp simd
    for (long i = 0; i < n; i++)
        y[i] = x[i] * noise[i];
}

static long length(long n, long at, long most) { return n - at < most ? n - at : most; }

int FN(RReLU_updateOutput)(THGenerator *generator, long n, const real *input, real *output, real *noise, double lower, double upper)
{
    lampas_workspace *workspace = lampas_workspace_reserve(BLOCK * BLOCKS * sizeof(uint32_t), 0, 1);
    if (!workspace)
        return -1;
    uint32_t *draws = workspace->shared;
    for (long at = 0; at < n; at += BLOCK * BLOCKS) {
        const long piece = length(n, at, BLOCK * BLOCKS), blocks = (piece + BLOCK - 1) / BLOCK;
        long first[BLOCKS + 1] = {0};
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL)
        for (long b = 0; b < blocks; b++)
            first[b + 1] = count_draws(input + at + b * BLOCK, length(piece, b * BLOCK, BLOCK));
        for (long b = 0; b < blocks; b++)
            first[b + 1] += first[b];
        lampas_random_fill(generator, draws, first[blocks]);
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL)
        for (long b = 0; b < blocks; b++) {
            const long begin = at + b * BLOCK, size = length(piece, b * BLOCK, BLOCK);
            spread_draws(output + begin, noise + begin, input + begin, size, draws + first[b], first[b + 1] - first[b], lower, upper);
        }
    }
    return 0;
}

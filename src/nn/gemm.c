/* C = alpha * op(A) * op(B) + beta * C: the micro-kernel of tile.c inside three loops
 *
 *   for each slice of k (at most DEPTH):
 *     for each group of panels of the right matrix:          packed [k][lanes of the panel], which the kernel reads in one stream
 *       for each band of 6 or 12 rows of the left matrix:
 *         for each panel of the group:  tiles
 *
 * A band (BAND * DEPTH) stays near the first cache while the panels stream past it from the second, which holds the
 * group. Meanwhile the tiles read ahead what comes from memory next, a band or a group: at a batch of 100 a layer's weights are
 * read once and would otherwise be waited for. (gemm_pack.c, gemm_group.c)
 *
 * Which matrix is left? One whose rows run along k is best left: it is used where it lies, at any size. So with B
 * transposed (a layer's output: C = x * W') the product is made as C' = op(B)' * op(A)': W in place on the left, and the
 * small x packed on the right, once for all slices. The sums of a few hundred rows of C' then stay in the second cache over
 * all slices and are transposed on their way to C. Otherwise a chunk of rows of A at a time is copied into scratch, or transposed
 * into it where its rows do not run along k (gradWeight = gradOutput' * x), VL steps of k at a time. (gemm_transposed.c, gemm_plain.c)
 *
 * Where both matrices' rows run along k, no lane need be wasted: a batch of 100 is 6 vectors of 16 and 4 columns more, and these few are
 * made of dot products (dots.c), as is the whole product where one matrix has FEW rows.
 *
 * Panels are TILE_VECTORS wide. With 16 registers, where that is 2, an odd vector goes to the last panel, which is 3 wide and takes
 * tiles of 4 rows instead of 6: a panel of one vector would leave the multipliers waiting for its few sums.
 *
 * Arithmetic bounds it, except for a depth, or a number of rows or columns, of a few dozen, where reading or writing
 * matrices does.
 *
 * Parallel: the threads cut the product into a grid of rectangles and run the loops each on its own, sharing nothing, so
 * there is no barrier. Sums run over k in one order, and slices are cut by K alone: the numbers do not depend on the
 * number of threads. (OpenBLAS's do; that is why layers do not call it, and why torch.mm does for small products only.) */
#include "nn/gemm.h"
#include "engine/cache.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "gemm_parts.h"
#include "nn/dots.h"

#include <omp.h>

static const double PACKING = 0.6; /* cost of packing a panel, in blocks multiplied with it */

static struct blocking blocking_of_caches(void)
{
    const long second = smaller(larger(lampas_cache_bytes(2), 256 << 10), 2 << 20), third = larger(lampas_cache_share(), 4 << 20);
    return (struct blocking){
        .group = larger(second / 4 / (long)sizeof(real), DEPTH * WIDE * VL),
        .sums = larger(second / 4 / (long)sizeof(real), TILE_ROWS * WIDE * VL),
        .chunk = smaller(third / 8, 2 << 20) / (long)sizeof(real),
        .kept = smaller(third / 4, 16 << 20) / (long)sizeof(real),
        .far = 4 * second / (long)sizeof(real),
    };
}

/* One thread's rectangle of the grid. A layer's weights, on the left, are read from memory by one thread each; and the dot products, which the
 * last columns' thread would have to itself, are divided evenly by rows, as long as there are many. */
static void work(const struct problem *p, int me, int threads, struct scratch *own)
{
    const long blocks = ceiling(p->rows, TILE_ROWS), vectors = ceiling(p->columns, VL), panels = ceiling(vectors, TILE_VECTORS);
    const int by_rows = p->transposed && (p->left.far || p->dots) && blocks >= 32 * threads;
    const int down = by_rows ? threads : lampas_threads_grid(threads, blocks, panels, PACKING), across = threads / down;
    const int y = me / across, x = me % across;
    if (y >= down)
        return;
    const long row0 = p->rows * (blocks * y / down) / blocks, row1 = p->rows * (blocks * (y + 1) / down) / blocks;
    const long unit = TWO_WIDE ? TILE_VECTORS : 1, units = ceiling(vectors, unit); /* vectors that stay together */
    const long v0 = smaller(units * x / across * unit, vectors), v1 = smaller(units * (x + 1) / across * unit, vectors);
    if (p->transposed)
        FN(lampas_gemm_transposed)(p, row0, row1, v0, v1, own);
    else
        FN(lampas_gemm_plain)(p, row0, row1, v0, v1, own);
}

/* Divides a thread's block of memory, or with `block` NULL measures it. */
static size_t divide(const struct problem *p, void *block, struct scratch *own)
{
    size_t used = 0;
    const long panels = p->transposed ? FN(lampas_gemm_kept)(p) : p->blocking.group;
    const long rows = p->transposed ? 0 : smaller(p->blocking.chunk, ceiling(p->rows, VL) * VL * left_pitch(smaller(p->depth, DEPTH)));
    own->panels = lampas_workspace_part(block, &used, (size_t)panels * sizeof(real));
    own->sums = lampas_workspace_part(block, &used, p->transposed ? (size_t)p->blocking.sums * sizeof(real) : 0);
    own->left = lampas_workspace_part(block, &used, (size_t)rows * sizeof(real));
    own->edge = lampas_workspace_part(block, &used, TILE_ROWS * WIDE * VL * sizeof(real));
    return used;
}

static int threads_for(const struct problem *p)
{
    const int small = (double)p->rows * (double)(p->columns + p->dots) * (double)p->depth < SERIAL;
    return small || omp_in_parallel() ? 1 : omp_get_max_threads();
}

/* The product of rows with rows where one matrix has so few that packing the other would not pay: dot products. Threads divide the rows of
 * the larger one. Slices of k are such that the few rows stay in the first cache. */
static void multiply_few(const struct problem *p)
{
    const int right = p->rows < p->columns; /* it has many rows, C's rows; else the left one has, C's columns */
    const struct matrix *many = right ? &p->right : &p->left, *few = right ? &p->left : &p->right;
    const long rows = larger(p->rows, p->columns), count = smaller(p->rows, p->columns), blocks = ceiling(rows, TILE_ROWS);
    const long fitting = lampas_cache_bytes(1) / 2 / (long)sizeof(real) / (count + 4);
    const long slices = ceiling(p->depth, larger(fitting, 16 * VL)), ldc = p->ldc;
    const int most = threads_for(p);
#pragma omp parallel num_threads(most) if (most > 1)
    {
        const int me = omp_get_thread_num(), threads = omp_get_num_threads();
        const long first = rows * (blocks * me / threads) / blocks, last = rows * (blocks * (me + 1) / threads) / blocks;
        if (p->beta != 1 || p->old != p->C)
            FN(lampas_gemm_scale)(p, right ? first : 0, right ? last : count, right ? 0 : first, right ? count : last);
        for (long slice = 0; slice < slices; slice++) {
            const long k = slice_start(p, slice, slices), depth = slice_start(p, slice + 1, slices) - k;
            FN(lampas_dots)(last - first, count, depth, p->alpha, many->data + first * many->pitch + k, many->pitch, few->data + k, few->pitch,
                            p->C + first * (right ? ldc : 1), right ? ldc : 1, right ? 1 : ldc, 1);
        }
    }
}

static int multiply(struct problem *p, int transA, int transB, long M, long N, long K, const real *A, long lda, const real *B, long ldb)
{
    p->blocking = blocking_of_caches();
    const struct matrix a = {A, lda, !transA, M * K > p->blocking.far}, b = {B, ldb, transB, N * K > p->blocking.far};
    p->transposed = transB;
    p->left = transB ? b : a;
    p->right = transB ? a : b;
    p->rows = transB ? N : M;
    p->columns = transB ? M : N;
    p->depth = p->alpha == 0 ? 0 : K;
    if (transB && !transA) {
        if (smaller(M, N) <= FEW) {
            multiply_few(p);
            return 0;
        }
        if (p->columns % VL <= VL / 2) {
            p->dots = p->columns % VL;
            p->columns -= p->dots;
        }
    }
    const int most = threads_for(p);
    struct scratch measured;
    lampas_workspace *space = lampas_workspace_reserve(0, divide(p, NULL, &measured), most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    {
        struct scratch own;
        divide(p, space->each[omp_get_thread_num()], &own);
        work(p, omp_get_thread_num(), omp_get_num_threads(), &own);
    }
    return 0;
}

int FN(lampas_gemm)(int transA, int transB, long M, long N, long K, real alpha, const real *A, long lda, const real *B, long ldb, real beta,
                    real *C, long ldc)
{
    struct problem p = {.alpha = alpha, .beta = beta, .C = C, .ldc = ldc, .old = C, .old_pitch = ldc};
    return M > 0 && N > 0 ? multiply(&p, transA, transB, M, N, K, A, lda, B, ldb) : 0;
}

int FN(lampas_gemm_bias)(long M, long N, long K, const real *A, long lda, const real *B, long ldb, const real *bias, real *C, long ldc)
{
    struct problem p = {.alpha = 1, .beta = bias ? 1 : 0, .C = C, .ldc = ldc, .old = bias};
    return M > 0 && N > 0 ? multiply(&p, 0, 1, M, N, K, A, lda, B, ldb) : 0;
}

/* C = alpha * op(A) * op(B) + beta * C: the micro-kernel of tile.c inside three loops.
 *
 *   for each slice of k (at most DEPTH):
 *     for each group of panels of B (GROUP columns):     packed [k][TILE_LANES], so that the kernel reads it in one stream
 *       for each block of TILE_ROWS rows of A:           in place when row-major; copied to [k][rows] when transposed, because
 *         for each panel of the group: tile              its columns lie pages apart
 *
 * The block of A (TILE_ROWS * DEPTH) stays in the first cache while the panels stream past it from the second, which holds the group.
 * Arithmetic bounds it, except for K or M of a few dozen, where reading B or C does.
 *
 * Parallel: the threads cut C into a grid of rectangles and run the serial loops each on its own, sharing nothing, so there
 * is no barrier. Threads above one another pack the same panels; the grid is chosen so that this costs little. Sums run over k in one
 * order and slices are cut by K alone: the numbers do not depend on the number of threads. */
#include "nn/gemm.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

enum {
    DEPTH = 384,
    GROUP = (256 << 10) / (DEPTH * (int)sizeof(real)) / TILE_LANES, /* panels in 256 KB, half of a usual second cache */
    SERIAL = 32 * 32 * 32, /* multiply-adds below which a second thread costs more than it brings */
};
static const double PACKING = 0.6; /* cost of packing a panel, in blocks multiplied with it */

struct problem {
    int transA, transB;
    long M, N, K;
    real alpha, beta;
    const real *A, *B;
    real *C;
    long lda, ldb, ldc;
};

/* What one thread has to itself. */
struct scratch {
    real panels[GROUP * DEPTH * TILE_LANES];
    real block[DEPTH * TILE_ROWS];
    real edge[TILE_ROWS * TILE_LANES];
    long column[DEPTH];
};

static inline long smaller(long a, long b) { return a < b ? a : b; }

/* Panels of B's columns [n, n + width) from row-major B: k outermost, so that B is read in long runs. */
static void pack_rows(const struct problem *p, long k0, long depth, long n, long width, real *to)
{
    for (long k = 0; k < depth; k++) {
        const real *from = p->B + (k0 + k) * p->ldb + n;
        real *row = to + k * TILE_LANES;
        long j = 0;
        for (; j + TILE_LANES <= width; j += TILE_LANES, row += depth * TILE_LANES)
            for (int v = 0; v < TILE_VECTORS; v++)
                vec_store(row + v * VL, vec_load(from + j + v * VL));
        for (int v = 0; j < width && v < TILE_VECTORS; v++) {
            const long left = width - j - v * VL;
            vec_store(row + v * VL, vec_load_partial(from + j + v * VL, left < 0 ? 0 : smaller(left, VL)));
        }
    }
}

/* One vector's width of a panel from transposed B: VL rows of B, along k, become VL columns. */
static void pack_columns(const struct problem *p, long k0, long depth, long n, long width, real *to)
{
    const real *from = p->B + n * p->ldb + k0;
    vec r[VL];
    for (long k = 0; k < depth; k += VL) {
        const long deep = smaller(depth - k, VL);
        if (width >= VL && deep == VL) {
#pragma GCC unroll 16
            for (int j = 0; j < VL; j++)
                r[j] = vec_load(from + j * p->ldb + k);
        } else {
            for (int j = 0; j < VL; j++)
                r[j] = j < width ? vec_load_partial(from + j * p->ldb + k, deep) : (vec){0};
        }
        vec_transpose(r);
        for (int j = 0; j < deep; j++)
            vec_store(to + (k + j) * TILE_LANES, r[j]);
    }
}

static void pack_panels(const struct problem *p, long k0, long depth, long n, long width, real *to)
{
    if (!p->transB) {
        pack_rows(p, k0, depth, n, width, to);
        return;
    }
    for (long j = 0; j < width; j += TILE_LANES)
        for (int v = 0; v < TILE_VECTORS; v++)
            pack_columns(p, k0, depth, n + j + v * VL, width - j - v * VL, to + j * depth + v * VL);
}

/* Transposed A: rows [m, m + rows) of op(A) copied to [k][TILE_ROWS]. */
static void pack_block(const struct problem *p, long k0, long depth, long m, int rows, real *to)
{
    const real *from = p->A + k0 * p->lda + m;
    for (long k = 0; k < depth; k++, from += p->lda, to += TILE_ROWS)
        for (int i = 0; i < rows; i++)
            to[i] = from[i];
}

/* One tile, where C's rows end inside it: the whole tile to the side, then as many lanes as there are. */
static void edge_tile(int rows, long depth, const real *a, const long *row, const long *column, const real *b, real alpha, real *c, long ldc,
                      long lanes, int mode, real *edge)
{
    FN(lampas_tile)(rows, TILE_VECTORS, depth, a, row, column, b, NULL, alpha, edge, TILE_LANES, LAMPAS_TILE_STORE);
    for (int i = 0; i < rows; i++)
        for (long j = 0; j < lanes; j++)
            c[i * ldc + j] = edge[i * TILE_LANES + j] + (mode == LAMPAS_TILE_ADD ? c[i * ldc + j] : 0);
}

/* Rows [m0, m1) of one group of packed panels. */
static void multiply_group(const struct problem *p, long k0, long depth, long m0, long m1, long n, long width, int mode, struct scratch *own)
{
    const long blocks = (m1 - m0 + TILE_ROWS - 1) / TILE_ROWS, rows_all = m1 - m0;
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = p->transA ? i : i * p->lda;
    for (long k = 0; k < depth; k++)
        own->column[k] = p->transA ? k * TILE_ROWS : k;
    for (long block = 0; block < blocks; block++) { /* cut evenly: no block of one row at the end */
        const long m = m0 + rows_all * block / blocks;
        const int rows = (int)(m0 + rows_all * (block + 1) / blocks - m);
        const real *a = p->transA ? own->block : p->A + m * p->lda + k0;
        if (p->transA)
            pack_block(p, k0, depth, m, rows, own->block);
        for (long j = 0; j < width; j += TILE_LANES) {
            real *c = p->C + m * p->ldc + n + j;
            const real *b = own->panels + j * depth;
            if (j + TILE_LANES <= width)
                FN(lampas_tile)(rows, TILE_VECTORS, depth, a, row, own->column, b, NULL, p->alpha, c, p->ldc, mode);
            else
                edge_tile(rows, depth, a, row, own->column, b, p->alpha, c, p->ldc, width - j, mode, own->edge);
        }
    }
}

static void scale_rectangle(const struct problem *p, long m0, long m1, long n0, long n1)
{
    for (long m = m0; m < m1; m++)
        for (long n = n0; n < n1; n++)
            p->C[m * p->ldc + n] = p->beta == 0 ? 0 : p->beta * p->C[m * p->ldc + n];
}

/* Rows [m0, m1), columns [n0, n1) of C, by one thread. */
static void multiply_rectangle(const struct problem *p, long m0, long m1, long n0, long n1, struct scratch *own)
{
    const long slices = (p->K + DEPTH - 1) / DEPTH;
    if (p->beta != 1 && (p->beta != 0 || slices == 0))
        scale_rectangle(p, m0, m1, n0, n1);
    for (long slice = 0; slice < slices; slice++) {
        const long k0 = p->K * slice / slices, depth = p->K * (slice + 1) / slices - k0;
        const int mode = slice == 0 && p->beta == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
        for (long n = n0; n < n1; n += GROUP * TILE_LANES) {
            const long width = smaller(GROUP * TILE_LANES, n1 - n);
            pack_panels(p, k0, depth, n, width, own->panels);
            multiply_group(p, k0, depth, m0, m1, n, width, mode, own);
        }
    }
}

/* Where a part of the grid begins: at a whole panel, at a whole block. */
static inline long first_column(long N, long part, long parts)
{
    const long panels = (N + TILE_LANES - 1) / TILE_LANES;
    return smaller(panels * part / parts * TILE_LANES, N);
}

static inline long first_row(long M, long part, long parts)
{
    const long blocks = (M + TILE_ROWS - 1) / TILE_ROWS;
    return M * (blocks * part / parts) / blocks;
}

int FN(lampas_gemm)(int transA, int transB, long M, long N, long K, real alpha, const real *A, long lda, const real *B, long ldb, real beta,
                    real *C, long ldc)
{
    const struct problem p = {transA, transB, M, N, alpha == 0 ? 0 : K, alpha, beta, A, B, C, lda, ldb, ldc};
    if (M <= 0 || N <= 0)
        return 0;
    const int most = (double)M * N * K < SERIAL ? 1 : omp_get_max_threads();
    lampas_workspace *space = lampas_workspace_reserve(0, sizeof(struct scratch), most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    {
        const int threads = omp_get_num_threads(), me = omp_get_thread_num();
        const int down = lampas_threads_grid(threads, (M + TILE_ROWS - 1) / TILE_ROWS, (N + TILE_LANES - 1) / TILE_LANES, PACKING);
        const int across = threads / down;
        if (me < down * across) {
            const int y = me / across, x = me % across;
            multiply_rectangle(&p, first_row(M, y, down), first_row(M, y + 1, down), first_column(N, x, across), first_column(N, x + 1, across),
                               space->each[me]);
        }
    }
    return 0;
}

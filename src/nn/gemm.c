/* C = alpha * op(A) * op(B) + beta * C: the micro-kernel of tile.c inside three loops
 *
 *   for each slice of k (at most DEPTH):
 *     for each group of panels of the right matrix (GROUP elements):  packed [k][lanes of the panel], which the kernel
 *                                                                     reads in one stream
 *       for each block of TILE_ROWS rows of the left matrix:          in place, where its rows are contiguous
 *         for each panel of the group:  tile
 *
 * A block (TILE_ROWS * DEPTH) stays near the first cache while the panels stream past it from the second, which holds the
 * group. Meanwhile the next block, or the next group, is prefetched: at a batch of 100 a layer's weights are read from
 * memory once and would otherwise be waited for.
 *
 * Which matrix is left? One whose rows run along k is best left: it is used where it lies, at any size. So with B
 * transposed (a layer's output: C = x * W') the product is made as C' = op(B)' * op(A)': W in place on the left, and the
 * small x packed on the right. The sums of a few hundred rows of C' (SUMS) then stay in the second cache over all slices
 * and are transposed on their way to C. Where neither has rows along k (gradWeight = gradOutput' * x), blocks of A are
 * transposed into scratch, VL steps of k at a time.
 *
 * Arithmetic bounds it, except for a depth, or a number of rows or columns, of a few dozen, where reading or writing
 * matrices does.
 *
 * Parallel: the threads cut the product into a grid of rectangles and run the loops each on its own, sharing nothing, so
 * there is no barrier. Sums run over k in one order, and slices are cut by K alone: the numbers do not depend on the
 * number of threads. (OpenBLAS's do; that is why layers do not call it, though it is up to a sixth faster for weight gradients.) */
#include "nn/gemm.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

enum {
    DEPTH = 512,
    BLOCK_PITCH = DEPTH + VL,                /* elements from row to row of a transposed block */
    GROUP = (256 << 10) / (int)sizeof(real), /* elements of packed panels: 256 KB, half of a usual second cache */
    SUMS = (128 << 10) / (int)sizeof(real),  /* elements of C' kept over the slices */
    FAR = (2 << 20) / (int)sizeof(real),     /* elements of a matrix that is fetched from afar */
    LINE = 64,
    SERIAL = 32 * 32 * 32, /* multiply-adds below which a second thread costs more than it brings */
};
static const double PACKING = 0.6; /* cost of packing a panel, in blocks multiplied with it */

struct matrix {
    const real *data;
    long pitch;
    int along_k; /* rows of memory run along k */
    int far;     /* larger than a second cache: worth prefetching */
};

struct problem {
    struct matrix left, right;
    long rows, columns, depth; /* of the product: left is rows x depth, right depth x columns */
    real alpha, beta;
    real *C;
    long ldc;
    int transposed; /* the product is C', not C */
};

/* A group of columns of the right matrix, by vectors: [first, first + count), in as few and as even panels as possible. */
struct group {
    long first, count, panels;
    long lanes; /* that exist; the last vector may be partly empty */
};

/* What one thread has to itself. */
struct scratch {
    real panels[GROUP];
    real sums[SUMS];
    real block[TILE_ROWS * BLOCK_PITCH];
    real edge[TILE_ROWS * TILE_LANES];
};

static inline long panel_start(const struct group *g, long panel) { return g->count * panel / g->panels; }

/* Ask for one of `parts` parts of `rows` rows of `length` elements. */
static void prefetch(const real *from, long pitch, long rows, long length, long part, long parts)
{
    for (long i = rows * part / parts; i < rows * (part + 1) / parts; i++)
        for (long x = 0; x < length; x += LINE / (long)sizeof(real))
            __builtin_prefetch(from + i * pitch + x, 0, 2);
}

/* One row of a panel: `wide` vectors, of which `lanes` elements exist. */
static inline __attribute__((always_inline)) void pack_row(const real *from, const long wide, long lanes, real *to)
{
    for (long v = 0; v < wide; v++)
        vec_store(to + v * VL, (v + 1) * VL <= lanes ? vec_load(from + v * VL) : vec_load_partial(from + v * VL, lanes - v * VL));
}

/* The right matrix's rows of memory are rows k: k outermost, so that they are read in long runs. */
static void pack_rows(const struct matrix *m, long k0, long depth, const struct group *g, real *to)
{
    const long full = g->lanes >= g->count * VL && g->count % TILE_VECTORS == 0 ? g->panels : 0;
    for (long k = 0; k < depth; k++) {
        const real *from = m->data + (k0 + k) * m->pitch + g->first * VL;
        for (long panel = 0; panel < full; panel++)
            pack_row(from + panel * TILE_LANES, TILE_VECTORS, TILE_LANES, to + (panel * depth + k) * TILE_LANES);
        for (long panel = full; panel < g->panels; panel++) {
            const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
            pack_row(from + start * VL, wide, g->lanes - start * VL, to + (start * depth + k * wide) * VL);
        }
    }
}

/* Rows of memory are columns: VL of them, along k, become a vector's lanes. */
static void pack_columns(const struct matrix *m, long k0, long depth, const struct group *g, real *to)
{
    vec r[VL];
    for (long panel = 0; panel < g->panels; panel++) {
        const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
        for (long v = start; v < start + wide; v++) {
            const real *from = m->data + (g->first + v) * VL * m->pitch + k0;
            real *at = to + (start * depth + v - start) * VL;
            const long there = smaller(g->lanes - v * VL, VL);
            for (long k = 0; k < depth; k += VL) {
                const long deep = smaller(depth - k, VL);
                if (there == VL && deep == VL) {
#pragma GCC unroll 16
                    for (int j = 0; j < VL; j++)
                        r[j] = vec_load(from + j * m->pitch + k);
                } else {
                    for (int j = 0; j < VL; j++)
                        r[j] = j < there ? vec_load_partial(from + j * m->pitch + k, deep) : (vec){0};
                }
                vec_transpose(r);
                for (int j = 0; j < deep; j++)
                    vec_store(at + (k + j) * wide * VL, r[j]);
            }
        }
    }
}

/* Rows [row, row + rows) of a left matrix whose rows of memory are its columns, to [row][k]. */
static void transpose_block(const struct matrix *m, long k0, long depth, long row, int rows, real *to)
{
    const int parts = (TILE_ROWS + VL - 1) / VL; /* more than one where a vector is shorter than a block */
    vec r[VL];
    for (long k = 0; k < depth; k += VL)
        for (int part = 0; part < parts && part * VL < rows; part++) {
            const real *from = m->data + (k0 + k) * m->pitch + row + part * VL;
            const long there = smaller(rows - part * VL, VL), deep = smaller(depth - k, VL);
            for (int j = 0; j < VL; j++)
                r[j] = j < deep ? vec_load_partial(from + j * m->pitch, there) : (vec){0};
            vec_transpose(r);
            for (int i = 0; i < there; i++)
                vec_store(to + (part * VL + i) * BLOCK_PITCH + k, r[i]);
        }
}

/* One tile, where C's rows end inside it: as many lanes as there are go to the side and back. C is added to there, by the kernel, so that
 * it is rounded as in a whole tile: which tiles are whole depends on the number of threads. */
static void edge_tile(struct FN(lampas_tile) t, int rows, int vectors, long lanes, real *edge)
{
    real *c = t.c;
    const long ldc = t.ldc;
    for (int i = 0; t.mode == LAMPAS_TILE_ADD && i < rows; i++)
        vec_copy(edge + i * TILE_LANES, c + i * ldc, lanes);
    t.c = edge;
    t.ldc = TILE_LANES;
    FN(lampas_tile)(rows, vectors, &t);
    for (int i = 0; i < rows; i++)
        vec_copy(c + i * ldc, edge + i * TILE_LANES, lanes);
}

/* One slice of k and one group of columns, times rows [row0, row1) of the left matrix. */
struct step {
    long k0, depth;
    struct group group;
    long row0, row1;
    real alpha, *c; /* c[0]: row row0, the group's first column */
    long ldc, lanes; /* columns of c that exist */
    int mode;
    const struct group *next; /* to be packed after this; NULL: none */
};

static void multiply_group(const struct problem *p, const struct step *s, struct scratch *own)
{
    const struct matrix *left = &p->left, *right = &p->right;
    const struct group *g = &s->group;
    const long blocks = ceiling(s->row1 - s->row0, TILE_ROWS);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * (left->along_k ? left->pitch : BLOCK_PITCH);
    struct FN(lampas_tile) t = {.depth = s->depth, .row = row, .alpha = s->alpha, .ldc = s->ldc, .mode = s->mode};
    for (long block = 0; block < blocks; block++) { /* cut evenly: no block of one row at the end */
        const long first = s->row0 + (s->row1 - s->row0) * block / blocks, last = s->row0 + (s->row1 - s->row0) * (block + 1) / blocks;
        const int rows = (int)(last - first);
        t.a = left->along_k ? left->data + first * left->pitch + s->k0 : own->block;
        if (!left->along_k)
            transpose_block(left, s->k0, s->depth, first, rows, own->block);
        if (s->next && right->far && !right->along_k)
            prefetch(right->data + s->k0 * right->pitch + s->next->first * VL, right->pitch, s->depth, s->next->count * VL, block, blocks);
        for (long panel = 0; panel < g->panels; panel++) {
            const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
            if (left->far && left->along_k && block + 1 < blocks)
                prefetch(left->data + last * left->pitch + s->k0, left->pitch, rows, s->depth, panel, g->panels);
            t.b = own->panels + start * s->depth * VL;
            t.c = s->c + (first - s->row0) * s->ldc + start * VL;
            if ((start + wide) * VL <= s->lanes)
                FN(lampas_tile)(rows, (int)wide, &t);
            else
                edge_tile(t, rows, (int)wide, s->lanes - start * VL, own->edge);
        }
    }
}

static void pack(const struct problem *p, long k0, long depth, const struct group *g, struct scratch *own)
{
    if (p->right.along_k)
        pack_columns(&p->right, k0, depth, g, own->panels);
    else
        pack_rows(&p->right, k0, depth, g, own->panels);
}

/* Vectors [v, v + most) of the right matrix, as far as they go before `end`. */
static struct group group_at(const struct problem *p, long v, long most, long end)
{
    const long count = smaller(most, end - v);
    return (struct group){v, count, ceiling(count, TILE_VECTORS), smaller(count * VL, p->columns - v * VL)};
}

static inline long slice_start(const struct problem *p, long slice, long slices) { return p->depth * slice / slices; }

static void scale(const struct problem *p, long row0, long row1, long column0, long column1)
{
    for (long i = row0; i < row1; i++)
        for (long j = column0; j < column1; j++)
            p->C[i * p->ldc + j] = p->beta == 0 ? 0 : p->beta * p->C[i * p->ldc + j];
}

/* The product straight into C: rows [row0, row1), vectors [v0, v1). */
static void multiply_plain(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
{
    const long slices = ceiling(p->depth, DEPTH);
    if (p->beta != 1 && (p->beta != 0 || slices == 0))
        scale(p, row0, row1, v0 * VL, smaller(v1 * VL, p->columns));
    struct step s = {.row0 = row0, .row1 = row1, .alpha = p->alpha, .ldc = p->ldc};
    for (long slice = 0; slice < slices; slice++) {
        s.k0 = slice_start(p, slice, slices);
        s.depth = slice_start(p, slice + 1, slices) - s.k0;
        s.mode = slice == 0 && p->beta == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
        const long most = GROUP / s.depth / TILE_LANES * TILE_VECTORS;
        for (long v = v0; v < v1; v += most) {
            const struct group after = group_at(p, v + most, most, v1);
            s.group = group_at(p, v, most, v1);
            s.lanes = s.group.lanes;
            s.c = p->C + row0 * p->ldc + v * VL;
            s.next = v + most < v1 ? &after : NULL;
            pack(p, s.k0, s.depth, &s.group, own);
            multiply_group(p, &s, own);
        }
    }
}

/* C's rows [column, column + lanes), columns [row, row + rows) from sums [rows][pitch]. */
static void store_transposed(const struct problem *p, const real *sums, long pitch, long row, long rows, long column, long lanes)
{
    vec r[VL];
    for (long x = 0; x < lanes; x += VL)
        for (long i = 0; i < rows; i += VL) {
            const long deep = smaller(rows - i, VL), wide = smaller(lanes - x, VL);
            for (int j = 0; j < VL; j++)
                r[j] = j < deep ? vec_load(sums + (i + j) * pitch + x) : (vec){0};
            vec_transpose(r);
            for (int j = 0; j < wide; j++) {
                real *to = p->C + (column + x + j) * p->ldc + row + i;
                vec old = {0};
                if (p->beta != 0)
                    old = vec_set(p->beta) * vec_load_partial(to, deep);
                vec_store_partial(to, old + vec_set(p->alpha) * r[j], deep);
            }
        }
}

/* The product is C': sums of some rows and a group of columns over all slices, then transposed into C. */
static void multiply_transposed(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
{
    const long slices = ceiling(p->depth, DEPTH), most = GROUP / DEPTH / TILE_LANES * TILE_VECTORS;
    struct step s = {.alpha = 1, .c = own->sums};
    for (long v = v0; v < v1; v += most) {
        s.group = group_at(p, v, most, v1);
        s.lanes = s.ldc = s.group.count * VL;
        const long parts = ceiling(row1 - row0, SUMS / s.ldc);
        for (long part = 0; part < parts; part++) {
            s.row0 = row0 + (row1 - row0) * part / parts;
            s.row1 = row0 + (row1 - row0) * (part + 1) / parts;
            if (slices == 0)
                memset(own->sums, 0, (size_t)((s.row1 - s.row0) * s.ldc) * sizeof(real));
            for (long slice = 0; slice < slices; slice++) {
                s.k0 = slice_start(p, slice, slices);
                s.depth = slice_start(p, slice + 1, slices) - s.k0;
                s.mode = slice == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
                pack(p, s.k0, s.depth, &s.group, own);
                multiply_group(p, &s, own);
            }
            store_transposed(p, own->sums, s.ldc, s.row0, s.row1 - s.row0, v * VL, s.group.lanes);
        }
    }
}

/* One thread's rectangle of the grid. */
static void work(const struct problem *p, int me, int threads, struct scratch *own)
{
    const long blocks = ceiling(p->rows, TILE_ROWS), vectors = ceiling(p->columns, VL), panels = ceiling(vectors, TILE_VECTORS);
    const int down = lampas_threads_grid(threads, blocks, panels, PACKING), across = threads / down, y = me / across, x = me % across;
    if (y >= down)
        return;
    const long row0 = p->rows * (blocks * y / down) / blocks, row1 = p->rows * (blocks * (y + 1) / down) / blocks;
    const long v0 = smaller(panels * x / across * TILE_VECTORS, vectors), v1 = smaller(panels * (x + 1) / across * TILE_VECTORS, vectors);
    if (p->transposed)
        multiply_transposed(p, row0, row1, v0, v1, own);
    else
        multiply_plain(p, row0, row1, v0, v1, own);
}

int FN(lampas_gemm)(int transA, int transB, long M, long N, long K, real alpha, const real *A, long lda, const real *B, long ldb, real beta,
                    real *C, long ldc)
{
    if (M <= 0 || N <= 0)
        return 0;
    const struct matrix a = {A, lda, !transA, M * K > FAR}, b = {B, ldb, transB, N * K > FAR};
    struct problem p = {.depth = alpha == 0 ? 0 : K, .alpha = alpha, .beta = beta, .C = C, .ldc = ldc, .transposed = transB};
    p.left = transB ? b : a;
    p.right = transB ? a : b;
    p.rows = transB ? N : M;
    p.columns = transB ? M : N;
    const int most = (double)M * N * K < SERIAL ? 1 : omp_get_max_threads();
    lampas_workspace *space = lampas_workspace_reserve(0, sizeof(struct scratch), most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    work(&p, omp_get_thread_num(), omp_get_num_threads(), space->each[omp_get_thread_num()]);
    return 0;
}

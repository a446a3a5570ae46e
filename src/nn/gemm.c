/* C = alpha * op(A) * op(B) + beta * C: the micro-kernel of tile.c inside three loops
 *
 *   for each slice of k (at most DEPTH):
 *     for each group of panels of the right matrix:          packed [k][lanes of the panel], which the kernel reads in one stream
 *       for each band of 6 or 12 rows of the left matrix:
 *         for each panel of the group:  tiles
 *
 * A band (BAND * DEPTH) stays near the first cache while the panels stream past it from the second, which holds the
 * group. Meanwhile the next band, or the next group, is prefetched: at a batch of 100 a layer's weights are read from
 * memory once and would otherwise be waited for.
 *
 * Which matrix is left? One whose rows run along k is best left: it is used where it lies, at any size. So with B
 * transposed (a layer's output: C = x * W') the product is made as C' = op(B)' * op(A)': W in place on the left, and the
 * small x packed on the right, once for all slices. The sums of a few hundred rows of C' then stay in the second cache over
 * all slices and are transposed on their way to C. Otherwise a chunk of rows of A at a time is copied into scratch, or transposed
 * into it where its rows do not run along k (gradWeight = gradOutput' * x), VL steps of k at a time.
 *
 * Panels are TILE_VECTORS wide. With 16 registers, where that is 2, an odd vector goes to the last panel, which is 3 wide and takes
 * tiles of 4 rows instead of 6: a panel of one vector would leave the multipliers waiting for its few sums.
 *
 * Arithmetic bounds it, except for a depth, or a number of rows or columns, of a few dozen, where reading or writing
 * matrices does.
 *
 * Parallel: the threads cut the product into a grid of rectangles and run the loops each on its own, sharing nothing, so
 * there is no barrier. Sums run over k in one order, and slices are cut by K alone: the numbers do not depend on the
 * number of threads. (OpenBLAS's do; that is why layers do not call it.) */
#include "nn/gemm.h"
#include "engine/cache.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/dots.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

#define TWO_WIDE (VECTOR_REGISTERS < 32) /* tiles of 6 x 2 */

enum {
    DEPTH = 512,
    LINE = 64,
    SERIAL = 32 * 32 * 32,                             /* multiply-adds below which a second thread costs more than it brings */
    WIDE = TWO_WIDE ? 3 : TILE_VECTORS,                /* vectors of the widest panel */
    WIDE_ROWS = TWO_WIDE ? 4 : TILE_ROWS,              /* rows of its tiles */
    FEW = 3 * VL / 4,                                  /* rows, or columns, that dot products make */
    BAND = TWO_WIDE ? 2 * TILE_ROWS : TILE_ROWS,       /* a multiple of both heights of tiles */
};
static const double PACKING = 0.6; /* cost of packing a panel, in blocks multiplied with it */

/* How much of what is worked on at a time, in elements. */
struct blocking {
    long group; /* packed panels: half of the second cache */
    long sums;  /* of C', kept over the slices: a quarter of it */
    long chunk; /* packed rows of the left matrix: they stream from the third cache, once for each group */
    long kept;  /* packed panels of all slices: likewise */
    long far;   /* a matrix that is larger than this is worth prefetching */
};

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

struct matrix {
    const real *data;
    long pitch;
    int along_k; /* rows of memory run along k */
    int far;     /* larger than a second cache: worth prefetching */
};

struct problem {
    struct blocking blocking;
    struct matrix left, right;
    long rows, columns, depth; /* of the product: left is rows x depth, right depth x columns */
    long dots;                 /* more columns, after these, that are made of dot products */
    real alpha, beta;
    const real *old; /* what beta is for: C, or rows of a bias */
    long old_pitch;
    real *C;
    long ldc;
    int transposed; /* the product is C', not C */
};

/* A group of columns of the right matrix, by vectors: [first, first + count), in as few and as even panels as possible. */
struct group {
    long first, count, panels;
    long lanes; /* that exist; the last vector may be partly empty */
};

/* A group packed: steps [k0, k0 + depth) of k. */
struct panels {
    real *data;
    long k0, depth;
    struct group group;
};

/* What one thread has to itself. */
struct scratch {
    real *panels; /* of a group, or of all slices of one */
    real *sums;
    real *left;   /* rows of the left matrix */
    real *edge;   /* TILE_ROWS * WIDE * VL */
};

/* With 16 registers every panel but the last is 2 wide; with 32 they differ by at most one. */
static inline long panel_start(const struct group *g, long panel)
{
    if (TWO_WIDE)
        return panel < g->panels ? TILE_VECTORS * panel : g->count;
    const long each = g->count / g->panels;
    return each * panel + smaller(panel, g->count - each * g->panels);
}

/* Rows of a matrix of which each tile reads some lines ahead of their use: whole rows, or a part of one. */
struct ahead {
    const char *data;
    long pitch, rows, lines; /* bytes from row to row; lines of each */
    long line;               /* of the first row, that is next */
};

static struct ahead ahead_of(const real *data, long pitch, long rows, long length)
{
    const long size = sizeof(real);
    return (struct ahead){(const char *)data, pitch * size, rows, ceiling(length * size, LINE), 0};
}

static void read_ahead(struct ahead *a, struct FN(lampas_tile) *t)
{
    t->ahead.at = NULL;
    if (a->rows <= 0)
        return;
    const long most = larger(t->depth / 4, 1);
    t->ahead.at = a->data + a->line * LINE;
    t->ahead.lines = a->lines;
    t->ahead.skip = a->pitch - a->lines * LINE;
    if (most >= a->lines) {
        const long rows = most / a->lines;
        a->data += rows * a->pitch;
        a->rows -= rows;
    } else if ((a->line += most) >= a->lines) {
        a->line = 0;
        a->data += a->pitch;
        a->rows--;
    }
}

/* One row of a panel: `wide` vectors, of which `lanes` elements exist. */
static inline __attribute__((always_inline)) void pack_row(const real *from, const long wide, long lanes, real *to)
{
    for (long v = 0; v < wide; v++)
        vec_store(to + v * VL, (v + 1) * VL <= lanes ? vec_load(from + v * VL) : vec_load_partial(from + v * VL, lanes - v * VL));
}

/* The right matrix's rows of memory are rows k: k outermost, so that they are read in long runs. */
static void pack_rows(const struct matrix *m, const struct panels *to)
{
    const struct group *g = &to->group;
    const long depth = to->depth;
    const long full = g->lanes >= g->count * VL && g->count % TILE_VECTORS == 0 ? g->panels : 0; /* all of one width */
    for (long k = 0; k < depth; k++) {
        const real *from = m->data + (to->k0 + k) * m->pitch + g->first * VL;
        for (long panel = 0; panel < full; panel++)
            pack_row(from + panel * TILE_LANES, TILE_VECTORS, TILE_LANES, to->data + (panel * depth + k) * TILE_LANES);
        for (long panel = full; panel < g->panels; panel++) {
            const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
            pack_row(from + start * VL, wide, g->lanes - start * VL, to->data + (start * depth + k * wide) * VL);
        }
    }
}

/* Rows of memory are columns: VL of them, along k, become a vector's lanes. */
static void pack_columns(const struct matrix *m, const struct panels *to)
{
    const struct group *g = &to->group;
    const long depth = to->depth;
    vec r[VL];
    for (long panel = 0; panel < g->panels; panel++) {
        const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
        for (long v = start; v < start + wide; v++) {
            const real *from = m->data + (g->first + v) * VL * m->pitch + to->k0;
            real *at = to->data + (start * depth + v - start) * VL;
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

static void pack(const struct matrix *m, const struct panels *to)
{
    if (m->along_k)
        pack_columns(m, to);
    else
        pack_rows(m, to);
}

static inline long left_pitch(long depth) { return ceiling(depth, VL) * VL + VL; }

/* Rows [row, row + rows) of a left matrix whose rows of memory are its columns, to [row][k]. */
static void transpose_rows(const struct matrix *m, long k0, long depth, long row, long rows, real *to)
{
    const long pitch = left_pitch(depth);
    vec r[VL];
    for (long part = 0; part < rows; part += VL) {
        const long there = smaller(rows - part, VL);
        for (long k = 0; k < depth; k += VL) {
            const real *from = m->data + (k0 + k) * m->pitch + row + part;
            const long deep = smaller(depth - k, VL);
            if (there == VL && deep == VL) {
#pragma GCC unroll 16
                for (int j = 0; j < VL; j++)
                    r[j] = vec_load(from + j * m->pitch);
            } else {
                for (int j = 0; j < VL; j++)
                    r[j] = j < deep ? vec_load_partial(from + j * m->pitch, there) : (vec){0};
            }
            vec_transpose(r);
            for (int i = 0; i < there; i++)
                vec_store(to + (part + i) * pitch + k, r[i]);
        }
    }
}

/* Rows [row, row + rows) of a left matrix to [row][k], for the straight product: rows as far apart as a large matrix has them would meet in
 * a few sets of the caches. */
static void pack_left(const struct matrix *m, long k0, long depth, long row, long rows, real *to)
{
    if (m->along_k)
        for (long i = 0; i < rows; i++)
            memcpy(to + i * left_pitch(depth), m->data + (row + i) * m->pitch + k0, (size_t)depth * sizeof(real));
    else
        transpose_rows(m, k0, depth, row, rows, to);
}

/* One tile, where C's rows end inside it: as many lanes as there are go to the side and back. C is added to there, by the kernel, so that
 * it is rounded as in a whole tile: which tiles are whole depends on the number of threads. */
static void edge_tile(struct FN(lampas_tile) t, int rows, int vectors, long lanes, real *edge)
{
    real *c = t.c;
    const long ldc = t.ldc;
    for (int i = 0; t.mode == LAMPAS_TILE_ADD && i < rows; i++)
        vec_copy(edge + i * WIDE * VL, c + i * ldc, lanes);
    t.c = edge;
    t.ldc = WIDE * VL;
    FN(lampas_tile)(rows, vectors, &t);
    for (int i = 0; i < rows; i++)
        vec_copy(c + i * ldc, edge + i * WIDE * VL, lanes);
}

/* One slice of k and one group of columns, times rows [row0, row1) of the left matrix. */
struct step {
    struct panels right;
    const real *left; /* (row0, k0) of the left matrix, rows `pitch` apart, in place or packed */
    long pitch, row0, row1;
    real alpha, *c; /* c[0]: row row0, the group's first column */
    long ldc, lanes; /* columns of c that exist */
    long dots;       /* columns after them that are made of dot products */
    int mode, c_far;
    const struct group *next; /* to be packed after this; NULL: none */
};

/* The rows of a band cut into tiles as equal as possible: for panels as usual, and for the wide one. */
struct cut {
    int tiles, start[4];
};

static struct cut cut_band(int rows, int most)
{
    struct cut cut = {.tiles = (rows + most - 1) / most};
    for (int tile = 0; tile <= cut.tiles; tile++)
        cut.start[tile] = rows * tile / cut.tiles;
    return cut;
}

/* The tiles of a band and a panel. */
static void multiply_band(const struct step *s, struct FN(lampas_tile) *t, long first, const struct cut *cut, long start, long wide,
                          struct ahead *ahead, real *edge)
{
    t->b = s->right.data + start * s->right.depth * VL;
    for (int tile = 0; tile < cut->tiles; tile++) {
        const long row = first - s->row0 + cut->start[tile];
        const int height = cut->start[tile + 1] - cut->start[tile];
        t->a = s->left + row * s->pitch;
        t->c = s->c + row * s->ldc + start * VL;
        read_ahead(ahead, t);
        if ((start + wide) * VL <= s->lanes)
            FN(lampas_tile)(height, (int)wide, t);
        else
            edge_tile(*t, height, (int)wide, s->lanes - start * VL, edge);
    }
}

/* Some columns more for the sums of rows [first, last), at lane s->lanes: while these rows of the left matrix are in the first cache. */
static void multiply_dots(const struct problem *p, const struct step *s, long first, long last)
{
    const long k0 = s->right.k0;
    FN(lampas_dots)(last - first, p->dots, s->right.depth, 1, p->left.data + first * p->left.pitch + k0, p->left.pitch,
                    p->right.data + p->columns * p->right.pitch + k0, p->right.pitch, s->c + (first - s->row0) * s->ldc + s->lanes, s->ldc, 1,
                    s->mode == LAMPAS_TILE_ADD);
}

static void multiply_group(const struct problem *p, const struct step *s, struct scratch *own)
{
    const struct matrix *left = &p->left, *right = &p->right;
    const struct group *g = &s->right.group;
    const long rows = s->row1 - s->row0, tiles = ceiling(rows, TILE_ROWS), k0 = s->right.k0, depth = s->right.depth;
    const long each = TWO_WIDE && g->count % TILE_VECTORS ? BAND / TILE_ROWS : 1, bands = ceiling(tiles, each); /* tiles to a band */
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * s->pitch;
    struct FN(lampas_tile) t = {.depth = depth, .row = row, .alpha = s->alpha, .ldc = s->ldc, .mode = s->mode};
    struct ahead ahead = {0};
    if (s->next && right->far && !right->along_k && !s->c_far)
        ahead = ahead_of(right->data + k0 * right->pitch + s->next->first * VL, right->pitch, depth, s->next->lanes);
    for (long band = 0; band < bands; band++) { /* tiles are cut evenly: none of one row at the end */
        const long first = s->row0 + rows * (band * each) / tiles, last = s->row0 + rows * smaller((band + 1) * each, tiles) / tiles;
        const struct cut usual = cut_band((int)(last - first), TILE_ROWS), low = cut_band((int)(last - first), WIDE_ROWS);
        const long more = band + 1 < bands ? last - first : 0;
        if (p->transposed && left->far)
            ahead = ahead_of(left->data + last * left->pitch + k0, left->pitch, more, depth);
        else if (s->c_far)
            ahead = ahead_of(s->c + (last - s->row0) * s->ldc, s->ldc, more, s->lanes);
        for (long panel = 0; panel < g->panels; panel++) {
            const long start = panel_start(g, panel), wide = panel_start(g, panel + 1) - start;
            multiply_band(s, &t, first, wide == WIDE ? &low : &usual, start, wide, &ahead, own->edge);
        }
        if (s->dots)
            multiply_dots(p, s, first, last);
    }
}

/* Vectors [v, v + most) of the right matrix, as far as they go before `end`. */
static struct group group_at(const struct problem *p, long v, long most, long end)
{
    const long count = smaller(most, end - v), panels = TWO_WIDE && count > 1 ? count / TILE_VECTORS : ceiling(count, TILE_VECTORS);
    return (struct group){v, count, panels, smaller(count * VL, p->columns - v * VL)};
}

static inline long slice_start(const struct problem *p, long slice, long slices) { return p->depth * slice / slices; }

static void scale(const struct problem *p, long row0, long row1, long column0, long column1)
{
    for (long i = row0; i < row1; i++)
        for (long j = column0; j < column1; j++)
            p->C[i * p->ldc + j] = p->beta == 0 ? 0 : p->beta * p->old[i * p->old_pitch + j];
}

/* One slice of the product straight into C: rows [s->row0, s->row1), vectors [v0, v1). */
static void multiply_slice(const struct problem *p, struct step *s, long v0, long v1, struct scratch *own)
{
    const long most = p->blocking.group / s->right.depth / TILE_LANES * TILE_VECTORS;
    pack_left(&p->left, s->right.k0, s->right.depth, s->row0, s->row1 - s->row0, own->left);
    s->left = own->left;
    s->pitch = left_pitch(s->right.depth);
    for (long v = v0; v < v1; v += most) {
        const struct group after = group_at(p, v + most, most, v1);
        s->right.group = group_at(p, v, most, v1);
        s->lanes = s->right.group.lanes;
        s->c = p->C + s->row0 * p->ldc + v * VL;
        s->next = v + most < v1 ? &after : NULL;
        pack(&p->right, &s->right);
        multiply_group(p, s, own);
    }
}

/* The product straight into C: rows [row0, row1), vectors [v0, v1). */
static void multiply_plain(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
{
    const long slices = ceiling(p->depth, DEPTH);
    if (p->beta != 1 && (p->beta != 0 || slices == 0))
        scale(p, row0, row1, v0 * VL, smaller(v1 * VL, p->columns));
    struct step s = {.right.data = own->panels, .alpha = p->alpha, .ldc = p->ldc};
    for (long slice = 0; slice < slices; slice++) {
        s.right.k0 = slice_start(p, slice, slices);
        s.right.depth = slice_start(p, slice + 1, slices) - s.right.k0;
        s.mode = slice == 0 && p->beta == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
        s.c_far = p->rows > p->depth && p->rows * p->columns > p->blocking.far;
        const long chunk = p->blocking.chunk / left_pitch(s.right.depth) / BAND * BAND;
        for (long row = row0; row < row1; row += chunk) {
            s.row0 = row;
            s.row1 = smaller(row + chunk, row1);
            multiply_slice(p, &s, v0, v1, own);
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
                vec old = {0};
                if (p->beta != 0)
                    old = vec_set(p->beta) * vec_load_partial(p->old + (column + x + j) * p->old_pitch + row + i, deep);
                vec_store_partial(p->C + (column + x + j) * p->ldc + row + i, old + vec_set(p->alpha) * r[j], deep);
            }
        }
}

/* The vectors of a group whose sums, and whose panels for one slice, are kept. */
static long transposed_group(const struct problem *p) { return p->blocking.group / DEPTH / TILE_LANES * TILE_VECTORS; }

/* Whether such a group's panels for all slices are. */
static int keeps_slices(const struct problem *p)
{
    return p->depth * smaller(transposed_group(p), ceiling(p->columns, VL)) * VL <= p->blocking.kept;
}

/* The product is C': sums of some rows and a group of columns over all slices, then transposed into C. The last group has the dot
 * products' columns, too. */
static void multiply_transposed(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
{
    const long slices = ceiling(p->depth, DEPTH), most = transposed_group(p), vectors = ceiling(p->columns, VL);
    const int kept = keeps_slices(p);
    struct step s = {.alpha = 1, .c = own->sums, .pitch = p->left.pitch};
    for (long v = v0; v < v1; v += most) {
        s.right.group = group_at(p, v, most, v1);
        s.lanes = s.right.group.count * VL;
        s.dots = v + s.right.group.count == vectors ? p->dots : 0;
        s.ldc = s.lanes + ceiling(s.dots, VL) * VL;
        const long parts = ceiling(row1 - row0, p->blocking.sums / s.ldc), lanes = s.dots ? s.lanes + s.dots : s.right.group.lanes;
        for (long part = 0; part < parts; part++) {
            s.row0 = row0 + (row1 - row0) * part / parts;
            s.row1 = row0 + (row1 - row0) * (part + 1) / parts;
            if (slices == 0)
                memset(own->sums, 0, (size_t)((s.row1 - s.row0) * s.ldc) * sizeof(real));
            for (long slice = 0; slice < slices; slice++) {
                s.right.k0 = slice_start(p, slice, slices);
                s.right.depth = slice_start(p, slice + 1, slices) - s.right.k0;
                s.right.data = own->panels + (kept ? s.right.k0 * s.lanes : 0);
                s.mode = slice == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
                s.left = p->left.data + s.row0 * s.pitch + s.right.k0;
                if (part == 0 || !kept)
                    pack(&p->right, &s.right);
                multiply_group(p, &s, own);
            }
            store_transposed(p, own->sums, s.ldc, s.row0, s.row1 - s.row0, v * VL, lanes);
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

/* Divides a thread's block of memory, or with `block` NULL measures it. */
static size_t divide(const struct problem *p, void *block, struct scratch *own)
{
    size_t used = 0;
    const int kept = p->transposed && keeps_slices(p);
    const long panels = kept ? p->depth * smaller(transposed_group(p), ceiling(p->columns, VL)) * VL : p->blocking.group;
    const long rows = p->transposed ? 0 : smaller(p->blocking.chunk, ceiling(p->rows, VL) * VL * left_pitch(smaller(p->depth, DEPTH)));
    own->panels = lampas_workspace_part(block, &used, (size_t)panels * sizeof(real));
    own->sums = lampas_workspace_part(block, &used, p->transposed ? (size_t)p->blocking.sums * sizeof(real) : 0);
    own->left = lampas_workspace_part(block, &used, (size_t)rows * sizeof(real));
    own->edge = lampas_workspace_part(block, &used, TILE_ROWS * WIDE * VL * sizeof(real));
    return used;
}

static int threads_for(const struct problem *p)
{
    return (double)p->rows * (double)(p->columns + p->dots) * (double)p->depth < SERIAL ? 1 : omp_get_max_threads();
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
            scale(p, right ? first : 0, right ? last : count, right ? 0 : first, right ? count : last);
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

/* Matrix multiplication: the tiles of a group of packed panels with rows of the left matrix
 *
 *   for each band of rows:  for each panel:  for each tile of the band:  micro-kernel
 *
 * A band stays near the first cache while the panels stream past it from the second. What comes next from memory - the left matrix's next
 * band, the right matrix's next group, or C's - is read ahead by the tiles, a few lines each. */
#include "gemm_parts.h"
#include "nn/dots.h"
#include "nn/tile.h"

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

void FN(lampas_gemm_group)(const struct problem *p, const struct step *s, struct scratch *own)
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
    if (s->more && !left->far)
        ahead = ahead_of(right->data + g->first * VL * right->pitch + k0 + depth, right->pitch, g->lanes, s->more);
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

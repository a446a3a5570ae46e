/* Matrix multiplication: packing
 *
 * The right matrix becomes panels, [k][lanes of the panel], which the micro-kernel reads in one stream; rows of the left one are copied
 * into scratch, [row][k], where their place in memory would not do. A matrix whose rows of memory do not run the right way is transposed in
 * registers, VL rows of VL elements at a time. Bound by the caches. */
#include "gemm_parts.h"

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

void FN(lampas_gemm_pack)(const struct matrix *m, const struct panels *to)
{
    if (m->along_k)
        pack_columns(m, to);
    else
        pack_rows(m, to);
}

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
void FN(lampas_gemm_pack_left)(const struct matrix *m, long k0, long depth, long row, long rows, real *to)
{
    if (m->along_k)
        for (long i = 0; i < rows; i++)
            memcpy(to + i * left_pitch(depth), m->data + (row + i) * m->pitch + k0, (size_t)depth * sizeof(real));
    else
        transpose_rows(m, k0, depth, row, rows, to);
}

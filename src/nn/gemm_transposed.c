/* Matrix multiplication: the product is C', with the left matrix where it lies and sums that are kept over all slices of k, then transposed
 * into C. */
#include "gemm_parts.h"
#include "nn/tile.h"

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

long FN(lampas_gemm_kept)(const struct problem *p)
{
    return keeps_slices(p) ? p->depth * smaller(transposed_group(p), ceiling(p->columns, VL)) * VL : p->blocking.group;
}

/* The product is C': sums of some rows and a group of columns over all slices, then transposed into C. The last group has the dot
 * products' columns, too. */
void FN(lampas_gemm_transposed)(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
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
                s.more = (part == 0 || !kept) && slice + 1 < slices ? slice_start(p, slice + 2, slices) - s.right.k0 - s.right.depth : 0;
                s.left = p->left.data + s.row0 * s.pitch + s.right.k0;
                if (part == 0 || !kept)
                    FN(lampas_gemm_pack)(&p->right, &s.right);
                FN(lampas_gemm_group)(p, &s, own);
            }
            store_transposed(p, own->sums, s.ldc, s.row0, s.row1 - s.row0, v * VL, lanes);
        }
    }
}

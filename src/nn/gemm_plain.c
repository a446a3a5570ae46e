/* Matrix multiplication: the product straight into C. The left matrix is copied, or transposed, a chunk of rows at a time. */
#include "gemm_parts.h"
#include "nn/tile.h"

void FN(lampas_gemm_scale)(const struct problem *p, long row0, long row1, long column0, long column1)
{
    for (long i = row0; i < row1; i++)
        for (long j = column0; j < column1; j++)
            p->C[i * p->ldc + j] = p->beta == 0 ? 0 : p->beta * p->old[i * p->old_pitch + j];
}

/* One slice of the product straight into C: rows [s->row0, s->row1), vectors [v0, v1). */
static void multiply_slice(const struct problem *p, struct step *s, long v0, long v1, struct scratch *own)
{
    const long most = p->blocking.group / s->right.depth / TILE_LANES * TILE_VECTORS;
    FN(lampas_gemm_pack_left)(&p->left, s->right.k0, s->right.depth, s->row0, s->row1 - s->row0, own->left);
    s->left = own->left;
    s->pitch = left_pitch(s->right.depth);
    for (long v = v0; v < v1; v += most) {
        const struct group after = group_at(p, v + most, most, v1);
        s->right.group = group_at(p, v, most, v1);
        s->lanes = s->right.group.lanes;
        s->c = p->C + s->row0 * p->ldc + v * VL;
        s->next = v + most < v1 ? &after : NULL;
        FN(lampas_gemm_pack)(&p->right, &s->right);
        FN(lampas_gemm_group)(p, s, own);
    }
}

/* The product straight into C: rows [row0, row1), vectors [v0, v1). */
void FN(lampas_gemm_plain)(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own)
{
    const long slices = ceiling(p->depth, DEPTH);
    if (p->beta != 1 && (p->beta != 0 || slices == 0))
        FN(lampas_gemm_scale)(p, row0, row1, v0 * VL, smaller(v1 * VL, p->columns));
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

/* The micro-kernel that every multiplication ends in. */
#include "real.h"

#ifndef LAMPAS_TILE_H
#define LAMPAS_TILE_H
enum { /* what becomes of the tile's sums s: mode */
    LAMPAS_TILE_STORE = 0,  /* C = alpha * s */
    LAMPAS_TILE_ADD = 1,    /* C = C + alpha * s */
    LAMPAS_TILE_STREAM = 2, /* C = alpha * s, around the cache; C's rows are aligned to vectors */
};
#endif

/* C[i][j] (+)= alpha * (start[i] + sum over k of A(i, k) * B[k][j])   for i < rows, j < vectors * VL
 *   A(i, k) = a[row[i] + column[k]]   wherever it lies: row-major, transposed, or a window sliding over planes
 *   B       = b[k * vectors * VL + j] a packed panel
 *   start     NULL: zero
 *   c         rows of C lie ldc elements apart
 * 1 <= rows <= lampas_tile_rows, 1 <= vectors <= lampas_tile_vectors; depth >= 0. */
void FN(lampas_tile)(int rows, int vectors, long depth, const real *a, const long *row, const long *column, const real *b,
                     const real *start, real alpha, real *c, long ldc, int mode);

/* The largest tile, and the lanes of a vector: constants of the instruction-set level. */
int FN(lampas_tile_rows)(void);
int FN(lampas_tile_vectors)(void);
int FN(lampas_tile_lanes)(void);

/* The micro-kernel: an outer product in registers.
 *
 *   for k:  for i < rows:  for j < vectors:  s[i][j] += broadcast(A(i, k)) * B[k][j]
 *
 * Each k loads `vectors` vectors of a packed panel and `rows` single elements, for rows * vectors multiply-adds: 12 for 8 loads
 * with 16 registers, 24 for 11 with 32. Two multiply-adds a cycle is all that the cores do, so the multipliers set
 * the pace as long as the panel comes from the first or second cache.
 *
 * A is never packed for the kernel's sake: an element is found as a[row[i] + column[k]], through two small tables. That one form reads a row-major
 * matrix (column[k] = k), a transposed one (column[k] = k * lda) and, for convolution's gradWeight, windows that slide over padded planes
 * (row = the window's offset, column = the pixel's). The table costs one integer load a step, which the load ports have to spare.
 *
 * Every sum runs over k in ascending order and each lane is by itself: results do not depend on the tile's size or on how
 * a matrix was cut into tiles, only on where k was cut. */
#include "nn/tile.h"
#include "tile_size.h"

/* ROWS and VECTORS are literals at each call below: the loops unroll and the sums stay in registers. (Arrays sized by a
 * parameter would live on the stack even after inlining.) */
static inline __attribute__((always_inline)) void tile(const int ROWS, const int VECTORS, long depth, const real *a, const long *row,
                                                       const long *column, const real *b, const real *start, real alpha, real *c, long ldc, int mode)
{
    if (ROWS > TILE_ROWS || VECTORS > TILE_VECTORS)
        return;
    vec sum[TILE_ROWS][TILE_VECTORS];
    const real *at[TILE_ROWS];
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
        at[i] = a + row[i];
#pragma GCC unroll 3
        for (int j = 0; j < VECTORS; j++)
            sum[i][j] = start ? vec_set(start[i]) : (vec){0};
    }
    for (long k = 0; k < depth; k++) {
        const long x = column[k];
        vec right[TILE_VECTORS];
#pragma GCC unroll 3
        for (int j = 0; j < VECTORS; j++)
            right[j] = vec_load(b + j * VL);
#pragma GCC unroll 8
        for (int i = 0; i < ROWS; i++) {
            const vec left = vec_broadcast(at[i] + x);
#pragma GCC unroll 3
            for (int j = 0; j < VECTORS; j++)
                sum[i][j] += left * right[j];
        }
        b += VECTORS * VL;
    }
    const vec factor = vec_set(alpha);
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
#pragma GCC unroll 3
        for (int j = 0; j < VECTORS; j++) {
            real *to = c + i * ldc + j * VL;
            if (mode == LAMPAS_TILE_ADD)
                vec_store(to, vec_load(to) + factor * sum[i][j]);
            else if (mode == LAMPAS_TILE_STORE)
                vec_store(to, factor * sum[i][j]);
            else
                vec_stream(to, factor * sum[i][j]);
        }
    }
}

static inline __attribute__((always_inline)) void tile_of(int rows, const int VECTORS, long depth, const real *a, const long *row, const long *column,
                                                          const real *b, const real *start, real alpha, real *c, long ldc, int mode)
{
    switch (rows) {
    case 1: tile(1, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 2: tile(2, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 3: tile(3, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 4: tile(4, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 5: tile(5, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 6: tile(6, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 7: tile(7, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 8: tile(8, VECTORS, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    }
}

void FN(lampas_tile)(int rows, int vectors, long depth, const real *a, const long *row, const long *column, const real *b, const real *start,
                     real alpha, real *c, long ldc, int mode)
{
    switch (vectors) {
    case 1: tile_of(rows, 1, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 2: tile_of(rows, 2, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    case 3: tile_of(rows, 3, depth, a, row, column, b, start, alpha, c, ldc, mode); break;
    }
}

int FN(lampas_tile_rows)(void) { return TILE_ROWS; }
int FN(lampas_tile_vectors)(void) { return TILE_VECTORS; }
int FN(lampas_tile_lanes)(void) { return VL; }

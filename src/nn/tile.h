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

/* C[i][j] (+)= alpha * (start[i] + sum over k of A(i, k) * B[k][j])   for i < rows, j < vectors * VL */
struct FN(lampas_tile) {
    long depth;         /* k < depth */
    const real *a;      /* A(i, k) = a[row[i] + column[k]], or a[row[i] + k] when column is NULL */
    const long *row;
    const long *column;
    const real *b;      /* B[k][j] = b[k * vectors * VL + j], a packed panel, or b[place[k] + j] when place is not NULL; then column is NULL */
    const long *place;
    const real *start;  /* NULL: zero */
    real alpha;
    real *c;            /* rows ldc elements apart */
    long ldc;
    int mode;
    struct {            /* read from memory meanwhile, a line in every fourth step of k; without tables only */
        const char *at; /* NULL: nothing */
        long lines, skip; /* runs of so many lines, and the bytes from one's end to the next */
    } ahead;
};

/* 1 <= rows <= lampas_tile_rows, 1 <= vectors <= lampas_tile_vectors; or up to 3 vectors as long as rows * vectors is not more than the
 * product of these two. */
void FN(lampas_tile)(int rows, int vectors, const struct FN(lampas_tile) *t);

/* The largest tile, and the lanes of a vector: constants of the instruction-set level. */
int FN(lampas_tile_rows)(void);
int FN(lampas_tile_vectors)(void);
int FN(lampas_tile_lanes)(void);

/* The micro-kernel: an outer product in registers
 *
 *   for k:  for i < rows:  for j < vectors:  s[i][j] += broadcast(A(i, k)) * B[k][j]
 *
 * Each k loads `vectors` vectors of a packed panel and `rows` single elements, for rows * vectors multiply-adds: 12 for 8
 * loads with 16 registers, 24 for 11 with 32. Two multiply-adds a cycle is all that the cores do, so the multipliers set
 * the pace as long as the panel comes from the first or second cache.
 *
 * A is not packed for the kernel's sake. Its rows may lie anywhere; along a row its elements either follow one another, as
 * in a row-major matrix, or are found through a table: for convolution's gradWeight a row is a window's place and the
 * table holds the pixels', so that the window slides over the padded planes. The table costs two or three instructions a
 * step of 20, which matter little, as the multipliers set the pace. So it is with B: its rows follow one another in a packed panel, or
 * lie anywhere, and then a table tells where; the forward pass slides windows over the planes in that way.
 *
 * Every sum runs over k in ascending order and each lane is by itself: results do not depend on the tile's size or on how
 * a matrix was cut into tiles, only on where k was cut. */
#include "nn/tile.h"
#include "tile_size.h"

enum { WIDEST = 3, STEPS = 4, LINE = 64 };
enum table { NONE, COLUMNS, PLACES }; /* which matrix's elements are found through one */

/* One step of k: x is where its elements lie in the rows of A, b its row of the panel. */
static inline __attribute__((always_inline)) void step(const int ROWS, const int VECTORS, long x, const real *const *at, const real *b,
                                                       vec (*sum)[WIDEST])
{
    vec right[WIDEST];
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
}

/* The sums to C; MODE is a literal as well. */
static inline __attribute__((always_inline)) void put(const int ROWS, const int VECTORS, const int MODE, real *c, long ldc, vec (*sum)[WIDEST])
{
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 3
        for (int j = 0; j < VECTORS; j++) {
            real *to = c + i * ldc + j * VL;
            if (MODE == LAMPAS_TILE_ADD)
                vec_store(to, vec_load(to) + sum[i][j]);
            else if (MODE == LAMPAS_TILE_STORE)
                vec_store(to, sum[i][j]);
            else
                vec_stream(to, sum[i][j]);
        }
}

/* C = (C +) alpha * sum. Multiplying by 1 is left out: it changes no bit, and a tile of a shallow product has few multiplications. */
static inline __attribute__((always_inline)) void finish(const int ROWS, const int VECTORS, const struct FN(lampas_tile) *t, vec (*sum)[WIDEST])
{
    real *const c = t->c; /* read once: for all that the compiler knows, a store to C changes the tile's description */
    const long ldc = t->ldc;
    if (t->alpha != 1) {
        const vec factor = vec_set(t->alpha);
#pragma GCC unroll 8
        for (int i = 0; i < ROWS; i++)
#pragma GCC unroll 3
            for (int j = 0; j < VECTORS; j++)
                sum[i][j] = vec_keep(factor * sum[i][j]); /* the same bits from every size of tile */
    }
    switch (t->mode) {
    case LAMPAS_TILE_ADD: put(ROWS, VECTORS, LAMPAS_TILE_ADD, c, ldc, sum); break;
    case LAMPAS_TILE_STORE: put(ROWS, VECTORS, LAMPAS_TILE_STORE, c, ldc, sum); break;
    default: put(ROWS, VECTORS, LAMPAS_TILE_STREAM, c, ldc, sum);
    }
}

/* ROWS, VECTORS and TABLE are literals at each call below: the loops unroll and the sums stay in registers. (Arrays sized by a
 * parameter would live on the stack even after inlining.) */
static inline __attribute__((always_inline)) void tile(const int ROWS, const int VECTORS, const enum table TABLE, const struct FN(lampas_tile) *t)
{
    if (ROWS > TILE_ROWS || ROWS * VECTORS > TILE_ROWS * TILE_VECTORS)
        return;
    vec sum[TILE_ROWS][WIDEST];
    const real *at[TILE_ROWS], *b = t->b;
    const long depth = t->depth, *table = TABLE == COLUMNS ? t->column : t->place;
#pragma GCC unroll 8
    for (int i = 0; i < ROWS; i++) {
        at[i] = pointer_keep(t->a + t->row[i]);
        if (t->mode != LAMPAS_TILE_STREAM)
            __builtin_prefetch(t->c + i * t->ldc, 1); /* C's lines arrive while the sums are made */
#pragma GCC unroll 3
        for (int j = 0; j < VECTORS; j++)
            sum[i][j] = t->start ? vec_set(t->start[i]) : (vec){0};
    }
    if (TABLE != NONE) { /* what these read ahead would cost them: their addresses need the load ports and registers that it takes */
#pragma GCC unroll 4
        for (long k = 0; k < depth; k++)
            step(ROWS, VECTORS, TABLE == COLUMNS ? table[k] : k, at, b + (TABLE == PLACES ? table[k] : k * VECTORS * VL), sum);
    } else {
        const char *ahead = t->ahead.at ? t->ahead.at : (const char *)b;
        const long run = t->ahead.at ? t->ahead.lines * STEPS : depth;
        for (long k = 0; k < depth; ahead += t->ahead.skip) {
            const long end = smaller(depth, k + run);
#pragma GCC unroll 4
            for (; k < end; k++) {
                __builtin_prefetch(ahead, 0, 2);
                step(ROWS, VECTORS, k, at, b + k * VECTORS * VL, sum);
                ahead += LINE / STEPS;
            }
        }
    }
    finish(ROWS, VECTORS, t, sum);
}

static inline __attribute__((always_inline)) void tile_of(int rows, const int VECTORS, const enum table TABLE, const struct FN(lampas_tile) *t)
{
    switch (rows) {
    case 1: tile(1, VECTORS, TABLE, t); break;
    case 2: tile(2, VECTORS, TABLE, t); break;
    case 3: tile(3, VECTORS, TABLE, t); break;
    case 4: tile(4, VECTORS, TABLE, t); break;
    case 5: tile(5, VECTORS, TABLE, t); break;
    case 6: tile(6, VECTORS, TABLE, t); break;
    case 7: tile(7, VECTORS, TABLE, t); break;
    case 8: tile(8, VECTORS, TABLE, t); break;
    }
}

/* One function for each form keeps the compiler's view of it small. */
static __attribute__((noinline)) void tile_rows(int rows, int vectors, const struct FN(lampas_tile) *t)
{
    switch (vectors) {
    case 1: tile_of(rows, 1, NONE, t); break;
    case 2: tile_of(rows, 2, NONE, t); break;
    case 3: tile_of(rows, 3, NONE, t); break;
    }
}

static __attribute__((noinline)) void tile_columns(int rows, int vectors, const struct FN(lampas_tile) *t)
{
    switch (vectors) {
    case 1: tile_of(rows, 1, COLUMNS, t); break;
    case 2: tile_of(rows, 2, COLUMNS, t); break;
    case 3: tile_of(rows, 3, COLUMNS, t); break;
    }
}

static __attribute__((noinline)) void tile_places(int rows, int vectors, const struct FN(lampas_tile) *t)
{
    switch (vectors) {
    case 1: tile_of(rows, 1, PLACES, t); break;
    case 2: tile_of(rows, 2, PLACES, t); break;
    case 3: tile_of(rows, 3, PLACES, t); break;
    }
}

void FN(lampas_tile)(int rows, int vectors, const struct FN(lampas_tile) *t)
{
    if (t->place)
        tile_places(rows, vectors, t);
    else if (t->column)
        tile_columns(rows, vectors, t);
    else
        tile_rows(rows, vectors, t);
}

int FN(lampas_tile_rows)(void) { return TILE_ROWS; }
int FN(lampas_tile_vectors)(void) { return TILE_VECTORS; }
int FN(lampas_tile_lanes)(void) { return VL; }

/* The size of the micro-kernel's tile (src/nn/tile.c), for the C files that cut matrices to it.
 *
 * rows * vectors sums must fit the registers beside one row of B and one element of A: 8 x 3 of 32 registers, 6 x 2 of
 * 16. At least 10 sums keep two fused multiply-add units with a latency of 4 cycles busy. */
#include "simd.h"

enum {
    TILE_ROWS = VECTOR_REGISTERS >= 32 ? 8 : 6,
    TILE_VECTORS = VECTOR_REGISTERS >= 32 ? 3 : 2,
    TILE_LANES = TILE_VECTORS * VL, /* elements of C in a row of the tile: the width of a packed panel */
};

static inline long smaller(long a, long b) { return a < b ? a : b; }
static inline long larger(long a, long b) { return a > b ? a : b; }
static inline long ceiling(long a, long b) { return (a + b - 1) / b; } /* of a / b */

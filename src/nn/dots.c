/* Dot products in registers
 *
 *   for k, VL steps at a time:  for i < 4:  for j < 4 (2 with 16 registers):  s[i][j] += A[i][k ...] * B[j][k ...]
 *
 * and in the end the lanes of each s are added up. Neither matrix is packed, and no lane is wasted where a matrix has not a multiple of VL
 * columns: a hundred rows are 25 blocks of 4. The price is the sum over the lanes, about 40 instructions for VL sums, and a load for every
 * other multiply-add, so that this is for products with few rows or columns (a layer with 10 outputs, the last 4 rows of a batch of
 * 100), while tile.c does the rest.
 *
 * Bound by arithmetic where the operands come from the first cache, by reading them otherwise. Serial: gemm.c divides the work. A sum's order is the
 * same wherever its row and column stand. */
#include "nn/dots.h"
#include "tile_size.h"

enum { ROWS_MOST = 4, COLUMNS_MOST = VECTOR_REGISTERS >= 32 ? 4 : 2, SUMS = ROWS_MOST * COLUMNS_MOST };

struct dots {
    long depth;
    const real *a, *b;
    long lda, ldb;
};

/* ROWS and COLUMNS are literals at each call below. sums[i * COLUMNS + j] */
static inline __attribute__((always_inline)) void block(const int ROWS, const int COLUMNS, const struct dots *d, real *sums)
{
    vec sum[ceiling(SUMS, VL) * VL];
    const real *a[ROWS_MOST], *b[COLUMNS_MOST];
#pragma GCC unroll 16
    for (int i = 0; i < ceiling(SUMS, VL) * VL; i++)
        sum[i] = (vec){0};
#pragma GCC unroll 4
    for (int i = 0; i < ROWS; i++)
        a[i] = d->a + i * d->lda;
#pragma GCC unroll 4
    for (int j = 0; j < COLUMNS; j++)
        b[j] = d->b + j * d->ldb;
    long k = 0;
    for (; k + VL <= d->depth; k += VL) {
        vec right[COLUMNS_MOST];
#pragma GCC unroll 4
        for (int j = 0; j < COLUMNS; j++)
            right[j] = vec_load(b[j] + k);
#pragma GCC unroll 4
        for (int i = 0; i < ROWS; i++) {
            const vec left = vec_keep(vec_load(a[i] + k)); /* one load, not one for each multiply-add */
#pragma GCC unroll 4
            for (int j = 0; j < COLUMNS; j++)
                sum[i * COLUMNS + j] += left * right[j];
        }
    }
    if (k < d->depth) {
#pragma GCC unroll 4
        for (int i = 0; i < ROWS; i++) {
            const vec left = vec_load_partial(a[i] + k, d->depth - k);
#pragma GCC unroll 4
            for (int j = 0; j < COLUMNS; j++)
                sum[i * COLUMNS + j] += left * vec_load_partial(b[j] + k, d->depth - k);
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < ROWS * COLUMNS; i += VL)
        vec_store(sums + i, vec_sums(sum + i));
}

static inline __attribute__((always_inline)) void block_of(int rows, const int COLUMNS, const struct dots *d, real *sums)
{
    switch (rows) {
    case 1: block(1, COLUMNS, d, sums); break;
    case 2: block(2, COLUMNS, d, sums); break;
    case 3: block(3, COLUMNS, d, sums); break;
    default: block(4, COLUMNS, d, sums); break;
    }
}

static void any_block(int rows, int columns, const struct dots *d, real *sums)
{
    switch (columns) {
    case 1: block_of(rows, 1, d, sums); break;
    case 2: block_of(rows, 2, d, sums); break;
#if VECTOR_REGISTERS >= 32
    case 3: block_of(rows, 3, d, sums); break;
    case 4: block_of(rows, 4, d, sums); break;
#endif
    }
}

void FN(lampas_dots)(long rows, long columns, long depth, real alpha, const real *a, long lda, const real *b, long ldb, real *c, long ci,
                     long cj, int add)
{
    const long down = ceiling(rows, ROWS_MOST), across = ceiling(columns, COLUMNS_MOST);
    real sums[ceiling(SUMS, VL) * VL];
    for (long y = 0; y < down; y++) { /* blocks are cut evenly: none is of one row */
        const long i0 = rows * y / down, high = rows * (y + 1) / down - i0;
        for (long x = 0; x < across; x++) {
            const long j0 = columns * x / across, wide = columns * (x + 1) / across - j0;
            any_block((int)high, (int)wide, &(struct dots){depth, a + i0 * lda, b + j0 * ldb, lda, ldb}, sums);
            for (long i = 0; i < high; i++)
                for (long j = 0; j < wide; j++) {
                    real *to = c + (i0 + i) * ci + (j0 + j) * cj;
                    *to = alpha * sums[i * wide + j] + (add ? *to : 0);
                }
        }
    }
}

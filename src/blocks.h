/* How a kernel cuts a range of n elements into blocks: the cut depends on n alone, never on the number of threads.
 *
 * A sum kept block by block and added up in the blocks' order is therefore the same for any number of threads, and so
 * are functions of libmvec, whose last bit depends on where a loop's remainder begins. There are at most
 * MAX_BLOCKS blocks, so partial results fit on the stack:
 *
 *     double partial[MAX_BLOCKS];
 *     ptrdiff_t blocks = block_count(n);
 *     #pragma omp parallel for schedule(static) if (parallel: blocks > 8)
 *     for (ptrdiff_t b = 0; b < blocks; b++)
 *         partial[b] = sum_of(x + block_begin(n, b), block_size(n, b));
 */
#ifndef LAMPAS_BLOCKS_H
#define LAMPAS_BLOCKS_H

#include <stddef.h>

enum {
    BLOCK_UNIT = 2048, /* a block's length is a multiple of this, but for the last one's */
    MAX_BLOCKS = 256,
};

static inline ptrdiff_t block_length(ptrdiff_t n)
{
    ptrdiff_t units = (n + (ptrdiff_t)BLOCK_UNIT * MAX_BLOCKS - 1) / ((ptrdiff_t)BLOCK_UNIT * MAX_BLOCKS);
    return (units > 0 ? units : 1) * BLOCK_UNIT;
}

static inline ptrdiff_t block_count(ptrdiff_t n)
{
    ptrdiff_t length = block_length(n);
    return (n + length - 1) / length;
}

static inline ptrdiff_t block_begin(ptrdiff_t n, ptrdiff_t block)
{
    return block * block_length(n);
}

static inline ptrdiff_t block_size(ptrdiff_t n, ptrdiff_t block)
{
    ptrdiff_t left = n - block_begin(n, block), length = block_length(n);
    return left < length ? left : length;
}

#endif

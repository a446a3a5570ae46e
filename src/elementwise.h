/* Sharing an elementwise function's elements among threads: the function is a loop over a range, and these run it over the blocks
 * of src/blocks.h. Include after "real.h". */
#ifndef LAMPAS_ELEMENTWISE_H
#define LAMPAS_ELEMENTWISE_H

#include "blocks.h"

/* From how many blocks on a loop is shared: below, entering a parallel region costs more than it saves. */
enum {
    CHEAP = 16, /* a few instructions an element */
    DEAR = 2,   /* an exponential or the like */
};

/* `p` points to the function's constants: a slope, a bound … `source` is what the derivative is taken from, input or output. */
typedef void forward_loop(real *y, const real *x, ptrdiff_t n, const real *p);
typedef void backward_loop(real *gx, const real *g, const real *source, ptrdiff_t n, const real *p);

static inline void run_forward(forward_loop *loop, int cost, real *output, const real *input, ptrdiff_t n, const real *p)
{
    ptrdiff_t blocks = block_count(n);
#pragma omp parallel for schedule(static) if (parallel: blocks > cost)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b);
        loop(output + at, input + at, block_size(n, b), p);
    }
}

static inline void run_backward(backward_loop *loop, int cost, real *gradInput, const real *gradOutput, const real *source,
                                ptrdiff_t n, const real *p)
{
    ptrdiff_t blocks = block_count(n);
#pragma omp parallel for schedule(static) if (parallel: blocks > cost)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b);
        loop(gradInput + at, gradOutput + at, source + at, block_size(n, b), p);
    }
}

#endif

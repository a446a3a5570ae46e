/* Elementwise functions and their derivatives: from a function of one element to a kernel over an array. Include after "real.h".
 *
 *    INLINE real leaky(real x, const real *p) { return x > 0 ? x : x * p[0]; }
 *    INLINE real leaky_chain(real g, real x, const real *p) { return x > 0 ? g : g * p[0]; }
 *    static void leaky_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, leaky); }
 *    static void leaky_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, leaky_chain); }
 *
 * map and chain are the loops, which take the function in and vectorise: selections are computed on both sides and blended, so a function
 * calls exp and the like unconditionally. run_forward and run_backward share a loop's elements among threads, in the blocks of
 * src/blocks.h. A result too large for the caches is written around them (src/stream.h), piece by piece through a buffer, whatever
 * the loop; that saves the reading of its old contents. */
#ifndef LAMPAS_ELEMENTWISE_H
#define LAMPAS_ELEMENTWISE_H

#include "blocks.h"
#include "engine/streaming.h"
#include "inline.h"
#include "stream.h"

/* From how many blocks on a loop is shared: below, entering a parallel region costs more than it saves. */
enum {
    CHEAP = 16, /* a few instructions an element */
    DEAR = 2,   /* an exponential or the like */
};

/* `p` points to the function's constants, a slope, a bound …, and `source` is what the derivative is taken from, input or output. */
enum { CONSTANTS = 2 };
#define NO_CONSTANTS ((real[CONSTANTS]){0})
#pragma GCC diagnostic ignored "-Wunused-parameter" /* not every function has constants */
typedef void forward_loop(real *y, const real *x, ptrdiff_t n, const real *p);
typedef void backward_loop(real *gx, const real *g, const real *source, ptrdiff_t n, const real *p);

/* y = f(x) */
INLINE void map(real *y, const real *x, ptrdiff_t n, const real *p, real (*f)(real x, const real *p))
{
    const real constants[CONSTANTS] = {p[0], p[1]}; /* in registers: y might overlap p, for all the compiler knows */
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = f(x[i], constants);
}

/* gx = g times the derivative at the source: f is given g as well, so that where a function is flat infinities of g vanish */
INLINE void chain(real *gx, const real *g, const real *source, ptrdiff_t n, const real *p, real (*f)(real g, real source, const real *p))
{
    const real constants[CONSTANTS] = {p[0], p[1]};
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = f(g[i], source[i], constants);
}

static inline void run_forward(forward_loop *loop, int cost, real *output, const real *input, ptrdiff_t n, const real *p)
{
    const ptrdiff_t blocks = block_count(n);
    const int stream = output != input && lampas_streaming(n * sizeof(real));
#pragma omp parallel for schedule(static) if (parallel: blocks > cost)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        const ptrdiff_t begin = block_begin(n, b), end = begin + block_size(n, b);
        if (!stream) {
            loop(output + begin, input + begin, end - begin, p);
            continue;
        }
        real piece[STREAM_PIECE] __attribute__((aligned(VECTOR_BYTES)));
        for (ptrdiff_t k = 0; k * STREAM_PIECE < end - begin; k++) {
            const ptrdiff_t i = begin + stream_piece(k, end - begin), count = end - i < STREAM_PIECE ? end - i : STREAM_PIECE;
            loop(piece, input + i, count, p);
            stream_copy(output + i, piece, count * sizeof(real));
        }
        vec_stream_end();
    }
}

static inline void run_backward(backward_loop *loop, int cost, real *gradInput, const real *gradOutput, const real *source,
                                ptrdiff_t n, const real *p)
{
    const ptrdiff_t blocks = block_count(n);
    const int stream = gradInput != gradOutput && gradInput != source && lampas_streaming(n * sizeof(real));
#pragma omp parallel for schedule(static) if (parallel: blocks > cost)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        const ptrdiff_t begin = block_begin(n, b), end = begin + block_size(n, b);
        if (!stream) {
            loop(gradInput + begin, gradOutput + begin, source + begin, end - begin, p);
            continue;
        }
        real piece[STREAM_PIECE] __attribute__((aligned(VECTOR_BYTES)));
        for (ptrdiff_t i = begin; i < end; i += STREAM_PIECE) {
            const ptrdiff_t count = end - i < STREAM_PIECE ? end - i : STREAM_PIECE;
            loop(piece, gradOutput + i, source + i, count, p);
            stream_copy(gradInput + i, piece, count * sizeof(real));
        }
        vec_stream_end();
    }
}

#endif

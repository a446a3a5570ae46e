/* Pointwise activations: y = f(x), and gradInput = gradOutput · f'(source), where source is the input or the output,
 * whichever gives the derivative more cheaply.
 *
 * An activation is two loops over a range, `..._forward` and `..._backward`, and two exported names that hand them to
 * `forward` and `backward`, which share the range among threads. The loops call libmvec (src/vmath.h), so they are bound by
 * arithmetic: a few cycles an element for exp or tanh. Ranges are cut as src/blocks.h says. */
#include "nn/Activation.h"

#include "blocks.h"
#include "vmath.h"

enum { PARALLEL_BLOCKS = 2 };

/* `p` points to the activation's constants: a slope, a bound … */
typedef void forward_loop(real *y, const real *x, ptrdiff_t n, const real *p);
typedef void backward_loop(real *gx, const real *g, const real *source, ptrdiff_t n, const real *p);

static void forward(forward_loop *loop, real *output, const real *input, ptrdiff_t n, const real *p)
{
    ptrdiff_t blocks = block_count(n);
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b);
        loop(output + at, input + at, block_size(n, b), p);
    }
}

static void backward(backward_loop *loop, real *gradInput, const real *gradOutput, const real *source, ptrdiff_t n, const real *p)
{
    ptrdiff_t blocks = block_count(n);
#pragma omp parallel for schedule(static) if (parallel: blocks > 4 * PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b);
        loop(gradInput + at, gradOutput + at, source + at, block_size(n, b), p);
    }
}

static void tanh_forward(real *y, const real *x, ptrdiff_t n, const real *p)
{
    (void)p;
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = real_tanh(x[i]);
}

static void tanh_backward(real *gx, const real *g, const real *y, ptrdiff_t n, const real *p)
{
    (void)p;
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = g[i] * (1 - y[i] * y[i]);
}

static void sigmoid_forward(real *y, const real *x, ptrdiff_t n, const real *p)
{
    (void)p;
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = 1 / (1 + real_exp(-x[i]));
}

static void sigmoid_backward(real *gx, const real *g, const real *y, ptrdiff_t n, const real *p)
{
    (void)p;
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        gx[i] = g[i] * (1 - y[i]) * y[i];
}

void FN(Tanh_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    forward(tanh_forward, output, input, n, NULL);
}

void FN(Tanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    backward(tanh_backward, gradInput, gradOutput, output, n, NULL);
}

void FN(Sigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    forward(sigmoid_forward, output, input, n, NULL);
}

void FN(Sigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    backward(sigmoid_backward, gradInput, gradOutput, output, n, NULL);
}

/* Pointwise activations: y = f(x), and gradInput = gradOutput · f'(source), where source is the input or the output,
 * whichever gives the derivative more cheaply.
 *
 * An activation is two loops over a range, `..._forward` and `..._backward`, and two exported names that hand them to
 * src/elementwise.h, which shares the elements among threads. The forward loops call libmvec (src/vmath.h), so arithmetic bounds
 * them: some 12 (exp) to 24 (tanh) cycles a vector. The backward ones are bound by memory. */
#include "nn/Activation.h"

#include "elementwise.h"
#include "vmath.h"

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
    run_forward(tanh_forward, DEAR, output, input, n, NULL);
}

void FN(Tanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(tanh_backward, CHEAP, gradInput, gradOutput, output, n, NULL);
}

void FN(Sigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(sigmoid_forward, DEAR, output, input, n, NULL);
}

void FN(Sigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(sigmoid_backward, CHEAP, gradInput, gradOutput, output, n, NULL);
}

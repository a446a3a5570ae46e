/* Pointwise activations that call an exponential: y = f(x), and gradInput = gradOutput · f'(source), where source is the input or the
 * output, whichever gives the derivative more cheaply or more exactly.
 *
 * Each is a function and its derivative, the loops that src/elementwise.h makes of them, and two exported names; Rectifier.c and Power.c
 * hold the others. Libmvec (src/vmath.h) computes the transcendental functions and bounds the loops that call them: 12 (exp) to 24 (tanh)
 * cycles a vector of floats, on one core more than memory takes. The other loops are bound by memory. An argument whose result is
 * not selected is replaced by 0, away from the slow paths of libmvec; the selections are written so that NaN passes. */
#include "nn/Activation.h"

#include "elementwise.h"
#include "vmath.h"

INLINE real tanh_value(real x, const real *p) { return real_tanh(x); }
INLINE real tanh_chain(real g, real s, const real *p) { return g * (1 - s * s); }

static void tanh_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, tanh_value); }

static void tanh_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, tanh_chain); }

void FN(Tanh_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(tanh_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(Tanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(tanh_backward, CHEAP, gradInput, gradOutput, output, n, NO_CONSTANTS);
}

INLINE real sigmoid_value(real x, const real *p) { return 1 / (1 + real_exp(-x)); }
INLINE real sigmoid_chain(real g, real s, const real *p) { return g * (1 - s) * s; }

static void sigmoid_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, sigmoid_value); }

static void sigmoid_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, sigmoid_chain); }

void FN(Sigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(sigmoid_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(Sigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(sigmoid_backward, CHEAP, gradInput, gradOutput, output, n, NO_CONSTANTS);
}

INLINE real elu_value(real x, const real *p)
{
    real rest = p[0] * real_expm1(x > 0 ? 0 : x);
    return x > 0 ? x : rest;
}

INLINE real elu_chain(real g, real s, const real *p) { return s > 0 ? g : g * (s + p[0]); }

static void elu_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, elu_value); }

static void elu_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, elu_chain); }

void FN(ELU_updateOutput)(real *output, const real *input, ptrdiff_t n, double alpha)
{
    run_forward(elu_forward, DEAR, output, input, n, (real[CONSTANTS]){alpha});
}

void FN(ELU_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n, double alpha)
{
    run_backward(elu_backward, CHEAP, gradInput, gradOutput, output, n, (real[CONSTANTS]){alpha});
}

INLINE real softplus_value(real x, const real *p)
{
    real scaled = x * p[0];
    real soft = real_log1p(real_exp(scaled > p[1] ? 0 : scaled)) / p[0];
    return scaled > p[1] ? x : soft;
}

INLINE real softplus_chain(real g, real s, const real *p)
{
    real scaled = s * p[0];
    real slope = -real_expm1(-scaled);
    return scaled > p[1] ? g : g * slope;
}

static void softplus_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, softplus_value); }

static void softplus_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, softplus_chain); }

void FN(SoftPlus_updateOutput)(real *output, const real *input, ptrdiff_t n, double beta, double threshold)
{
    run_forward(softplus_forward, DEAR, output, input, n, (real[CONSTANTS]){beta, threshold});
}

void FN(SoftPlus_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n, double beta, double threshold)
{
    run_backward(softplus_backward, DEAR, gradInput, gradOutput, output, n, (real[CONSTANTS]){beta, threshold});
}

INLINE real logsigmoid_value(real x, const real *p)
{
    real rest = real_log1p(real_exp(-real_fabs(x)));
    return (x > 0 ? 0 : x) - rest;
}

INLINE real logsigmoid_chain(real g, real s, const real *p)
{
    real small = real_exp(-real_fabs(s));
    return g * (s > 0 ? small : 1) / (1 + small);
}

static void logsigmoid_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, logsigmoid_value); }

static void logsigmoid_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p)
{
    chain(gx, g, s, n, p, logsigmoid_chain);
}

void FN(LogSigmoid_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(logsigmoid_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(LogSigmoid_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(logsigmoid_backward, DEAR, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

INLINE real tanhshrink_value(real x, const real *p) { return x - real_tanh(x); }
INLINE real tanhshrink_chain(real g, real s, const real *p)
{
    real t = real_tanh(s);
    return g * (t * t);
}

static void tanhshrink_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, tanhshrink_value); }

static void tanhshrink_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p)
{
    chain(gx, g, s, n, p, tanhshrink_chain);
}

void FN(TanhShrink_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(tanhshrink_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(TanhShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(tanhshrink_backward, DEAR, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

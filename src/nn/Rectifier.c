/* Pointwise activations made of straight pieces, and the like without an exponential: y = f(x), gradInput = gradOutput · f'(input).
 *
 * Bound by memory: 2 streams forward, 3 backward. What each is made of tells nn/Activation.c. A selection must not become a branch,
 * which random signs would mispredict (Makefile: -fno-split-paths). */
#include "nn/Rectifier.h"

#include "elementwise.h"
#include "vmath.h"

#define REAL_INFINITY ((real)__builtin_inf())

INLINE real threshold_value(real x, const real *p) { return x > p[0] ? x : p[1]; }
INLINE real threshold_chain(real g, real s, const real *p) { return s > p[0] ? g : 0; }

static void threshold_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, threshold_value); }

static void threshold_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p)
{
    chain(gx, g, s, n, p, threshold_chain);
}

void FN(Threshold_updateOutput)(real *output, const real *input, ptrdiff_t n, double threshold, double value)
{
    run_forward(threshold_forward, CHEAP, output, input, n, (real[CONSTANTS]){threshold, value});
}

void FN(Threshold_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double threshold)
{
    run_backward(threshold_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){threshold});
}

INLINE real leaky_value(real x, const real *p) { return x > 0 ? x : x * p[0]; }
INLINE real leaky_chain(real g, real s, const real *p) { return s > 0 ? g : g * p[0]; }

static void leaky_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, leaky_value); }

static void leaky_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, leaky_chain); }

void FN(LeakyReLU_updateOutput)(real *output, const real *input, ptrdiff_t n, double slope)
{
    run_forward(leaky_forward, CHEAP, output, input, n, (real[CONSTANTS]){slope});
}

void FN(LeakyReLU_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double slope)
{
    run_backward(leaky_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){slope});
}

INLINE real hardtanh_value(real x, const real *p) { return x < p[0] ? p[0] : x > p[1] ? p[1] : x; }
INLINE real hardtanh_chain(real g, real s, const real *p) { return (s <= p[0]) | (s >= p[1]) ? 0 : g; }

static void hardtanh_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, hardtanh_value); }

static void hardtanh_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, hardtanh_chain); }

void FN(HardTanh_updateOutput)(real *output, const real *input, ptrdiff_t n, double low, double high)
{
    run_forward(hardtanh_forward, CHEAP, output, input, n, (real[CONSTANTS]){low, high});
}

void FN(HardTanh_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double low, double high)
{
    run_backward(hardtanh_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){low, high});
}

INLINE real softshrink_value(real x, const real *p) { return real_fabs(x) <= p[0] ? 0 : x > 0 ? x - p[0] : x + p[0]; }
INLINE real softshrink_chain(real g, real s, const real *p) { return real_fabs(s) <= p[0] ? 0 : g; }

static void softshrink_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, softshrink_value); }

static void softshrink_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p)
{
    chain(gx, g, s, n, p, softshrink_chain);
}

void FN(SoftShrink_updateOutput)(real *output, const real *input, ptrdiff_t n, double lambda)
{
    run_forward(softshrink_forward, CHEAP, output, input, n, (real[CONSTANTS]){lambda});
}

void FN(SoftShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double lambda)
{
    run_backward(softshrink_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){lambda});
}

INLINE real hardshrink_value(real x, const real *p) { return real_fabs(x) <= p[0] ? 0 : x; }
INLINE real hardshrink_chain(real g, real s, const real *p) { return real_fabs(s) <= p[0] ? 0 : g; }

static void hardshrink_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, hardshrink_value); }

static void hardshrink_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p)
{
    chain(gx, g, s, n, p, hardshrink_chain);
}

void FN(HardShrink_updateOutput)(real *output, const real *input, ptrdiff_t n, double lambda)
{
    run_forward(hardshrink_forward, CHEAP, output, input, n, (real[CONSTANTS]){lambda});
}

void FN(HardShrink_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double lambda)
{
    run_backward(hardshrink_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){lambda});
}

INLINE real softsign_value(real x, const real *p)
{
    real size = real_fabs(x);
    real limit = x > 0 ? 1 : -1;
    return size == REAL_INFINITY ? limit : x / (1 + size);
}

INLINE real softsign_chain(real g, real s, const real *p)
{
    real below = 1 + real_fabs(s);
    return g / (below * below);
}

static void softsign_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, softsign_value); }

static void softsign_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, softsign_chain); }

void FN(SoftSign_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(softsign_forward, CHEAP, output, input, n, NO_CONSTANTS);
}

void FN(SoftSign_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(softsign_backward, CHEAP, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

INLINE real abs_value(real x, const real *p) { return real_fabs(x); }
INLINE real abs_chain(real g, real s, const real *p) { return s < 0 ? -g : g; }

static void abs_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, abs_value); }

static void abs_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, abs_chain); }

void FN(Abs_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(abs_forward, CHEAP, output, input, n, NO_CONSTANTS);
}

void FN(Abs_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(abs_backward, CHEAP, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

INLINE real sign(real x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }
INLINE real penalty_alone(real x, const real *p) { return p[0] * sign(x); }
INLINE real penalty_added(real g, real s, const real *p) { return g + p[0] * sign(s); }

static void penalty_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, penalty_alone); }

static void penalty_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, penalty_added); }

void FN(L1Penalty_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double weight)
{
    if (gradOutput)
        run_backward(penalty_backward, CHEAP, gradInput, gradOutput, input, n, (real[CONSTANTS]){weight});
    else
        run_forward(penalty_forward, CHEAP, gradInput, input, n, (real[CONSTANTS]){weight});
}

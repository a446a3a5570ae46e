/* Powers, roots, exponential and logarithm as layers; what each is made of tells nn/Activation.c.
 *
 * Square and Sqrt are bound by memory, the others forward by arithmetic. */
#include "nn/Power.h"

#include "elementwise.h"
#include "vmath.h"

INLINE real square_value(real x, const real *p) { return x * x; }
INLINE real square_chain(real g, real s, const real *p) { return 2 * g * s; }

static void square_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, square_value); }

static void square_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, square_chain); }

void FN(Square_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(square_forward, CHEAP, output, input, n, NO_CONSTANTS);
}

void FN(Square_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(square_backward, CHEAP, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

INLINE real sqrt_value(real x, const real *p) { return real_sqrt(x); }
INLINE real sqrt_chain(real g, real s, const real *p)
{
    real slope = (real)0.5 * g / s;
    return s == 0 ? 0 : slope;
}

static void sqrt_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, sqrt_value); }

static void sqrt_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, sqrt_chain); }

void FN(Sqrt_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(sqrt_forward, CHEAP, output, input, n, NO_CONSTANTS);
}

void FN(Sqrt_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(sqrt_backward, CHEAP, gradInput, gradOutput, output, n, NO_CONSTANTS);
}

INLINE real exp_value(real x, const real *p) { return real_exp(x); }
INLINE real exp_chain(real g, real s, const real *p) { return g * s; }

static void exp_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, exp_value); }

static void exp_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, exp_chain); }

void FN(Exp_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(exp_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(Exp_updateGradInput)(real *gradInput, const real *gradOutput, const real *output, ptrdiff_t n)
{
    run_backward(exp_backward, CHEAP, gradInput, gradOutput, output, n, NO_CONSTANTS);
}

INLINE real log_value(real x, const real *p) { return real_log(x); }
INLINE real log_chain(real g, real s, const real *p) { return g / s; }

static void log_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, log_value); }

static void log_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, log_chain); }

void FN(Log_updateOutput)(real *output, const real *input, ptrdiff_t n)
{
    run_forward(log_forward, DEAR, output, input, n, NO_CONSTANTS);
}

void FN(Log_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n)
{
    run_backward(log_backward, CHEAP, gradInput, gradOutput, input, n, NO_CONSTANTS);
}

INLINE real power_value(real x, const real *p) { return real_pow(x, p[0]); }
INLINE real power_chain(real g, real s, const real *p) { return g * (p[0] * real_pow(s, p[0] - 1)); }

static void power_forward(real *y, const real *x, ptrdiff_t n, const real *p) { map(y, x, n, p, power_value); }

static void power_backward(real *gx, const real *g, const real *s, ptrdiff_t n, const real *p) { chain(gx, g, s, n, p, power_chain); }

void FN(Power_updateOutput)(real *output, const real *input, ptrdiff_t n, double exponent)
{
    run_forward(exponent == 2 ? square_forward : power_forward, DEAR, output, input, n, (real[CONSTANTS]){exponent});
}

void FN(Power_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double exponent)
{
    run_backward(exponent == 2 ? square_backward : power_backward, DEAR, gradInput, gradOutput, input, n, (real[CONSTANTS]){exponent});
}

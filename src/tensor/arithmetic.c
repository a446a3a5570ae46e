/* Arithmetic, element by element: bound by memory, vectorised except for integer division, parallel over chunks of the visit. */
#include "tensor/arithmetic.h"
#include "pointwise.h"

#include <math.h>

enum { CHEAP = 1, DIVISION = 4, LIBRARY_CALL = 16 };

INLINE real sum(real x, real y) { return (real)((wrapping)x + (wrapping)y); }
INLINE real product(real x, real y) { return (real)((wrapping)x * (wrapping)y); }
INLINE real larger(real x, real y) { return x > y ? x : y; }
INLINE real lesser(real x, real y) { return x < y ? x : y; }
INLINE real sign(real x) { return (real)((x > 0) - negative(x)); }

#if REAL_IS_FLOATING
INLINE real quotient(real x, real y) { return x / y; }
INLINE real truncated_rest(real x, real y) { return sizeof(real) == 4 ? fmodf(x, y) : fmod(x, y); }
INLINE real floored_rest(real x, real y) { return y == 0 ? (real)NAN : x - y * (sizeof(real) == 4 ? floorf(x / y) : floor(x / y)); }
INLINE real magnitude(real x) { return sizeof(real) == 4 ? fabsf(x) : fabs(x); }
#else
INLINE real negated(real x) { return (real)(0 - (wrapping)x); }
INLINE int minus_one(real x) { return negative(x) && x == (real)-1; }
/* -1 is apart: the smallest integer divided by it overflows, and the processor traps. */
INLINE real quotient(real x, real y) { return y == 0 ? 0 : minus_one(y) ? negated(x) : x / y; }
INLINE real truncated_rest(real x, real y) { return y == 0 || minus_one(y) ? 0 : x % y; }
INLINE real floored_rest(real x, real y)
{
    real rest = truncated_rest(x, y);
    return rest != 0 && negative(rest) != negative(y) ? (real)(rest + y) : rest;
}
INLINE real magnitude(real x) { return negative(x) ? negated(x) : x; }
#endif

static void add_run(const Run *run) { zip(run, sum); }
static void mul_run(const Run *run) { zip(run, product); }
static void div_run(const Run *run) { zip(run, quotient); }
static void fmod_run(const Run *run) { zip(run, truncated_rest); }
static void remainder_run(const Run *run) { zip(run, floored_rest); }
static void cmax_run(const Run *run) { zip(run, larger); }
static void cmin_run(const Run *run) { zip(run, lesser); }
static void sign_run(const Run *run) { map(run, sign); }
static void abs_run(const Run *run) { map(run, magnitude); }

static void add_scaled_run(const Run *run)
{
    real *r = run->data[0];
    const real *x = run->data[1], *y = run->data[2];
    real v = *(const real *)run->context;
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = sum(x[i], product(v, y[i]));
}

static void addcmul_run(const Run *run)
{
    real *r = run->data[0];
    const real *t = run->data[1], *x = run->data[2], *y = run->data[3];
    real v = *(const real *)run->context;
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = sum(t[i], product(v, product(x[i], y[i])));
}

static void addcdiv_run(const Run *run)
{
    real *r = run->data[0];
    const real *t = run->data[1], *x = run->data[2], *y = run->data[3];
    real v = *(const real *)run->context;
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = sum(t[i], quotient(product(v, x[i]), y[i]));
}

static void clamp_run(const Run *run)
{
    real *r = run->data[0];
    const real *x = run->data[1];
    const real *limits = run->context;
    real low = limits[0], high = limits[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = x[i] < low ? low : x[i] > high ? high : x[i];
}

int FN(add)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(add_run, r, x, y, v, CHEAP); }
int FN(mul)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(mul_run, r, x, y, v, CHEAP); }
int FN(div)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(div_run, r, x, y, v, DIVISION); }
int FN(fmod)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(fmod_run, r, x, y, v, LIBRARY_CALL); }
int FN(remainder)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(remainder_run, r, x, y, v, DIVISION); }
int FN(cmax)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(cmax_run, r, x, y, v, CHEAP); }
int FN(cmin)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(cmin_run, r, x, y, v, CHEAP); }
int FN(sign)(THTensor *r, const THTensor *x) { return visit_map(sign_run, r, x, NULL, CHEAP); }
int FN(abs)(THTensor *r, const THTensor *x) { return visit_map(abs_run, r, x, NULL, CHEAP); }

int FN(addScaled)(THTensor *r, const THTensor *x, real v, const THTensor *y)
{
    Visit visit = {.run = add_scaled_run, .context = &v, .operands = 3, .outputs = 1, .tensor = {r, x, y}, .cost = CHEAP};
    return lampas_visit(&visit);
}

static int visit_three(RunFunction run, THTensor *r, const THTensor *t, real v, const THTensor *x, const THTensor *y, int cost)
{
    Visit visit = {.run = run, .context = &v, .operands = 4, .outputs = 1, .tensor = {r, t, x, y}, .cost = cost};
    return lampas_visit(&visit);
}

int FN(addcmul)(THTensor *r, const THTensor *t, real v, const THTensor *x, const THTensor *y)
{
    return visit_three(addcmul_run, r, t, v, x, y, CHEAP);
}

int FN(addcdiv)(THTensor *r, const THTensor *t, real v, const THTensor *x, const THTensor *y)
{
    return visit_three(addcdiv_run, r, t, v, x, y, DIVISION);
}

int FN(clamp)(THTensor *r, const THTensor *x, real low, real high)
{
    real limits[2] = {low, high};
    return visit_map(clamp_run, r, x, limits, CHEAP);
}

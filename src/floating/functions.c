/* Functions of floating numbers, element by element: bound by arithmetic for the transcendental ones, which libmvec computes. */
#include "floating/functions.h"
#include "pointwise.h"
#include "vmath.h"

#include <string.h>

enum { CHEAP = 1, ROOT = 4, LIBRARY_CALL = 8 };

INLINE real f_log(real x) { return real_log(x); }
INLINE real f_log1p(real x) { return real_log1p(x); }
INLINE real f_exp(real x) { return real_exp(x); }
INLINE real f_cos(real x) { return real_cos(x); }
INLINE real f_acos(real x) { return real_acos(x); }
INLINE real f_cosh(real x) { return real_cosh(x); }
INLINE real f_sin(real x) { return real_sin(x); }
INLINE real f_asin(real x) { return real_asin(x); }
INLINE real f_sinh(real x) { return real_sinh(x); }
INLINE real f_tan(real x) { return real_tan(x); }
INLINE real f_atan(real x) { return real_atan(x); }
INLINE real f_tanh(real x) { return real_tanh(x); }
INLINE real f_sqrt(real x) { return real_sqrt(x); }
INLINE real f_rsqrt(real x) { return 1 / real_sqrt(x); }
INLINE real f_ceil(real x) { return real_ceil(x); }
INLINE real f_floor(real x) { return real_floor(x); }
INLINE real f_trunc(real x) { return real_trunc(x); }
INLINE real f_frac(real x) { return x - real_trunc(x); }
INLINE real f_sigmoid(real x) { return 1 / (1 + real_exp(-x)); }
INLINE real f_neg(real x) { return -x; }
INLINE real f_cinv(real x) { return 1 / x; }
INLINE real f_square(real x) { return x * x; }
INLINE real f_cube(real x) { return x * x * x; }
INLINE real f_atan2(real x, real y) { return real_atan2(x, y); }

/* x - trunc(x) is exact, so the comparison with a half is; infinities give NaN there and stay as they are. */
INLINE real f_round(real x)
{
    real whole = real_trunc(x), rest = real_fabs(x - whole);
    return rest >= (real)0.5 ? whole + (x < 0 ? -1 : 1) : whole;
}

static void log_run(const Run *run) { map(run, f_log); }
static void log1p_run(const Run *run) { map(run, f_log1p); }
static void exp_run(const Run *run) { map(run, f_exp); }
static void cos_run(const Run *run) { map(run, f_cos); }
static void acos_run(const Run *run) { map(run, f_acos); }
static void cosh_run(const Run *run) { map(run, f_cosh); }
static void sin_run(const Run *run) { map(run, f_sin); }
static void asin_run(const Run *run) { map(run, f_asin); }
static void sinh_run(const Run *run) { map(run, f_sinh); }

/* A call of its own, which no loop turns into the vector function. */
static __attribute__((noinline)) real scalar_tan(real x) { return real_tan(x); }

/* Near its poles the tangent is large, and the few units of the last digit that the vector function is off are large as well: there
 * the C library's own value is taken. */
static void tan_run(const Run *run)
{
    enum { BLOCK = 256, STEEP = 16 };
    real kept[BLOCK]; /* r may be x */
    for (long from = 0; from < run->n; from += BLOCK) {
        real *r = (real *)run->data[0] + from;
        const real *x = (const real *)run->data[1] + from;
        long n = run->n - from < BLOCK ? run->n - from : BLOCK;
        memcpy(kept, x, (size_t)n * sizeof *x);
        Run block = {.n = n, .data = {r, kept}};
        map(&block, f_tan);
        for (long i = 0; i < n; i++)
            if (real_fabs(r[i]) > STEEP)
                r[i] = scalar_tan(kept[i]);
    }
}

static void atan_run(const Run *run) { map(run, f_atan); }
static void tanh_run(const Run *run) { map(run, f_tanh); }
static void sqrt_run(const Run *run) { map(run, f_sqrt); }
static void rsqrt_run(const Run *run) { map(run, f_rsqrt); }
static void round_run(const Run *run) { map(run, f_round); }
static void ceil_run(const Run *run) { map(run, f_ceil); }
static void floor_run(const Run *run) { map(run, f_floor); }
static void trunc_run(const Run *run) { map(run, f_trunc); }
static void frac_run(const Run *run) { map(run, f_frac); }
static void sigmoid_run(const Run *run) { map(run, f_sigmoid); }
static void neg_run(const Run *run) { map(run, f_neg); }
static void cinv_run(const Run *run) { map(run, f_cinv); }
static void square_run(const Run *run) { map(run, f_square); }
static void cube_run(const Run *run) { map(run, f_cube); }
static void atan2_run(const Run *run) { zip(run, f_atan2); }

static void lerp_run(const Run *run)
{
    real *r = run->data[0];
    const real *x = run->data[1], *y = run->data[2];
    real weight = *(const real *)run->context;
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = x[i] + weight * (y[i] - x[i]);
}

int FN(log)(THTensor *r, const THTensor *x) { return visit_map(log_run, r, x, NULL, LIBRARY_CALL); }
int FN(log1p)(THTensor *r, const THTensor *x) { return visit_map(log1p_run, r, x, NULL, LIBRARY_CALL); }
int FN(exp)(THTensor *r, const THTensor *x) { return visit_map(exp_run, r, x, NULL, LIBRARY_CALL); }
int FN(cos)(THTensor *r, const THTensor *x) { return visit_map(cos_run, r, x, NULL, LIBRARY_CALL); }
int FN(acos)(THTensor *r, const THTensor *x) { return visit_map(acos_run, r, x, NULL, LIBRARY_CALL); }
int FN(cosh)(THTensor *r, const THTensor *x) { return visit_map(cosh_run, r, x, NULL, LIBRARY_CALL); }
int FN(sin)(THTensor *r, const THTensor *x) { return visit_map(sin_run, r, x, NULL, LIBRARY_CALL); }
int FN(asin)(THTensor *r, const THTensor *x) { return visit_map(asin_run, r, x, NULL, LIBRARY_CALL); }
int FN(sinh)(THTensor *r, const THTensor *x) { return visit_map(sinh_run, r, x, NULL, LIBRARY_CALL); }
int FN(tan)(THTensor *r, const THTensor *x) { return visit_map(tan_run, r, x, NULL, LIBRARY_CALL); }
int FN(atan)(THTensor *r, const THTensor *x) { return visit_map(atan_run, r, x, NULL, LIBRARY_CALL); }
int FN(tanh)(THTensor *r, const THTensor *x) { return visit_map(tanh_run, r, x, NULL, LIBRARY_CALL); }
int FN(sqrt)(THTensor *r, const THTensor *x) { return visit_map(sqrt_run, r, x, NULL, ROOT); }
int FN(rsqrt)(THTensor *r, const THTensor *x) { return visit_map(rsqrt_run, r, x, NULL, ROOT); }
int FN(round)(THTensor *r, const THTensor *x) { return visit_map(round_run, r, x, NULL, CHEAP); }
int FN(ceil)(THTensor *r, const THTensor *x) { return visit_map(ceil_run, r, x, NULL, CHEAP); }
int FN(floor)(THTensor *r, const THTensor *x) { return visit_map(floor_run, r, x, NULL, CHEAP); }
int FN(trunc)(THTensor *r, const THTensor *x) { return visit_map(trunc_run, r, x, NULL, CHEAP); }
int FN(frac)(THTensor *r, const THTensor *x) { return visit_map(frac_run, r, x, NULL, CHEAP); }
int FN(sigmoid)(THTensor *r, const THTensor *x) { return visit_map(sigmoid_run, r, x, NULL, LIBRARY_CALL); }
int FN(neg)(THTensor *r, const THTensor *x) { return visit_map(neg_run, r, x, NULL, CHEAP); }
int FN(cinv)(THTensor *r, const THTensor *x) { return visit_map(cinv_run, r, x, NULL, CHEAP); }
int FN(square)(THTensor *r, const THTensor *x) { return visit_map(square_run, r, x, NULL, CHEAP); }
int FN(cube)(THTensor *r, const THTensor *x) { return visit_map(cube_run, r, x, NULL, CHEAP); }
int FN(atan2)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(atan2_run, r, x, y, v, LIBRARY_CALL); }

int FN(lerp)(THTensor *r, const THTensor *x, const THTensor *y, real weight)
{
    Visit visit = {.run = lerp_run, .context = &weight, .operands = 3, .outputs = 1, .tensor = {r, x, y}, .cost = CHEAP};
    return lampas_visit(&visit);
}

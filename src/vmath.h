/* exp, log, tanh … that vectorise: call `real_exp(x)` inside a `#pragma omp simd` loop and the loop calls glibc's
 * libmvec (_ZGVbN4v_expf for v2, _ZGVdN8v_expf for v3, _ZGVeN16v_expf for v4). Include it after "real.h".
 *
 * glibc declares its vector functions only under -ffast-math, which we do not use, so they are declared here. They keep
 * NaN, infinity and denormals; glibc promises 4 ulp. Largest errors seen, in ulp, over 2^24 arguments of the useful range (sin and cos:
 * -100 … 100) with the v3 code:
 *              exp    log    log1p  expm1  tanh   sin    cos    pow
 *     float   2.6    3.9    2.0    1.7    1.0    1.8    1.9    0.6
 *     double  3.1    1.6    1.6    2.9    2.1    3.3    3.5    1.0
 * The scalar functions, which compute the last few elements of a loop, are within 1 ulp: an element's last bit depends on
 * whether it falls in the remainder of its loop. Cut ranges at multiples of 16 elements that do not depend on the
 * number of threads (src/blocks.h does), and results do not either.
 *
 * Where there is no libmvec (other processors, other C libraries) the loops call the scalar functions. */
#ifndef LAMPAS_VMATH_H
#define LAMPAS_VMATH_H

#include <math.h>

#if defined(__x86_64__) && defined(__GLIBC_PREREQ)
#define VECTOR __attribute__((simd("notinbranch"))) extern

#if __GLIBC_PREREQ(2, 22)
VECTOR float expf(float);
VECTOR double exp(double);
VECTOR float logf(float);
VECTOR double log(double);
VECTOR float sinf(float);
VECTOR double sin(double);
VECTOR float cosf(float);
VECTOR double cos(double);
VECTOR float powf(float, float);
VECTOR double pow(double, double);
#endif

#if __GLIBC_PREREQ(2, 35)
VECTOR float exp2f(float);
VECTOR double exp2(double);
VECTOR float expm1f(float);
VECTOR double expm1(double);
VECTOR float log2f(float);
VECTOR double log2(double);
VECTOR float log10f(float);
VECTOR double log10(double);
VECTOR float log1pf(float);
VECTOR double log1p(double);
VECTOR float tanf(float);
VECTOR double tan(double);
VECTOR float asinf(float);
VECTOR double asin(double);
VECTOR float acosf(float);
VECTOR double acos(double);
VECTOR float atanf(float);
VECTOR double atan(double);
VECTOR float atan2f(float, float);
VECTOR double atan2(double, double);
VECTOR float sinhf(float);
VECTOR double sinh(double);
VECTOR float coshf(float);
VECTOR double cosh(double);
VECTOR float tanhf(float);
VECTOR double tanh(double);
VECTOR float cbrtf(float);
VECTOR double cbrt(double);
VECTOR float erff(float);
VECTOR double erf(double);
#endif

#undef VECTOR
#endif

/* The same functions by the element type that the file is compiled for; sqrt, floor … are single instructions. */
#if defined(REAL_float)
#define REAL_MATH(name) name##f
#else
#define REAL_MATH(name) name
#endif
#define real_exp REAL_MATH(exp)
#define real_exp2 REAL_MATH(exp2)
#define real_expm1 REAL_MATH(expm1)
#define real_log REAL_MATH(log)
#define real_log2 REAL_MATH(log2)
#define real_log10 REAL_MATH(log10)
#define real_log1p REAL_MATH(log1p)
#define real_sin REAL_MATH(sin)
#define real_cos REAL_MATH(cos)
#define real_tan REAL_MATH(tan)
#define real_asin REAL_MATH(asin)
#define real_acos REAL_MATH(acos)
#define real_atan REAL_MATH(atan)
#define real_atan2 REAL_MATH(atan2)
#define real_sinh REAL_MATH(sinh)
#define real_cosh REAL_MATH(cosh)
#define real_tanh REAL_MATH(tanh)
#define real_cbrt REAL_MATH(cbrt)
#define real_erf REAL_MATH(erf)
#define real_pow REAL_MATH(pow)
#define real_sqrt REAL_MATH(sqrt)
#define real_fabs REAL_MATH(fabs)
#define real_floor REAL_MATH(floor)
#define real_ceil REAL_MATH(ceil)
#define real_trunc REAL_MATH(trunc)
#define real_fmod REAL_MATH(fmod)

#endif

/* Pointwise operations over tensors, for files compiled by element type: each is a scalar function of a line or two, a run made of it
 * by map or zip, and a visit. The scalar functions are inlined into the runs' loops, which the compiler vectorises. */
#include "engine/iterate.h"
#include "inline.h"
#include "real.h"

#ifndef LAMPAS_POINTWISE_H
#define LAMPAS_POINTWISE_H

/* What integers are computed in, so that they wrap around instead of overflowing; floating types stay as they are. */
#if REAL_IS_FLOATING
typedef real wrapping;
#elif defined(REAL_long)
typedef uint64_t wrapping;
#else
typedef uint32_t wrapping;
#endif

/* x < 0, in every type without the compiler's remark that no byte is. */
INLINE int negative(real x)
{
    accreal wide = x;
    return wide < 0;
}

INLINE void map(const Run *run, real (*f)(real))
{
    real *r = run->data[0];
    const real *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = f(x[i]);
}

INLINE void zip(const Run *run, real (*f)(real, real))
{
    real *r = run->data[0];
    const real *x = run->data[1], *y = run->data[2];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = f(x[i], y[i]);
}

/* r[i] = run of x[i] */
static inline int visit_map(RunFunction run, THTensor *r, const THTensor *x, const void *context, int cost)
{
    Visit visit = {.run = run, .context = context, .operands = 2, .outputs = 1, .tensor = {r, x}, .cost = cost};
    return lampas_visit(&visit);
}

/* r[i] = run of x[i] and y[i]; a tensor that is NULL stands for `value` in every place */
static inline int visit_zip(RunFunction run, THTensor *r, const THTensor *x, const THTensor *y, real value, int cost)
{
    Visit visit = {.run = run, .operands = 3, .outputs = 1, .tensor = {r, x, y}, .value = {NULL, &value, &value}, .valueBytes = sizeof(real), .cost = cost};
    return lampas_visit(&visit);
}

#endif

/* Copies between any two element types: bound by memory. The conversion of a run is one vector loop for each pair of types. */
#include "tensor/copy.h"
#include "half.h"
#include "pointwise.h"

/* A floating number as integer: towards zero, by way of the widest integer that the processor converts to at once. */
#if REAL_IS_FLOATING
INLINE real narrowed(double x) { return (real)x; }
#elif defined(REAL_long)
INLINE real narrowed(double x) { return (real)x; }
#else
INLINE real narrowed(double x) { return (real)(int32_t)x; }
#endif

static void from_byte(const Run *run)
{
    real *r = run->data[0];
    const uint8_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)x[i];
}

static void from_char(const Run *run)
{
    real *r = run->data[0];
    const int8_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)x[i];
}

static void from_short(const Run *run)
{
    real *r = run->data[0];
    const int16_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)x[i];
}

static void from_int(const Run *run)
{
    real *r = run->data[0];
    const int32_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)x[i];
}

static void from_long(const Run *run)
{
    real *r = run->data[0];
    const int64_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)x[i];
}

static void from_float(const Run *run)
{
    real *r = run->data[0];
    const float *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = narrowed(x[i]);
}

static void from_double(const Run *run)
{
    real *r = run->data[0];
    const double *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = narrowed(x[i]);
}

static void from_half(const Run *run)
{
    real *r = run->data[0];
    const uint16_t *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = narrowed(half_to_float(x[i]));
}

static void to_half(const Run *run)
{
    uint16_t *r = run->data[0];
    const real *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = float_to_half((float)x[i]);
}

int FN(copy)(THTensor *r, const THTensor *x)
{
    static const RunFunction from[] = {
        [LAMPAS_BYTE] = from_byte, [LAMPAS_CHAR] = from_char,   [LAMPAS_SHORT] = from_short,   [LAMPAS_INT] = from_int,
        [LAMPAS_LONG] = from_long, [LAMPAS_FLOAT] = from_float, [LAMPAS_DOUBLE] = from_double, [LAMPAS_HALF] = from_half,
    };
    return visit_map(x->type == r->type ? NULL : from[x->type], r, x, NULL, 1);
}

int FN(copyToHalf)(THTensor *r, const THTensor *x) { return visit_map(to_half, r, x, NULL, 1); }

void FN(fill)(THTensor *r, real value)
{
    Visit visit = {.operands = 2, .outputs = 1, .tensor = {r}, .value = {NULL, &value}, .valueBytes = sizeof(real), .cost = 1};
    lampas_visit(&visit);
}

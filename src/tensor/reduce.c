/* Sums, products and extrema: bound by memory. */
#include "tensor/reduce.h"
#include "folding.h"

#include <math.h>

#if REAL_IS_FLOATING
static const accreal LEAST = -INFINITY, GREATEST = INFINITY;
INLINE int is_nan(real x) { return x != x; }
INLINE accreal add(accreal a, accreal b) { return a + b; }
INLINE accreal multiply(accreal a, accreal b) { return a * b; }
/* A sum that is NaN stays, an element that is NaN replaces it. */
INLINE accreal larger(accreal a, accreal b) { return a != a || a >= b ? a : b; }
INLINE accreal lesser(accreal a, accreal b) { return a != a || a <= b ? a : b; }
#else
static const accreal LEAST = INT64_MIN, GREATEST = INT64_MAX;
INLINE int is_nan(real x) { return (void)x, 0; }
INLINE accreal add(accreal a, accreal b) { return (accreal)((uint64_t)a + (uint64_t)b); }
INLINE accreal multiply(accreal a, accreal b) { return (accreal)((uint64_t)a * (uint64_t)b); }
INLINE accreal larger(accreal a, accreal b) { return a >= b ? a : b; }
INLINE accreal lesser(accreal a, accreal b) { return a <= b ? a : b; }
#endif

INLINE int greater(real a, real b) { return a > b; }
INLINE int less(real a, real b) { return a < b; }

/* NaN wins, and stays because nothing compares with it. */
INLINE real winner(real best, real x, int (*better)(real, real)) { return better(x, best) | is_nan(x) ? x : best; }

/* The winner among n elements: sixteen candidates side by side. */
INLINE real extreme(const real *x, long n, int (*better)(real, real))
{
    enum { LANES = 16 };
    real lane[LANES], best = x[0];
    long i = 0;
    if (n >= LANES) {
        for (int k = 0; k < LANES; k++)
            lane[k] = x[k];
        for (i = LANES; i + LANES <= n; i += LANES)
#pragma omp simd
            for (int k = 0; k < LANES; k++)
                lane[k] = winner(lane[k], x[i + k], better);
        for (int k = 0; k < LANES; k++)
            best = winner(best, lane[k], better);
    }
    for (; i < n; i++)
        best = winner(best, x[i], better);
    return best;
}

INLINE accreal sum_step(accreal sum, real x, accreal unused) { return (void)unused, add(sum, x); }
INLINE accreal prod_step(accreal sum, real x, accreal unused) { return (void)unused, multiply(sum, x); }

static void sum_row(accreal *sum, long n, const real *x, accreal p) { fold_row(sum, n, x, p, 0, sum_step, add); }
static void prod_row(accreal *sum, long n, const real *x, accreal p) { fold_row(sum, n, x, p, 1, prod_step, multiply); }
static void max_row(accreal *sum, long n, const real *x, accreal p) { (void)p, *sum = larger(*sum, extreme(x, n, greater)); }
static void min_row(accreal *sum, long n, const real *x, accreal p) { (void)p, *sum = lesser(*sum, extreme(x, n, less)); }
static void sum_column(accreal *sum, long n, const real *x, const accreal *p) { fold_column(sum, n, x, p, sum_step); }
static void prod_column(accreal *sum, long n, const real *x, const accreal *p) { fold_column(sum, n, x, p, prod_step); }

static const FN(Fold) sum_fold = {0, sum_row, sum_column, add};
static const FN(Fold) prod_fold = {1, prod_row, prod_column, multiply};
static const FN(Fold) max_fold = {LEAST, max_row, NULL, larger};
static const FN(Fold) min_fold = {GREATEST, min_row, NULL, lesser};

static const FN(Reduction) sum_reduction = {.fold = &sum_fold};
static const FN(Reduction) prod_reduction = {.fold = &prod_fold};
static const FN(Reduction) max_reduction = {.fold = &max_fold};
static const FN(Reduction) min_reduction = {.fold = &min_fold};

accreal FN(sumAll)(const THTensor *x) { return FN(reduceAll)(&sum_reduction, x); }
accreal FN(prodAll)(const THTensor *x) { return FN(reduceAll)(&prod_reduction, x); }
real FN(maxAll)(const THTensor *x) { return (real)FN(reduceAll)(&max_reduction, x); }
real FN(minAll)(const THTensor *x) { return (real)FN(reduceAll)(&min_reduction, x); }

int FN(sum)(THTensor *r, const THTensor *x, int dim) { return FN(reduceAlong)(&sum_reduction, r, x, dim); }
int FN(prod)(THTensor *r, const THTensor *x, int dim) { return FN(reduceAlong)(&prod_reduction, r, x, dim); }

static void dot_run(const Run *run)
{
    enum { LANES = 16 };
    const real *x = run->data[0], *y = run->data[1];
    accreal lane[LANES] = {0}, *sum = run->partial;
    long i = 0, n = run->n;
    for (; i + LANES <= n; i += LANES)
        for (int k = 0; k < LANES; k++)
            lane[k] = add(lane[k], multiply(x[i + k], y[i + k]));
    for (int k = 0; i + k < n; k++)
        lane[k] = add(lane[k], multiply(x[i + k], y[i + k]));
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int k = 0; k < half; k++)
            lane[k] = add(lane[k], lane[k + half]);
    *sum = add(*sum, lane[0]);
}

int FN(dot)(const THTensor *x, const THTensor *y, accreal *result)
{
    accreal partials[LAMPAS_CHUNKS], start = 0;
    Visit visit = {.run = dot_run, .operands = 2, .tensor = {x, y}, .cost = 1, .partials = partials, .start = &start, .partialBytes = sizeof start};
    int status = lampas_visit(&visit);
    *result = 0;
    for (long c = 0; c < visit.chunks; c++)
        *result = add(*result, partials[c]);
    return status;
}

static void equal_run(const Run *run)
{
    const real *x = run->data[0], *y = run->data[1];
    int *different = run->partial, any = 0;
    long n = *different ? 0 : run->n; /* nothing is left to find out */
#pragma omp simd reduction(| : any)
    for (long i = 0; i < n; i++)
        any |= x[i] != y[i];
    *different |= any;
}

int FN(equal)(const THTensor *x, const THTensor *y)
{
    int partials[LAMPAS_CHUNKS], start = 0;
    Visit visit = {.run = equal_run, .operands = 2, .tensor = {x, y}, .cost = 1, .partials = partials, .start = &start, .partialBytes = sizeof start};
    int status = lampas_visit(&visit);
    for (long c = 0; c < visit.chunks && status == 0; c++)
        if (partials[c])
            return 0;
    return status == 0 ? 1 : status;
}

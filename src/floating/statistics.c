/* Means, variances, norms and distances: folds in double, bound by memory but for norms of odd exponents. */
#include "floating/statistics.h"
#include "folding.h"

#include <math.h>

INLINE double add(double a, double b) { return a + b; }

INLINE double sum_step(double sum, real x, double unused) { return (void)unused, sum + x; }
INLINE double count_step(double sum, real x, double unused) { return (void)unused, sum + (x != 0); }
INLINE double magnitude_step(double sum, real x, double unused) { return (void)unused, sum + fabs((double)x); }
INLINE double square_step(double sum, real x, double unused) { return (void)unused, sum + (double)x * x; }
INLINE double power_step(double sum, real x, double p) { return sum + pow(fabs((double)x), p); }
INLINE double spread_step(double sum, real x, double mean) { return sum + (x - mean) * (x - mean); }

static void sum_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, sum_step, add); }
static void count_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, count_step, add); }
static void magnitude_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, magnitude_step, add); }
static void square_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, square_step, add); }
static void power_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, power_step, add); }
static void spread_row(double *sum, long n, const real *x, double p) { fold_row(sum, n, x, p, 0, spread_step, add); }
static void sum_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, sum_step); }
static void count_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, count_step); }
static void magnitude_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, magnitude_step); }
static void square_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, square_step); }
static void power_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, power_step); }
static void spread_column(double *sum, long n, const real *x, const double *p) { fold_column(sum, n, x, p, spread_step); }

static const FN(Fold) sum_fold = {0, sum_row, sum_column, add};
static const FN(Fold) count_fold = {0, count_row, count_column, add};
static const FN(Fold) magnitude_fold = {0, magnitude_row, magnitude_column, add};
static const FN(Fold) square_fold = {0, square_row, square_column, add};
static const FN(Fold) power_fold = {0, power_row, power_column, add};
static const FN(Fold) spread_fold = {0, spread_row, spread_column, add};

/* ---- mean, variance ---- */

static double mean_of(double sum, long n, double unused) { return (void)unused, sum / n; }
static double biased_var(double sum, long n, double unused) { return (void)unused, sum / n; }
static double unbiased_var(double sum, long n, double unused) { return (void)unused, sum / (n - 1); }
static double biased_std(double sum, long n, double unused) { return (void)unused, sqrt(sum / n); }
static double unbiased_std(double sum, long n, double unused) { return (void)unused, sqrt(sum / (n - 1)); }

static const FN(Reduction) mean_reduction = {.fold = &sum_fold, .finish = mean_of};
static const FN(Reduction) var_reduction[2] = {
    {.fold = &spread_fold, .centre = &sum_fold, .finish = unbiased_var},
    {.fold = &spread_fold, .centre = &sum_fold, .finish = biased_var},
};
static const FN(Reduction) std_reduction[2] = {
    {.fold = &spread_fold, .centre = &sum_fold, .finish = unbiased_std},
    {.fold = &spread_fold, .centre = &sum_fold, .finish = biased_std},
};

double FN(meanAll)(const THTensor *x) { return FN(reduceAll)(&mean_reduction, x); }
double FN(varAll)(const THTensor *x, int biased) { return FN(reduceAll)(&var_reduction[biased != 0], x); }
double FN(stdAll)(const THTensor *x, int biased) { return FN(reduceAll)(&std_reduction[biased != 0], x); }
int FN(mean)(THTensor *r, const THTensor *x, int dim) { return FN(reduceAlong)(&mean_reduction, r, x, dim); }
int FN(var)(THTensor *r, const THTensor *x, int dim, int biased) { return FN(reduceAlong)(&var_reduction[biased != 0], r, x, dim); }
int FN(std)(THTensor *r, const THTensor *x, int dim, int biased) { return FN(reduceAlong)(&std_reduction[biased != 0], r, x, dim); }

/* ---- norms ---- */

static double root_of(double sum, long n, double p) { return (void)n, pow(sum, 1 / p); }
static double square_root(double sum, long n, double unused) { return (void)n, (void)unused, sqrt(sum); }

static FN(Reduction) norm_reduction(double p)
{
    if (p == 0)
        return (FN(Reduction)){.fold = &count_fold};
    if (p == 1)
        return (FN(Reduction)){.fold = &magnitude_fold};
    if (p == 2)
        return (FN(Reduction)){.fold = &square_fold, .finish = square_root};
    return (FN(Reduction)){.fold = &power_fold, .parameter = p, .finish = root_of};
}

double FN(normAll)(const THTensor *x, double p)
{
    FN(Reduction) reduction = norm_reduction(p);
    return FN(reduceAll)(&reduction, x);
}

int FN(norm)(THTensor *r, const THTensor *x, double p, int dim)
{
    FN(Reduction) reduction = norm_reduction(p);
    return FN(reduceAlong)(&reduction, r, x, dim);
}

/* ---- distances ---- */

/* The differences of a run, folded as their norm is. */
static void dist_run(const Run *run)
{
    enum { PIECE = 512 };
    const FN(Reduction) *reduction = run->context;
    const real *x = run->data[0], *y = run->data[1];
    real difference[PIECE];
    for (long i = 0; i < run->n; i += PIECE) {
        long n = run->n - i < PIECE ? run->n - i : PIECE;
#pragma omp simd
        for (long k = 0; k < n; k++)
            difference[k] = x[i + k] - y[i + k];
        reduction->fold->row(run->partial, n, difference, reduction->parameter);
    }
}

int FN(dist)(const THTensor *x, const THTensor *y, double p, double *result)
{
    double partials[LAMPAS_CHUNKS], start = 0, sum = 0;
    FN(Reduction) reduction = norm_reduction(p);
    Visit visit = {.run = dist_run, .context = &reduction, .operands = 2, .tensor = {x, y}, .cost = 1,
                   .partials = partials, .start = &start, .partialBytes = sizeof start};
    int status = lampas_visit(&visit);
    for (long c = 0; c < visit.chunks; c++)
        sum += partials[c];
    *result = reduction.finish ? reduction.finish(sum, 0, p) : sum;
    return status;
}

/* ---- renorm ---- */

/* Slice `index` of dimension `dim`: its sizes and strides lie in room[]. */
static THTensor slice(const THTensor *x, int dim, long index, long *room)
{
    THTensor s = *x;
    s.size = room;
    s.stride = room + x->nDimension;
    for (int d = 0; d < x->nDimension; d++) {
        s.size[d] = d == dim ? 1 : x->size[d];
        s.stride[d] = x->stride[d];
    }
    s.storageOffset += index * x->stride[dim];
    return s;
}

static void scale_run(const Run *run)
{
    real *r = run->data[0], factor = *(const real *)run->context;
    const real *x = run->data[1];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = x[i] * factor;
}

int FN(renorm)(THTensor *r, const THTensor *x, double p, int dim, double most)
{
    long room[4 * LAMPAS_MAX_LOOPS];
    int status = 0;
    for (long i = 0; i < x->size[dim] && status == 0; i++) {
        THTensor from = slice(x, dim, i, room), to = slice(r, dim, i, room + 2 * LAMPAS_MAX_LOOPS);
        double norm = FN(normAll)(&from, p);
        real factor = norm > most ? (real)(most / (norm + 1e-7)) : 1;
        status = visit_map(scale_run, &to, &from, &factor, 1);
    }
    return status;
}

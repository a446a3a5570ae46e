/* Criteria that are sums over elements: Σ w f(x, t) (/ n), and the gradient w f'(x, t) (/ n).
 *
 * A criterion is two scalar functions, f and its derivative by x, which are inlined into the loops over a run of elements. Blocks of
 * runs (src/blocks.h) go to the threads. A run is summed in `real`, runs and blocks in double, in one order whatever the number
 * of threads; with weights, which repeat every row, a run ends with its row.
 * Those without exponentials are bound by reading input and target, and in the gradient by writing it. */
#include "nn/PointwiseCriterion.h"

#include "blocks.h"
#include "inline.h"
#include "vmath.h"

enum { RUN = 1024, PARALLEL_BLOCKS = 8 };

typedef struct Elements { /* a whole criterion's, or a run of them */
    const real *x, *t;
    ptrdiff_t n;
    const real *weights; /* one for each of `columns`, or NULL */
    ptrdiff_t columns;
    real margin;
} Elements;

typedef real Scalar(real x, real t, real margin);
typedef real Sum(const Elements *run);
typedef void Gradient(const Elements *run, real *g, real norm);

INLINE real sum_of(const Elements *run, Scalar *loss)
{
    const real *x = run->x, *t = run->t, *w = run->weights, margin = run->margin;
    ptrdiff_t n = run->n;
    real sum = 0;
    if (w) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += w[i] * loss(x[i], t[i], margin);
    } else {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += loss(x[i], t[i], margin);
    }
    return sum;
}

INLINE void gradient_of(const Elements *run, real *g, real norm, Scalar *slope)
{
    const real *x = run->x, *t = run->t, *w = run->weights, margin = run->margin;
    ptrdiff_t n = run->n;
    if (w) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            g[i] = norm * w[i] * slope(x[i], t[i], margin);
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            g[i] = norm * slope(x[i], t[i], margin);
    }
}

/* The run from element `at` on: to `end`, up to RUN elements, or with weights to the end of the row. */
static Elements run_at(const Elements *all, ptrdiff_t at, ptrdiff_t end)
{
    Elements run = *all;
    run.x += at;
    run.t += at;
    run.n = end - at < RUN ? end - at : RUN;
    if (run.weights) {
        ptrdiff_t column = at % run.columns;
        run.weights += column;
        run.n = run.columns - column < run.n ? run.columns - column : run.n;
    }
    return run;
}

static double total(const Elements *all, int sizeAverage, Sum *sum_run)
{
    ptrdiff_t n = all->n, blocks = block_count(n);
    double partial[MAX_BLOCKS];
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b), end = at + block_size(n, b);
        double sum = 0;
        while (at < end) {
            Elements run = run_at(all, at, end);
            sum += sum_run(&run);
            at += run.n;
        }
        partial[b] = sum;
    }
    double sum = 0;
    for (ptrdiff_t b = 0; b < blocks; b++)
        sum += partial[b];
    sum = sizeAverage ? sum / n : sum;
    return sum == sum ? sum : (double)NAN;
}

static void gradient(const Elements *all, real *g, int sizeAverage, Gradient *gradient_run)
{
    ptrdiff_t n = all->n, blocks = block_count(n);
    real norm = sizeAverage ? 1.0 / n : 1;
#pragma omp parallel for schedule(static) if (parallel: blocks > PARALLEL_BLOCKS)
    for (ptrdiff_t b = 0; b < blocks; b++) {
        ptrdiff_t at = block_begin(n, b), end = at + block_size(n, b);
        while (at < end) {
            Elements run = run_at(all, at, end);
            gradient_run(&run, g + at, norm);
            at += run.n;
        }
    }
}

/* log(1 + e^z), without overflow. */
INLINE real softplus(real z) { return (z > 0 ? z : 0) + real_log1p(real_exp(-real_fabs(z))); }

/* Comparisons are put so that a NaN comes through. */
INLINE real positive(real z) { return z <= 0 ? 0 : z; }

/* ---- the functions and their derivatives ---------------------------------------------------------------------------------- */

INLINE real square(real x, real t, real margin)
{
    (void)margin;
    return (x - t) * (x - t);
}

INLINE real square_slope(real x, real t, real margin)
{
    (void)margin;
    return 2 * (x - t);
}

INLINE real distance(real x, real t, real margin)
{
    (void)margin;
    return real_fabs(x - t);
}

INLINE real distance_slope(real x, real t, real margin)
{
    (void)margin;
    return x - t >= 0 ? 1 : -1;
}

INLINE real smooth(real x, real t, real margin)
{
    (void)margin;
    real d = real_fabs(x - t);
    return d < 1 ? d * d / 2 : d - (real)0.5;
}

INLINE real smooth_slope(real x, real t, real margin)
{
    (void)margin;
    real d = x - t;
    return d < -1 ? -1 : d > 1 ? 1 : d;
}

INLINE real hinge(real x, real t, real margin) { return positive(margin - t * x); }

INLINE real hinge_slope(real x, real t, real margin) { return t * x < margin ? -t : 0; }

INLINE real closed_hinge_slope(real x, real t, real margin) { return t * x <= margin ? -t : 0; }

INLINE real soft_margin(real x, real t, real margin)
{
    (void)margin;
    return softplus(-t * x);
}

INLINE real soft_margin_slope(real x, real t, real margin)
{
    (void)margin;
    return -t / (1 + real_exp(t * x));
}

INLINE real embedding(real x, real t, real margin) { return t == 1 ? x : positive(margin - x); }

INLINE real embedding_slope(real x, real t, real margin) { return t == 1 ? 1 : x > margin ? 0 : -1; }

INLINE real ratio(real x, real t, real margin)
{
    (void)margin;
    return softplus(x - t);
}

INLINE real ratio_slope(real x, real t, real margin)
{
    (void)margin;
    return 1 / (1 + real_exp(t - x));
}

INLINE real divergence(real x, real t, real margin)
{
    (void)margin;
    return t > 0 ? t * (real_log(t) - x) : 0;
}

INLINE real divergence_slope(real x, real t, real margin)
{
    (void)x;
    (void)margin;
    return t > 0 ? -t : 0;
}

INLINE real logistic(real x, real t, real margin)
{
    (void)margin;
    return softplus(x) - t * x;
}

INLINE real logistic_slope(real x, real t, real margin)
{
    (void)margin;
    return 1 / (1 + real_exp(-x)) - t;
}

INLINE real magnitude(real x, real t, real margin)
{
    (void)t;
    (void)margin;
    return real_fabs(x);
}

INLINE real magnitude_slope(real x, real t, real margin)
{
    (void)t;
    (void)margin;
    return (x > 0) - (x < 0);
}

/* ---- as loops ---------------------------------------------------------------------------------------------------------------- */

static real square_sum(const Elements *run) { return sum_of(run, square); }
static void square_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, square_slope); }

static real distance_sum(const Elements *run) { return sum_of(run, distance); }
static void distance_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, distance_slope); }

static real smooth_sum(const Elements *run) { return sum_of(run, smooth); }
static void smooth_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, smooth_slope); }

static real hinge_sum(const Elements *run) { return sum_of(run, hinge); }
static void hinge_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, hinge_slope); }
static void closed_hinge_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, closed_hinge_slope); }

static real soft_margin_sum(const Elements *run) { return sum_of(run, soft_margin); }
static void soft_margin_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, soft_margin_slope); }

static real embedding_sum(const Elements *run) { return sum_of(run, embedding); }
static void embedding_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, embedding_slope); }

static real ratio_sum(const Elements *run) { return sum_of(run, ratio); }
static void ratio_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, ratio_slope); }

static real divergence_sum(const Elements *run) { return sum_of(run, divergence); }
static void divergence_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, divergence_slope); }

static real logistic_sum(const Elements *run) { return sum_of(run, logistic); }
static void logistic_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, logistic_slope); }

static real magnitude_sum(const Elements *run) { return sum_of(run, magnitude); }
static void magnitude_gradient(const Elements *run, real *g, real norm) { gradient_of(run, g, norm, magnitude_slope); }

/* ---- as they are called -------------------------------------------------------------------------------------------------------- */

double FN(MSECriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, square_sum);
}

void FN(MSECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, square_gradient);
}

double FN(AbsCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, distance_sum);
}

void FN(AbsCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, distance_gradient);
}

double FN(SmoothL1Criterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, smooth_sum);
}

void FN(SmoothL1Criterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, smooth_gradient);
}

double FN(MarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    return total(&all, sizeAverage, hinge_sum);
}

void FN(MarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    gradient(&all, gradInput, sizeAverage, hinge_gradient);
}

double FN(MarginRankingCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    return total(&all, sizeAverage, hinge_sum);
}

void FN(MarginRankingCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    gradient(&all, gradInput, sizeAverage, closed_hinge_gradient);
}

double FN(SoftMarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, soft_margin_sum);
}

void FN(SoftMarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, soft_margin_gradient);
}

double FN(HingeEmbeddingCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    return total(&all, sizeAverage, embedding_sum);
}

void FN(HingeEmbeddingCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                 real margin)
{
    Elements all = {.x = input, .t = target, .n = n, .margin = margin};
    gradient(&all, gradInput, sizeAverage, embedding_gradient);
}

double FN(DistanceRatioCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, ratio_sum);
}

void FN(DistanceRatioCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, ratio_gradient);
}

double FN(DistKLDivCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    return total(&all, sizeAverage, divergence_sum);
}

void FN(DistKLDivCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage)
{
    Elements all = {.x = input, .t = target, .n = n};
    gradient(&all, gradInput, sizeAverage, divergence_gradient);
}

double FN(MultiLabelSoftMarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                      const real *weights, ptrdiff_t columns)
{
    Elements all = {.x = input, .t = target, .n = n, .weights = weights, .columns = columns};
    return total(&all, sizeAverage, logistic_sum);
}

void FN(MultiLabelSoftMarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n,
                                                       int sizeAverage, const real *weights, ptrdiff_t columns)
{
    Elements all = {.x = input, .t = target, .n = n, .weights = weights, .columns = columns};
    gradient(&all, gradInput, sizeAverage, logistic_gradient);
}

double FN(L1Cost_updateOutput)(const real *input, ptrdiff_t n)
{
    Elements all = {.x = input, .t = input, .n = n};
    return total(&all, 0, magnitude_sum);
}

void FN(L1Cost_updateGradInput)(real *gradInput, const real *input, ptrdiff_t n)
{
    Elements all = {.x = input, .t = input, .n = n};
    gradient(&all, gradInput, 0, magnitude_gradient);
}

/* Evenly spaced numbers, and histograms. */
#include "floating/construct.h"
#include "pointwise.h"
#include "vmath.h"

typedef struct Spacing {
    double a, b;
    long n;
} Spacing;

static void linspace_run(const Run *run)
{
    const Spacing *s = run->context;
    real *r = run->data[0];
    double step = s->n > 1 ? (s->b - s->a) / (s->n - 1) : 0;
    for (long i = 0; i < run->n; i++)
        r[i] = (real)(s->a + (run->first + i) * step);
}

static void logspace_run(const Run *run)
{
    const Spacing *s = run->context;
    real *r = run->data[0];
    double step = s->n > 1 ? (s->b - s->a) / (s->n - 1) : 0;
    for (long i = 0; i < run->n; i++)
        r[i] = (real)pow(10, s->a + (run->first + i) * step);
}

static void fill_spaced(RunFunction run, THTensor *r, double a, double b)
{
    Spacing s = {a, b, lampas_count(r)};
    Visit v = {.run = run, .context = &s, .operands = 1, .outputs = 1, .tensor = {r}, .cost = 1, .ordered = 1};
    lampas_visit(&v);
}

void FN(linspace)(THTensor *r, double a, double b) { fill_spaced(linspace_run, r, a, b); }
void FN(logspace)(THTensor *r, double a, double b) { fill_spaced(logspace_run, r, a, b); }

typedef struct Histogram {
    double *counts;
    long bins;
    double low, high;
} Histogram;

static void histogram_run(const Run *run)
{
    const Histogram *h = run->context;
    const real *x = run->data[0];
    for (long i = 0; i < run->n; i++) {
        if (!(x[i] >= h->low && x[i] <= h->high))
            continue;
        long bin = (long)((x[i] - h->low) / (h->high - h->low) * h->bins);
        h->counts[bin < h->bins ? bin : h->bins - 1]++;
    }
}

void FN(histogram)(double *counts, long bins, double low, double high, const THTensor *x)
{
    Histogram h = {counts, bins, low, high};
    Visit v = {.run = histogram_run, .context = &h, .operands = 1, .tensor = {x}, .cost = 1, .ordered = 1};
    lampas_visit(&v);
}

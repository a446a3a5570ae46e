/* Evenly spaced numbers, and histograms. */
#include "real.h"

/* r[i] = a + i (b - a) / (n - 1) in row-major order; logspace: 10 to that power. */
void FN(linspace)(THTensor *r, double a, double b);
void FN(logspace)(THTensor *r, double a, double b);

/* counts[i] = number of elements of x in the i-th of `bins` equal parts of low … high; `high` itself counts in the last. */
void FN(histogram)(double *counts, long bins, double low, double high, const THTensor *x);

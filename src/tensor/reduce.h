/* Sums, products and extrema. Along a dimension (from 0), r has x's sizes but 1 there; 0, or -1 when memory is short. */
#include "real.h"

accreal FN(sumAll)(const THTensor *x);
accreal FN(prodAll)(const THTensor *x);
real FN(maxAll)(const THTensor *x); /* NaN wins */
real FN(minAll)(const THTensor *x);

int FN(sum)(THTensor *r, const THTensor *x, int dim);
int FN(prod)(THTensor *r, const THTensor *x, int dim);

/* Sum of x[i] * y[i], paired in row-major order. */
int FN(dot)(const THTensor *x, const THTensor *y, accreal *result);

/* 1 when all of x's elements equal y's, in row-major order; 0 when not; -1 when memory is short. */
int FN(equal)(const THTensor *x, const THTensor *y);

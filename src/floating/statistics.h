/* Means, variances, norms and distances. Along a dimension (from 0), r has x's sizes but 1 there; 0, or -1 when memory is short. */
#include "real.h"

double FN(meanAll)(const THTensor *x);
int FN(mean)(THTensor *r, const THTensor *x, int dim);

/* Mean squared distance from the mean; the unbiased one divides by n - 1. std is its root. */
double FN(varAll)(const THTensor *x, int biased);
double FN(stdAll)(const THTensor *x, int biased);
int FN(var)(THTensor *r, const THTensor *x, int dim, int biased);
int FN(std)(THTensor *r, const THTensor *x, int dim, int biased);

/* (sum of |x|^p)^(1/p); p 0 counts the elements that are not 0. */
double FN(normAll)(const THTensor *x, double p);
int FN(norm)(THTensor *r, const THTensor *x, double p, int dim);

/* (sum of |x - y|^p)^(1/p) over pairs in row-major order. */
int FN(dist)(const THTensor *x, const THTensor *y, double p, double *result);

/* Slices of x along `dim` whose p-norm exceeds `most` are scaled down to it. */
int FN(renorm)(THTensor *r, const THTensor *x, double p, int dim, double most);

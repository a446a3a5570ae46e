/* Batch normalisation of one feature: a run of n elements in each of some samples, which begin `stride` elements apart. */
#include "real.h"

/* *sum = Σ (x - pivot) and *squares = Σ (x - pivot)². */
void FN(lampas_planes_sums)(real *sum, real *squares, const real *x, real pivot, ptrdiff_t samples, ptrdiff_t n, ptrdiff_t stride);

/* *sum = Σ g and *dot = Σ g (x - mean). */
void FN(lampas_planes_products)(real *sum, real *dot, const real *x, const real *g, real mean, ptrdiff_t samples, ptrdiff_t n,
                                ptrdiff_t stride);

/* y = (x - mean) · factor + shift; `stream`: around the caches. */
void FN(lampas_planes_normalise)(real *y, const real *x, real mean, real factor, real shift, ptrdiff_t samples, ptrdiff_t n,
                                 ptrdiff_t stride, int stream);

/* gx = g · factor - (x - mean) · slope - offset; where x is NULL, only g · factor. */
void FN(lampas_planes_gradient)(real *gx, const real *x, const real *g, real mean, real factor, real slope, real offset, ptrdiff_t samples,
                                ptrdiff_t n, ptrdiff_t stride, int stream);

/* Batch normalisation of features that lie side by side: `width` columns of `rows` rows, which begin `stride` elements apart. One value a
 * column of each statistic; those arrays have room for whole vectors: width rounded up to 64 bytes. */
#include "real.h"

/* sum[c] = Σ (x - pivot[c]) and squares[c] = Σ (x - pivot[c])². */
void FN(lampas_columns_sums)(real *sum, real *squares, const real *x, const real *pivot, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride);

/* sum[c] = Σ g and dot[c] = Σ g (x - mean[c]). */
void FN(lampas_columns_products)(real *sum, real *dot, const real *x, const real *g, const real *mean, ptrdiff_t rows, ptrdiff_t width,
                                 ptrdiff_t stride);

/* y = (x - mean[c]) · factor[c] + shift[c]. */
void FN(lampas_columns_normalise)(real *y, const real *x, const real *mean, const real *factor, const real *shift, ptrdiff_t rows,
                                  ptrdiff_t width, ptrdiff_t stride);

/* gx = g · factor[c] - (x - mean[c]) · slope[c] - offset[c]; where x is NULL, only g · factor[c]. */
void FN(lampas_columns_gradient)(real *gx, const real *x, const real *g, const real *mean, const real *factor, const real *slope,
                                 const real *offset, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride);

/* The loops of batch normalisation over features side by side: down the rows, a tile of up to TILE vectors of columns at a time, so that
 * sums and coefficients stay in registers. The rows' pieces are a stride apart and come from the second cache; there are enough
 * of them in flight to hide its latency. Columns that do not fill a tile go a vector at a time, the last one in part. */
#include "nn/BatchNormalization_columns.h"

#include "inline.h"
#include "simd.h"

enum { TILE = 4 };

/* Vector v of a row's tile; a tile of one vector has only its first `lanes` lanes. */
INLINE vec tile_load(const real *row, const int vectors, int v, ptrdiff_t lanes)
{
    return vectors == 1 && lanes < VL ? vec_load_partial(row, lanes) : vec_load(row + v * VL);
}

INLINE void tile_store(real *row, vec value, const int vectors, int v, ptrdiff_t lanes)
{
    if (vectors == 1 && lanes < VL)
        vec_store_partial(row, value, lanes);
    else
        vec_store(row + v * VL, value);
}

INLINE void tile_sums(const int vectors, ptrdiff_t lanes, real *sum, real *squares, const real *x, const real *pivot, ptrdiff_t rows,
                      ptrdiff_t stride)
{
    vec pivots[TILE], sums[TILE], squared[TILE];
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) {
        pivots[v] = vec_load(pivot + v * VL);
        sums[v] = squared[v] = vec_set(0);
    }
    for (ptrdiff_t r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
            vec d = tile_load(x + r * stride, vectors, v, lanes) - pivots[v];
            sums[v] += d;
            squared[v] += d * d;
        }
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) {
        vec_store(sum + v * VL, sums[v]);
        vec_store(squares + v * VL, squared[v]);
    }
}

INLINE void tile_products(const int vectors, ptrdiff_t lanes, real *sum, real *dot, const real *x, const real *g, const real *mean,
                          ptrdiff_t rows, ptrdiff_t stride)
{
    vec means[TILE], sums[TILE], dots[TILE];
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) {
        means[v] = vec_load(mean + v * VL);
        sums[v] = dots[v] = vec_set(0);
    }
    for (ptrdiff_t r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
            vec gradient = tile_load(g + r * stride, vectors, v, lanes);
            sums[v] += gradient;
            dots[v] += gradient * (tile_load(x + r * stride, vectors, v, lanes) - means[v]);
        }
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) {
        vec_store(sum + v * VL, sums[v]);
        vec_store(dot + v * VL, dots[v]);
    }
}

static ptrdiff_t lanes_at(ptrdiff_t c, ptrdiff_t width)
{
    return width - c < VL ? width - c : VL;
}

void FN(lampas_columns_sums)(real *sum, real *squares, const real *x, const real *pivot, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride)
{
    ptrdiff_t c = 0;
    for (; c + TILE * VL <= width; c += TILE * VL)
        tile_sums(TILE, VL, sum + c, squares + c, x + c, pivot + c, rows, stride);
    for (; c < width; c += VL)
        tile_sums(1, lanes_at(c, width), sum + c, squares + c, x + c, pivot + c, rows, stride);
}

void FN(lampas_columns_products)(real *sum, real *dot, const real *x, const real *g, const real *mean, ptrdiff_t rows, ptrdiff_t width,
                                 ptrdiff_t stride)
{
    ptrdiff_t c = 0;
    for (; c + TILE * VL <= width; c += TILE * VL)
        tile_products(TILE, VL, sum + c, dot + c, x + c, g + c, mean + c, rows, stride);
    for (; c < width; c += VL)
        tile_products(1, lanes_at(c, width), sum + c, dot + c, x + c, g + c, mean + c, rows, stride);
}

void FN(lampas_columns_normalise)(real *y, const real *x, const real *mean, const real *factor, const real *shift, ptrdiff_t rows,
                                  ptrdiff_t width, ptrdiff_t stride)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += stride, y += stride) {
#pragma omp simd
        for (ptrdiff_t c = 0; c < width; c++)
            y[c] = (x[c] - mean[c]) * factor[c] + shift[c];
    }
}

void FN(lampas_columns_gradient)(real *gx, const real *x, const real *g, const real *mean, const real *factor, const real *slope,
                                 const real *offset, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride)
{
    for (ptrdiff_t r = 0; r < rows; r++, gx += stride, g += stride) {
        if (x) {
            const real *row = x + r * stride;
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                gx[c] = g[c] * factor[c] - (row[c] - mean[c]) * slope[c] - offset[c];
        } else {
#pragma omp simd
            for (ptrdiff_t c = 0; c < width; c++)
                gx[c] = g[c] * factor[c];
        }
    }
}

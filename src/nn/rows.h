/* Rows of a matrix picked by numbers from 1, which the caller has checked. */
#include "real.h"

#ifndef LAMPAS_ROWS_H
#define LAMPAS_ROWS_H
typedef struct lampas_picks {
    ptrdiff_t n;
    const int64_t *index; /* rows of the matrix, from 1 */
    const int64_t *other; /* the row, from 0, that goes with each on the other side; NULL: 0, 1, 2 … */
    int64_t skip;         /* an index that is left out; 0: none */
} lampas_picks;
#endif

/* to[i][0 … width-1] = matrix[index[i]] for every i; rows of the matrix are `pitch` apart, those of `to` are contiguous. */
void FN(lampas_rows_copy)(real *to, const real *matrix, ptrdiff_t pitch, ptrdiff_t width, const lampas_picks *picks);

/* matrix[index[i]] += scale * factor[i] * from[other[i]], in the order of i; factor NULL: all 1. */
void FN(lampas_rows_add)(real *matrix, ptrdiff_t pitch, const real *from, ptrdiff_t width, const real *factor, real scale,
                         const lampas_picks *picks);

/* Rows and columns of a fold, made of its step: inlined into the functions that a Fold points to. */
#include "pointwise.h"
#include "tensor/fold.h"

#ifndef LAMPAS_FOLDING_H
#define LAMPAS_FOLDING_H

typedef accreal (*Step)(accreal sum, real x, accreal parameter);

/* Sixteen sums side by side hide the latency of an addition, at every vector width in the same order. */
INLINE void fold_row(accreal *sum, long n, const real *x, accreal parameter, accreal start, Step step, accreal (*combine)(accreal, accreal))
{
    enum { LANES = 16 };
    accreal lane[LANES], total = *sum;
    long i = 0;
    if (n >= LANES) {
        for (int k = 0; k < LANES; k++)
            lane[k] = start;
        for (; i + LANES <= n; i += LANES)
            for (int k = 0; k < LANES; k++)
                lane[k] = step(lane[k], x[i + k], parameter);
        for (int half = LANES / 2; half > 0; half /= 2)
            for (int k = 0; k < half; k++)
                lane[k] = combine(lane[k], lane[k + half]);
        total = combine(total, lane[0]);
    }
    for (; i < n; i++)
        total = step(total, x[i], parameter);
    *sum = total;
}

INLINE void fold_column(accreal *sum, long n, const real *x, const accreal *parameter, Step step)
{
#pragma omp simd
    for (long i = 0; i < n; i++)
        sum[i] = step(sum[i], x[i], parameter[i]);
}

#endif

/* Criteria that are sums over rows: MultiMarginCriterion, MultiLabelMarginCriterion, CosineEmbeddingCriterion. Arrays are contiguous.
 * With sizeAverage sums and gradients are divided by the number of rows. Functions that read classes return 0, or the number, from
 * 1, of the first row with a class out of range, and write nothing then. A loss that is not a number is the one NaN that Lua may hold. */
#include "real.h"

#ifndef LAMPAS_NN_ROWCRITERION_H
#define LAMPAS_NN_ROWCRITERION_H

typedef struct RowCriterion {
    ptrdiff_t rows, columns;
    double margin;
    int power; /* 1 or 2 */
    int sizeAverage;
} RowCriterion;

#endif

/* *loss = Σ_rows w[t] Σ_{i≠t} max(0, margin - x[t] + x[i])^power / columns.
 * input, gradInput: rows × columns; target: a class, from 1, for each row; weights: columns, or NULL for ones. */
ptrdiff_t FN(MultiMarginCriterion_updateOutput)(const RowCriterion *c, double *loss, const real *input, const int64_t *target,
                                                const real *weights);
ptrdiff_t FN(MultiMarginCriterion_updateGradInput)(const RowCriterion *c, real *gradInput, const real *input, const int64_t *target,
                                                   const real *weights);

/* *loss = Σ_rows Σ_t Σ_i max(0, 1 - x[t] + x[i]) / columns, t the classes in the row of target before its first 0, i the others.
 * input, gradInput, target, isTarget: rows × columns; isTarget is written: 1 at the classes in target, 0 elsewhere. */
ptrdiff_t FN(MultiLabelMarginCriterion_updateOutput)(const RowCriterion *c, double *loss, real *isTarget, const real *input,
                                                     const int64_t *target);
ptrdiff_t FN(MultiLabelMarginCriterion_updateGradInput)(const RowCriterion *c, real *gradInput, real *isTarget, const real *input,
                                                        const int64_t *target);

/* The sum over rows of 1 - cos where label = 1, max(0, cos - margin) elsewhere, cos that of the angle between a row of x and one of y;
 * 1e-12 is added to each square of a length. x, y, gradX, gradY: rows × columns; label: rows. */
double FN(CosineEmbeddingCriterion_updateOutput)(const RowCriterion *c, const real *x, const real *y, const real *label);
void FN(CosineEmbeddingCriterion_updateGradInput)(const RowCriterion *c, real *gradX, real *gradY, const real *x, const real *y,
                                                  const real *label);

/* Criteria that are sums over elements: input and target have n elements each, contiguous; sums and gradients are divided by n
 * when sizeAverage is set. gradInput may be input. A loss that is not a number is returned as the one NaN that Lua may hold. */
#include "real.h"

/* Σ (x - t)²; its gradient 2 (x - t). */
double FN(MSECriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(MSECriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ |x - t|; its gradient is 1 where x = t. */
double FN(AbsCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(AbsCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ of d² / 2 where |d| < 1, else |d| - 1/2; d = x - t. */
double FN(SmoothL1Criterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(SmoothL1Criterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ max(0, margin - t x). */
double FN(MarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin);
void FN(MarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                         real margin);

/* The same over differences x of two ranked scores; its gradient is -t where margin = t x, too. */
double FN(MarginRankingCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin);
void FN(MarginRankingCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                real margin);

/* Σ log(1 + e^(-t x)). */
double FN(SoftMarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(SoftMarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ of x where t = 1, max(0, margin - x) elsewhere; its gradient there is -1 where x = margin. */
double FN(HingeEmbeddingCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage, real margin);
void FN(HingeEmbeddingCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                 real margin);

/* Σ log(1 + e^(x - t)); the gradient by x, that by t is its opposite. */
double FN(DistanceRatioCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(DistanceRatioCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ t (log t - x) over t > 0. */
double FN(DistKLDivCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage);
void FN(DistKLDivCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n, int sizeAverage);

/* Σ w [log(1 + e^x) - t x]: the cross entropy of sigmoid x. weights: `columns` of them, which n is a multiple of, or NULL for ones. */
double FN(MultiLabelSoftMarginCriterion_updateOutput)(const real *input, const real *target, ptrdiff_t n, int sizeAverage,
                                                      const real *weights, ptrdiff_t columns);
void FN(MultiLabelSoftMarginCriterion_updateGradInput)(real *gradInput, const real *input, const real *target, ptrdiff_t n,
                                                       int sizeAverage, const real *weights, ptrdiff_t columns);

/* Σ |x|, never averaged; its gradient is 0 where x = 0. */
double FN(L1Cost_updateOutput)(const real *input, ptrdiff_t n);
void FN(L1Cost_updateGradInput)(real *gradInput, const real *input, ptrdiff_t n);

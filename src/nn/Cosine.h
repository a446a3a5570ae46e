/* nn.Cosine: output[b][o] = x[b] · weight[o] / (‖x[b]‖ ‖weight[o]‖), each norm increased by 1e-12.
 * x: batch × nInput; weight, gradWeight: nOutput × nInput; output, gradOutput: batch × nOutput; xNorm: batch; weightNorm: nOutput; all
 * contiguous. 0: done; -1: memory short. */
#include "real.h"

/* Sets output and the norms, which the other functions read. */
int FN(Cosine_updateOutput)(long batch, long nInput, long nOutput, const real *x, const real *weight, real *xNorm, real *weightNorm,
                            real *output);

/* slope[b][o] = gradOutput[b][o] / (xNorm[b] weightNorm[o]): what the others take instead of gradOutput */
void FN(Cosine_slope)(long batch, long nOutput, const real *gradOutput, const real *xNorm, const real *weightNorm, real *slope);

/* gradInput = slope * weight - x ∘ (sum over o of gradOutput ∘ output) / xNorm² */
int FN(Cosine_updateGradInput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *xNorm,
                               const real *gradOutput, const real *output, const real *slope, real *gradInput);

/* gradWeight += factor * (slope' * x - weight ∘ (sum over b of gradOutput ∘ output) / weightNorm²); gradWeight may be weight.
 * sums: nOutput, scratch */
int FN(Cosine_accGradParameters)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *weightNorm,
                                 const real *gradOutput, const real *output, const real *slope, real factor, real *sums, real *gradWeight);

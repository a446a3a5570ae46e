/* Batch normalisation: statistics of each feature over batch and inner. BatchNormalization has inner = 1,
 * SpatialBatchNormalization inner = height · width, VolumetricBatchNormalization time · height · width. */
#include "real.h"

/* y = (x - mean) · std⁻¹ · weight + bias over batch × features × inner, contiguous; output == input is allowed.
 *
 * train: mean and biased variance of the batch; save_mean[f] = mean, save_std[f] = 1 / √(variance + eps) are kept for the
 * backward pass, running_mean and running_var (with the unbiased variance; batch · inner must exceed 1 for it) move towards them
 * by momentum. Otherwise the running statistics serve and nothing but the output is written.
 * weight, bias: NULL for 1 and 0. running_mean, running_var: NULL allowed when training. */
void FN(BatchNormalization_updateOutput)(real *output, const real *input, const real *weight, const real *bias,
                                         real *running_mean, real *running_var, real *save_mean, real *save_std,
                                         ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double momentum, double eps);

/* gradInput, gradWeight += scale · Σ g (x - mean) std⁻¹ and gradBias += scale · Σ g, in one call; each is NULL where it is not wanted.
 * train: save_mean and save_std are those of the forward call, and the gradient flows through them too.
 * Otherwise mean and std come from running_mean and running_var. gradInput == gradOutput is allowed. */
void FN(BatchNormalization_backward)(real *gradInput, real *gradWeight, real *gradBias, const real *input, const real *gradOutput,
                                     const real *weight, const real *running_mean, const real *running_var,
                                     const real *save_mean, const real *save_std,
                                     ptrdiff_t batch, ptrdiff_t features, ptrdiff_t inner, int train, double scale, double eps);

/* nn.Linear: y = x W' + b. All matrices are contiguous and row-major. 0: done; -1: memory short. */
#include "real.h"

/* output[batch][outputSize] = input[batch][inputSize] * weight[outputSize][inputSize]' + bias[outputSize] (NULL: none) */
int FN(Linear_updateOutput)(long batch, long inputSize, long outputSize, const real *input, const real *weight, const real *bias,
                            real *output);

/* gradInput[batch][inputSize] = gradOutput[batch][outputSize] * weight */
int FN(Linear_updateGradInput)(long batch, long inputSize, long outputSize, const real *gradOutput, const real *weight, real *gradInput);

/* gradWeight += scale * gradOutput' * input;  gradBias (NULL: none) += scale * sum of gradOutput over the batch */
int FN(Linear_accGradParameters)(long batch, long inputSize, long outputSize, const real *input, const real *gradOutput, real *gradWeight,
                                 real *gradBias, real scale);

/* gradBias[outputSize] += scale * sum over the rows of gradOutput[batch][outputSize] */
void FN(lampas_column_sums)(long batch, long outputSize, const real *gradOutput, real *gradBias, real scale);

/* nn.LookupTable. weight, gradWeight: nIndex × nOutput, contiguous; index: n numbers in 1 … nIndex, which the caller has checked.
 * What returns int gives 0, or -1 when memory is short. */
#include "real.h"

/* output[i] = weight[index[i]];  output: n × nOutput */
void FN(LookupTable_updateOutput)(const int64_t *index, ptrdiff_t n, const real *weight, ptrdiff_t nOutput, real *output);

/* gradWeight[index[i]] += scale * gradOutput[i], but where index[i] is `padding`; with byFrequency divided by how often index[i] occurs */
int FN(LookupTable_accGradParameters)(const int64_t *index, ptrdiff_t n, const real *gradOutput, real *gradWeight, ptrdiff_t nIndex,
                                      ptrdiff_t nOutput, int64_t padding, int byFrequency, real scale);

/* Rows that the indices name and whose p-norm exceeds maxNorm are scaled down to it. */
int FN(LookupTable_renorm)(const int64_t *index, ptrdiff_t n, real *weight, ptrdiff_t nIndex, ptrdiff_t nOutput, double maxNorm, double p);

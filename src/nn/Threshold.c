/* Threshold and ReLU: y = x > threshold ? x : value, and its derivative g where x > threshold, else 0.
 *
 * Bound by memory: 2 streams forward, 3 backward, one compare and one select an element. The select must not become a
 * branch, which random signs would mispredict (Makefile: -fno-split-paths). Parallel over equal ranges of elements. */
#include "nn/Threshold.h"

enum { PARALLEL_ELEMENTS = 32768 }; /* below this a parallel region costs more than it saves */

void FN(Threshold_updateOutput)(real *output, const real *input, ptrdiff_t n, double threshold, double value)
{
    real t = threshold, v = value;
#pragma omp parallel for simd schedule(static) if (parallel: n > PARALLEL_ELEMENTS)
    for (ptrdiff_t i = 0; i < n; i++)
        output[i] = input[i] > t ? input[i] : v;
}

void FN(Threshold_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double threshold)
{
    real t = threshold;
#pragma omp parallel for simd schedule(static) if (parallel: n > PARALLEL_ELEMENTS)
    for (ptrdiff_t i = 0; i < n; i++)
        gradInput[i] = input[i] > t ? gradOutput[i] : 0;
}

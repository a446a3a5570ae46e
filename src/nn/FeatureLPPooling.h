/* The p-norm of neighbouring features. */
#include "real.h"

#ifndef LAMPAS_FEATURELPPOOLING_H
#define LAMPAS_FEATURELPPOOLING_H
typedef struct FeatureLPPooling_shape {
    ptrdiff_t samples, inputs, outputs, inner; /* input: samples × inputs × inner, output: samples × outputs × inner, contiguous */
    ptrdiff_t width, stride;                   /* output o has the features from o · stride, width of them */
    double power;
} FeatureLPPooling_shape;
#endif

/* output = (Σ x^power)^(1 / power). Returns 0, or -1 when memory is short. */
int FN(FeatureLPPooling_updateOutput)(real *output, const real *input, const FeatureLPPooling_shape *shape);

/* gradInput = x^(power - 1) Σ g y^(1 - power) over the outputs that have the feature; an output of 0 sends nothing back.
 * Returns 0, or -1 when memory is short. */
int FN(FeatureLPPooling_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *output,
                                         const FeatureLPPooling_shape *shape);

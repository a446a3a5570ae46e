/* The largest and smallest element along a dimension, with where it lies: values and indices (a long tensor, from 1) have x's
 * sizes but 1 at `dim` (from 0). NaN wins; of equal elements the first. */
#include "real.h"

void FN(max)(THTensor *values, THTensor *indices, const THTensor *x, int dim);
void FN(min)(THTensor *values, THTensor *indices, const THTensor *x, int dim);

/* Running sums and products along a dimension (from 0); r has x's sizes and may be x. */
#include "real.h"

void FN(cumsum)(THTensor *r, const THTensor *x, int dim);
void FN(cumprod)(THTensor *r, const THTensor *x, int dim);

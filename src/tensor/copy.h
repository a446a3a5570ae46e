/* Copies between any two element types, and filling. */
#include "real.h"

/* r takes x's elements in row-major order; x has any type, half included, and as many elements. Floating numbers become
 * integers by truncation, wrapping around where they do not fit. 0, or -1 when memory is short. */
int FN(copy)(THTensor *r, const THTensor *x);

/* A half tensor r takes x's elements. */
int FN(copyToHalf)(THTensor *r, const THTensor *x);

void FN(fill)(THTensor *r, real value);

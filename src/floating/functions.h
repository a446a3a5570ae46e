/* Functions of one floating number, element by element, and a few of two; conventions as in tensor/arithmetic.h. */
#include "real.h"

int FN(log)(THTensor *r, const THTensor *x);
int FN(log1p)(THTensor *r, const THTensor *x);
int FN(exp)(THTensor *r, const THTensor *x);
int FN(cos)(THTensor *r, const THTensor *x);
int FN(acos)(THTensor *r, const THTensor *x);
int FN(cosh)(THTensor *r, const THTensor *x);
int FN(sin)(THTensor *r, const THTensor *x);
int FN(asin)(THTensor *r, const THTensor *x);
int FN(sinh)(THTensor *r, const THTensor *x);
int FN(tan)(THTensor *r, const THTensor *x);
int FN(atan)(THTensor *r, const THTensor *x);
int FN(tanh)(THTensor *r, const THTensor *x);
int FN(sqrt)(THTensor *r, const THTensor *x);
int FN(rsqrt)(THTensor *r, const THTensor *x);   /* 1 / sqrt(x) */
int FN(round)(THTensor *r, const THTensor *x);   /* half away from zero */
int FN(ceil)(THTensor *r, const THTensor *x);
int FN(floor)(THTensor *r, const THTensor *x);
int FN(trunc)(THTensor *r, const THTensor *x);
int FN(frac)(THTensor *r, const THTensor *x);    /* x - trunc(x) */
int FN(sigmoid)(THTensor *r, const THTensor *x); /* 1 / (1 + exp(-x)) */
int FN(neg)(THTensor *r, const THTensor *x);
int FN(cinv)(THTensor *r, const THTensor *x);    /* 1 / x */

int FN(atan2)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(lerp)(THTensor *r, const THTensor *x, const THTensor *y, real weight); /* x + weight * (y - x) */
int FN(square)(THTensor *r, const THTensor *x);
int FN(cube)(THTensor *r, const THTensor *x);

/* Arithmetic, element by element. r is resized by the caller; r, x and y may be the same tensor, and shapes may differ when the counts agree.
 * Where a function has both y and v, y NULL stands for the number v. Integers wrap around; x / 0 is 0 in them.
 * All return 0, or -1 when memory is short. */
#include "real.h"

int FN(add)(THTensor *r, const THTensor *x, const THTensor *y, real v);               /* x + y */
int FN(addScaled)(THTensor *r, const THTensor *x, real v, const THTensor *y);         /* x + v * y */
int FN(mul)(THTensor *r, const THTensor *x, const THTensor *y, real v);               /* x * y */
int FN(div)(THTensor *r, const THTensor *x, const THTensor *y, real v);               /* x / y; integers truncate */
int FN(fmod)(THTensor *r, const THTensor *x, const THTensor *y, real v);              /* the sign of x */
int FN(remainder)(THTensor *r, const THTensor *x, const THTensor *y, real v);         /* the sign of y */
int FN(cmax)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(cmin)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(addcmul)(THTensor *r, const THTensor *t, real v, const THTensor *x, const THTensor *y); /* t + v * x * y */
int FN(addcdiv)(THTensor *r, const THTensor *t, real v, const THTensor *x, const THTensor *y); /* t + v * x / y */
int FN(clamp)(THTensor *r, const THTensor *x, real low, real high);
int FN(sign)(THTensor *r, const THTensor *x);
int FN(abs)(THTensor *r, const THTensor *x);

/* Shifts, bit operations and powers of numbers of any type, element by element; conventions as in arithmetic.h. */
#include "real.h"

/* x * 2^y and x / 2^y in floating types; in integers, bits shifted out of the word are lost, and the right shift brings in zeros. */
int FN(lshift)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(rshift)(THTensor *r, const THTensor *x, const THTensor *y, real v);

#if !REAL_IS_FLOATING
int FN(bitand)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(bitor)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(bitxor)(THTensor *r, const THTensor *x, const THTensor *y, real v);
#endif

/* x to the power y, v for y NULL; v to the power y for x NULL. Integers go by way of double. */
int FN(pow)(THTensor *r, const THTensor *x, const THTensor *y, real v);

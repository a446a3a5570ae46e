/* Comparison, element by element: r, a byte tensor or one of x's type, takes 1 where it holds and 0 where not. y NULL
 * stands for the number v. All return 0, or -1 when memory is short. */
#include "real.h"

int FN(lt)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(le)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(gt)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(ge)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(eq)(THTensor *r, const THTensor *x, const THTensor *y, real v);
int FN(ne)(THTensor *r, const THTensor *x, const THTensor *y, real v);

/* Products of matrices and vectors: OpenBLAS for float and double, plain loops for integers. Any strides; operands are copied only
 * where neither of their strides is 1, or where the result lies on them. beta 0 does not look at what r held.
 * All return 0, or -1 when memory is short. */
#include "real.h"

int FN(addmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b); /* r (m x n) = beta r + alpha a (m x k) b (k x n) */
int FN(addmv)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *x); /* r (m) = beta r + alpha a (m x n) x (n) */
int FN(addr)(THTensor *r, real beta, real alpha, const THTensor *x, const THTensor *y);  /* r (m x n) = beta r + alpha x (m) y (n)' */
int FN(baddbmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b); /* each r[i] = beta r[i] + alpha a[i] b[i] */
int FN(addbmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b);  /* r = beta r + alpha sum of a[i] b[i] */

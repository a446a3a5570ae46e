/* Filling with progressions, and triangles of matrices. */
#include "real.h"

/* r[i] = start + i * step in row-major order, i from 0. */
void FN(range)(THTensor *r, accreal start, accreal step);

/* r = x (a matrix) with 0 above, or below, diagonal k; r may be x. */
void FN(tril)(THTensor *r, const THTensor *x, long k);
void FN(triu)(THTensor *r, const THTensor *x, long k);

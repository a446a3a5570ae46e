/* Sorting and order statistics along a dimension (from 0). Each writes values and their indices (a long tensor, positions from 1); NaN counts
 * as larger than any number. Elements that are equal keep their order. All return 0, or -1 when memory is short. */
#include "real.h"

int FN(sort)(THTensor *values, THTensor *indices, const THTensor *x, int dim, int descending);

/* The k smallest or largest, k being the results' size along dim: in order when `sorted`, else as they lie in x. */
int FN(topk)(THTensor *values, THTensor *indices, const THTensor *x, int dim, int largest, int sorted);

/* The k-th smallest, k from 0, and the first place where it stands; results have size 1 along dim. */
int FN(kthvalue)(THTensor *values, THTensor *indices, const THTensor *x, int dim, long k);

/* The most frequent value, of several the smallest, and the last place where it stands; results have size 1 along dim. */
int FN(mode)(THTensor *values, THTensor *indices, const THTensor *x, int dim);

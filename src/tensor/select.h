/* Selecting elements and slices by index tensors and masks. Indices are long tensors of positions from 1, which the caller has
 * checked (lampas_indices_within); `dim` counts from 0. Masks are byte tensors of 0 and 1 with as many elements as x. */
#include "real.h"

/* Slices of x: r[.., i, ..] = x[.., index[i], ..]; index is a contiguous vector, r has its length along dim. */
void FN(index)(THTensor *r, const THTensor *x, int dim, const THTensor *index);
/* r[.., index[i], ..] = x[.., i, ..], or += x[.., i, ..]; later ones after earlier ones. */
void FN(indexCopy)(THTensor *r, int dim, const THTensor *index, const THTensor *x);
void FN(indexAdd)(THTensor *r, int dim, const THTensor *index, const THTensor *x);
void FN(indexFill)(THTensor *r, int dim, const THTensor *index, real value);

/* r[.., k, ..] = x[.., index[.., k, ..], ..]; r has the sizes of index, x those but for dim. */
void FN(gather)(THTensor *r, const THTensor *x, int dim, const THTensor *index);
/* r[.., index[.., k, ..], ..] = x[.., k, ..], or = value; x has the sizes of index, r those but for dim. */
void FN(scatter)(THTensor *r, int dim, const THTensor *index, const THTensor *x);
void FN(scatterFill)(THTensor *r, int dim, const THTensor *index, real value);

/* Where the mask is 1: r[i] = value; r[i] = the next element of x, a contiguous tensor of at least so many; next element of r = x[i],
 * r a contiguous vector of exactly so many. 0, or -1 when memory is short. */
int FN(maskedFill)(THTensor *r, const THTensor *mask, real value);
int FN(maskedCopy)(THTensor *r, const THTensor *mask, const THTensor *x);
int FN(maskedSelect)(THTensor *r, const THTensor *x, const THTensor *mask);

/* Elements of x that are not 0, and their coordinates from 1: r is a contiguous long tensor of so many rows of nDimension entries. */
int64_t FN(countNonzero)(const THTensor *x);
void FN(nonzero)(THTensor *r, const THTensor *x);

/* Tensors of positions. */
#include "types.h"

/* 1 when every element of a long tensor lies in 1 … limit. */
int lampas_indices_within(const THTensor *indices, long limit);

/* The different ones among index[0 … n-1], each from 1 up, in the order in which they first occur; rank[i], unless rank is NULL, is where
 * in `distinct` index[i] stands, from 1. `position` is scratch with an entry for each possible index; it need not be set. Returns how many
 * different ones there are. */
long lampas_indices_distinct(int64_t *distinct, int64_t *rank, const int64_t *index, long n, int64_t *position);

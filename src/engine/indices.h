/* Tensors of positions. */
#include "types.h"

/* 1 when every element of a long tensor lies in 1 … limit. */
int lampas_indices_within(const THTensor *indices, long limit);

/* The different ones among index[0 … n-1], each 1 … limit, in the order in which they first occur. `position` is scratch of `limit`
 * entries that need not be set. Returns how many they are. */
long lampas_indices_distinct(int64_t *distinct, const int64_t *index, long n, int64_t *position);

/* Tensors of positions. */
#include "types.h"

/* 1 when every element of a long tensor lies in 1 … limit. */
int lampas_indices_within(const THTensor *indices, long limit);

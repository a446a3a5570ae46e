/* Moving rectangles of elements between strided places. */
#include "types.h"

/* Elements dst[i * d0 + j * d1] = src[i * s0 + j * s1] for i < n0, j < n1; elements of `bytes` (1, 2, 4, 8). s0 0 repeats one value. */
void lampas_move(void *dst, long d0, long d1, const void *src, long s0, long s1, long n0, long n1, int bytes);

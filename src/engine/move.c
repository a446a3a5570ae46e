/* Moving rectangles of elements between strided places: copies, tiles packed and unpacked, rows filled with one value. */
#include "engine/move.h"

#include <string.h>

static inline __attribute__((always_inline)) void move_general(char *dst, long d0, long d1, const char *src, long s0, long s1, long n0, long n1, const int bytes)
{
    for (long j = 0; j < n1; j++)
        for (long i = 0; i < n0; i++)
            __builtin_memcpy(dst + (i * d0 + j * d1) * bytes, src + (i * s0 + j * s1) * bytes, bytes);
}

static inline __attribute__((always_inline)) void move_elements(char *dst, long d0, long d1, const char *src, long s0, long s1, long n0, long n1, const int bytes)
{
    if (d0 == 1 && s0 == 0) { /* one value for each row; the compiler makes vector stores of it */
        for (long j = 0; j < n1; j++) {
            char *row = dst + j * d1 * bytes;
            for (long i = 0; i < n0; i++)
                __builtin_memcpy(row + i * bytes, src + j * s1 * bytes, bytes);
        }
    } else if (s1 == 1 && s0 != 1) { /* read along the source's rows: its lines may compete for one cache set, the tile's do not */
        move_general(dst, d1, d0, src, 1, s0, n1, n0, bytes);
    } else {
        move_general(dst, d0, d1, src, s0, s1, n0, n1, bytes);
    }
}

static void fill_row(char *dst, const char *value, long n, int bytes)
{
    switch (bytes) {
    case 1: memset(dst, *value, (size_t)n); break;
    case 2: move_elements(dst, 1, 0, value, 0, 0, n, 1, 2); break;
    case 4: {
        int32_t v, *row = (int32_t *)dst;
        memcpy(&v, value, 4);
        for (long i = 0; i < n; i++)
            row[i] = v;
        break;
    }
    default: {
        int64_t v, *row = (int64_t *)dst;
        memcpy(&v, value, 8);
        for (long i = 0; i < n; i++)
            row[i] = v;
    }
    }
}

void lampas_move(void *dst, long d0, long d1, const void *src, long s0, long s1, long n0, long n1, int bytes)
{
    char *to = dst;
    const char *from = src;
    if (d0 == 1 && (s0 == 1 || s0 == 0) && n0 >= 8) {
        for (long j = 0; j < n1; j++, to += d1 * bytes, from += s1 * bytes)
            if (s0 == 1)
                memcpy(to, from, (size_t)(n0 * bytes));
            else
                fill_row(to, from, n0, bytes);
        return;
    }
    switch (bytes) {
    case 1: move_elements(to, d0, d1, from, s0, s1, n0, n1, 1); break;
    case 2: move_elements(to, d0, d1, from, s0, s1, n0, n1, 2); break;
    case 4: move_elements(to, d0, d1, from, s0, s1, n0, n1, 4); break;
    default: move_elements(to, d0, d1, from, s0, s1, n0, n1, 8);
    }
}


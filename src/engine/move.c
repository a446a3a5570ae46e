/* Moving rectangles of elements between strided places: copies, tiles packed and unpacked, rows filled with one value. */
#include "engine/move.h"

#include <string.h>

/* ---- squares of four by four elements: rows become columns ---- */

typedef int32_t Four32 __attribute__((vector_size(16)));
typedef int64_t Four64 __attribute__((vector_size(32)));

static inline void turn_32(char *dst, long d1, const char *src, long s0)
{
    Four32 a, b, c, d;
    memcpy(&a, src, sizeof a);
    memcpy(&b, src + s0, sizeof b);
    memcpy(&c, src + 2 * s0, sizeof c);
    memcpy(&d, src + 3 * s0, sizeof d);
    Four32 ab_low = __builtin_shuffle(a, b, (Four32){0, 4, 1, 5}), ab_high = __builtin_shuffle(a, b, (Four32){2, 6, 3, 7});
    Four32 cd_low = __builtin_shuffle(c, d, (Four32){0, 4, 1, 5}), cd_high = __builtin_shuffle(c, d, (Four32){2, 6, 3, 7});
    a = __builtin_shuffle(ab_low, cd_low, (Four32){0, 1, 4, 5});
    b = __builtin_shuffle(ab_low, cd_low, (Four32){2, 3, 6, 7});
    c = __builtin_shuffle(ab_high, cd_high, (Four32){0, 1, 4, 5});
    d = __builtin_shuffle(ab_high, cd_high, (Four32){2, 3, 6, 7});
    memcpy(dst, &a, sizeof a);
    memcpy(dst + d1, &b, sizeof b);
    memcpy(dst + 2 * d1, &c, sizeof c);
    memcpy(dst + 3 * d1, &d, sizeof d);
}

static inline void turn_64(char *dst, long d1, const char *src, long s0)
{
    Four64 a, b, c, d;
    memcpy(&a, src, sizeof a);
    memcpy(&b, src + s0, sizeof b);
    memcpy(&c, src + 2 * s0, sizeof c);
    memcpy(&d, src + 3 * s0, sizeof d);
    Four64 ab_even = __builtin_shuffle(a, b, (Four64){0, 4, 2, 6}), ab_odd = __builtin_shuffle(a, b, (Four64){1, 5, 3, 7});
    Four64 cd_even = __builtin_shuffle(c, d, (Four64){0, 4, 2, 6}), cd_odd = __builtin_shuffle(c, d, (Four64){1, 5, 3, 7});
    a = __builtin_shuffle(ab_even, cd_even, (Four64){0, 1, 4, 5});
    b = __builtin_shuffle(ab_odd, cd_odd, (Four64){0, 1, 4, 5});
    c = __builtin_shuffle(ab_even, cd_even, (Four64){2, 3, 6, 7});
    d = __builtin_shuffle(ab_odd, cd_odd, (Four64){2, 3, 6, 7});
    memcpy(dst, &a, sizeof a);
    memcpy(dst + d1, &b, sizeof b);
    memcpy(dst + 2 * d1, &c, sizeof c);
    memcpy(dst + 3 * d1, &d, sizeof d);
}

/* ---- element by element ---- */

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

static void move_any(char *dst, long d0, long d1, const char *src, long s0, long s1, long n0, long n1, int bytes)
{
    switch (bytes) {
    case 1: move_elements(dst, d0, d1, src, s0, s1, n0, n1, 1); break;
    case 2: move_elements(dst, d0, d1, src, s0, s1, n0, n1, 2); break;
    case 4: move_elements(dst, d0, d1, src, s0, s1, n0, n1, 4); break;
    default: move_elements(dst, d0, d1, src, s0, s1, n0, n1, 8);
    }
}

/* dst[i + j * d1] = src[i * s0 + j] for elements of 4 or 8 bytes: in squares, then the edges. */
static void transpose(char *dst, long d1, const char *src, long s0, long n0, long n1, int bytes)
{
    long whole0 = n0 & ~3L, whole1 = n1 & ~3L;
    for (long i = 0; i < whole0; i += 4)
        for (long j = 0; j < whole1; j += 4)
            if (bytes == 4)
                turn_32(dst + (i + j * d1) * 4, d1 * 4, src + (i * s0 + j) * 4, s0 * 4);
            else
                turn_64(dst + (i + j * d1) * 8, d1 * 8, src + (i * s0 + j) * 8, s0 * 8);
    move_any(dst + whole0 * bytes, 1, d1, src + whole0 * s0 * bytes, s0, 1, n0 - whole0, n1, bytes);
    move_any(dst + whole1 * d1 * bytes, 1, d1, src + whole1 * bytes, s0, 1, whole0, n1 - whole1, bytes);
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
    if (d0 == 1 && s1 == 1 && bytes >= 4 && n0 >= 4 && n1 >= 4)
        transpose(to, d1, from, s0, n0, n1, bytes);
    else
        move_any(to, d0, d1, from, s0, s1, n0, n1, bytes);
}


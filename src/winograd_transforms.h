/* Winograd's minimal filtering F(m, r), m + r = 7: the transforms in one dimension, on vectors
 *
 *   m outputs of a filter of r elements, y[i] = sum over j < r of g[j] * d[i + j], are made of six products instead of m * r:
 *   y = A' ((G g) * (B' d)). Two polynomials are evaluated at six points, multiplied there, and the product's coefficients
 *   interpolated (here in the transposed form). In two dimensions rows are transformed first and columns then: 36 products for
 *   16 outputs of a 3 x 3 filter, where 144 are needed directly, or for 4 of a 5 x 5 one, where it is 100. A filter's gradient has
 *   the same form, F(r, m): r sums, each of m products.
 *
 * The points are 0, a, -a, b, -b and infinity with a = 5/8 and b = 3/2. All constants that they give to B' are exact in float. With the
 * usual points 1 and 2 rounding is three to five times as bad: the powers of a point magnify it, and so do differences of points
 * near each other, by which G divides.
 *
 *   B' (of d)                          G (of g)                        A' (to y)
 *   a2b2   0    -s    0    1   0       n    0     0    ...             1   1   1    1   1   0
 *   0    -ab2  -b2    a    1   0       p    pa    pa2  ...             0   a  -a    b  -b   0
 *   0     ab2  -b2   -a    1   0       p   -pa    pa2  ...             0   a2  a2   b2  b2  0
 *   0    -ba2  -a2    b    1   0       q    qb    qb2  ...             ...                      the last row: ... 1
 *   0     ba2  -a2   -b    1   0       q   -qb    qb2  ...
 *   0    a2b2   0    -s    0   1       0    ...        1
 *
 *   s = a2 + b2, n = 1 / a2b2, p = 1 / 2a2(a2 - b2), q = 1 / 2b2(b2 - a2)
 *
 * Include after "tile_size.h" or "simd.h". */
#ifndef LAMPAS_WINOGRAD_TRANSFORMS_H
#define LAMPAS_WINOGRAD_TRANSFORMS_H

#include "inline.h"

enum {
    POINTS = 6,
    PLANES = POINTS * POINTS, /* products of a tile */
};

/* m, the outputs of a tile in each direction, which is also the distance of tiles, for filters of r elements; and r for m. */
#define OTHER(size) (POINTS + 1 - (size))

#define POINT_A ((real)0.625)
#define POINT_B ((real)1.5)
#define A2 (POINT_A * POINT_A)
#define B2 (POINT_B * POINT_B)

/* t = B' d: of six elements of a signal. */
INLINE void winograd_signal(const vec d[POINTS], vec t[POINTS])
{
    const vec a = vec_set(POINT_A), b = vec_set(POINT_B), a2 = vec_set(A2), b2 = vec_set(B2), a2b2 = vec_set(A2 * B2), s = vec_set(A2 + B2);
    const vec evenA = d[4] - b2 * d[2], oddA = d[3] - b2 * d[1], evenB = d[4] - a2 * d[2], oddB = d[3] - a2 * d[1];
    t[0] = d[4] - s * d[2] + a2b2 * d[0];
    t[1] = evenA + a * oddA;
    t[2] = evenA - a * oddA;
    t[3] = evenB + b * oddB;
    t[4] = evenB - b * oddB;
    t[5] = d[5] - s * d[3] + a2b2 * d[1];
}

/* B'. */
static const real winograd_signal_rows[POINTS][POINTS] = {
    {A2 * B2, 0, -(A2 + B2), 0, 1, 0},
    {0, -POINT_A * B2, -B2, POINT_A, 1, 0},
    {0, POINT_A * B2, -B2, -POINT_A, 1, 0},
    {0, -POINT_B * A2, -A2, POINT_B, 1, 0},
    {0, POINT_B * A2, -A2, -POINT_B, 1, 0},
    {0, A2 * B2, 0, -(A2 + B2), 0, 1},
};

/* Row i of G, without the factors n, p and q. */
INLINE void winograd_values_row(const int COUNT, int i, real factor[POINTS])
{
    const real point = (i < 3 ? POINT_A : POINT_B) * (i & 1 ? 1 : -1);
    real power = 1;
    for (int k = 0; k < COUNT; k++, power *= point)
        factor[k] = i == 0 ? k == 0 : i == POINTS - 1 ? k == COUNT - 1 : power;
}

/* t = G g of `COUNT` elements (at most 5), without the factors n, p and q: values of a polynomial. */
INLINE void winograd_values(const int COUNT, const vec *g, vec t[POINTS])
{
    const vec a2 = vec_set(A2), b2 = vec_set(B2), a = vec_set(POINT_A), b = vec_set(POINT_B);
    /* cppcheck-suppress uninitvar; callers fill as many as the extent says */
    vec evenA = g[0], evenB = g[0], oddA = g[1], oddB = g[1];
    if (COUNT > 2) {
        const vec rest = COUNT > 4 ? g[4] : (vec){0};
        evenA += a2 * (COUNT > 4 ? g[2] + a2 * rest : g[2]);
        evenB += b2 * (COUNT > 4 ? g[2] + b2 * rest : g[2]);
    }
    if (COUNT > 3) {
        oddA += a2 * g[3];
        oddB += b2 * g[3];
    }
    t[0] = g[0];
    t[1] = evenA + a * oddA;
    t[2] = evenA - a * oddA;
    t[3] = evenB + b * oddB;
    t[4] = evenB - b * oddB;
    t[5] = g[COUNT - 1];
}

/* Those factors. */
INLINE void winograd_divide(vec t[POINTS])
{
    const vec n = vec_set(1 / (A2 * B2)), p = vec_set(1 / (2 * A2 * (A2 - B2))), q = vec_set(1 / (2 * B2 * (B2 - A2)));
    t[0] *= n;
    t[1] *= p;
    t[2] *= p;
    t[3] *= q;
    t[4] *= q;
}

/* y = A' m: COUNT sums. */
INLINE void winograd_sums(const int COUNT, const vec m[POINTS], vec *y)
{
    const vec sumA = m[1] + m[2], differenceA = m[1] - m[2], sumB = m[3] + m[4], differenceB = m[3] - m[4];
    real a = 1, b = 1; /* powers of the points */
    y[0] = m[0] + sumA + sumB;
#pragma GCC unroll 8
    for (int k = 1; k < COUNT; k++) {
        a *= POINT_A;
        b *= POINT_B;
        y[k] = vec_set(a) * (k & 1 ? differenceA : sumA) + vec_set(b) * (k & 1 ? differenceB : sumB);
    }
    y[COUNT - 1] += m[5];
}

/* ---- every second or fourth element in a vector ---- */

/* Four vectors as a matrix of four rows, each four lanes of them transposed by themselves. */
#define LOW_TWO(j, s) (((j) & ~3) + ((j) & 3) / 2 + ((j) & 1 ? VL : 0))
#define HIGH_TWO(j, s) (LOW_TWO(j, s) + 2)
#define LOW_PAIR(j, s) ((j) & 2 ? VL + (j) - 2 : (j))
#define HIGH_PAIR(j, s) ((j) & 2 ? VL + (j) : (j) + 2)

#if VL >= 4
INLINE void transpose_fours(vec r[4])
{
    const ivec low = LANES(LOW_TWO, 0), high = LANES(HIGH_TWO, 0), low_pair = LANES(LOW_PAIR, 0), high_pair = LANES(HIGH_PAIR, 0);
    const vec low01 = __builtin_shuffle(r[0], r[1], low), high01 = __builtin_shuffle(r[0], r[1], high);
    const vec low23 = __builtin_shuffle(r[2], r[3], low), high23 = __builtin_shuffle(r[2], r[3], high);
    r[0] = __builtin_shuffle(low01, low23, low_pair);
    r[1] = __builtin_shuffle(low01, low23, high_pair);
    r[2] = __builtin_shuffle(high01, high23, low_pair);
    r[3] = __builtin_shuffle(high01, high23, high_pair);
}
#endif

/* r0 and r1, r2 and r3 exchange lanes of which one has, of the other has not the bit s in its number. */
INLINE void exchange_pairs(vec *r0, vec *r1, vec *r2, vec *r3, const ivec low, const ivec high)
{
    vec_exchange(r0, r1, low, high);
    vec_exchange(r2, r3, low, high);
}

/* Four vectors, which hold p[0], p[1] ..., to {p[0], p[4], p[8] ...}, {p[1], p[5] ...}, {p[2] ...}, {p[3] ...}. */
INLINE void split_by_four(vec v[4])
{
#if VL == 2
    exchange_pairs(v, v + 2, v + 1, v + 3, (ivec)LANES(FROM_LOW, 1), (ivec)LANES(FROM_HIGH, 1));
    const vec swapped = v[1];
    v[1] = v[2], v[2] = swapped;
#else
#if VL == 8
    exchange_pairs(v, v + 2, v + 1, v + 3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    const vec swapped = v[1];
    v[1] = v[2], v[2] = swapped;
#elif VL == 16
    exchange_pairs(v, v + 1, v + 2, v + 3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    exchange_pairs(v, v + 2, v + 1, v + 3, (ivec)LANES(FROM_LOW, 8), (ivec)LANES(FROM_HIGH, 8));
#endif
    transpose_fours(v);
#endif
}

/* The way back. */
INLINE void store_by_four(const vec part[4], real *p)
{
    vec r[4] = {part[0], part[1], part[2], part[3]};
#if VL == 2
    exchange_pairs(r, r + 1, r + 2, r + 3, (ivec)LANES(FROM_LOW, 1), (ivec)LANES(FROM_HIGH, 1));
    vec_store(p, r[0]);
    vec_store(p + VL, r[2]);
    vec_store(p + 2 * VL, r[1]);
    vec_store(p + 3 * VL, r[3]);
#else
    transpose_fours(r);
#if VL == 8
    exchange_pairs(r, r + 1, r + 2, r + 3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    vec_store(p, r[0]);
    vec_store(p + VL, r[2]);
    vec_store(p + 2 * VL, r[1]);
    vec_store(p + 3 * VL, r[3]);
#else
#if VL == 16
    exchange_pairs(r, r + 1, r + 2, r + 3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    exchange_pairs(r, r + 2, r + 1, r + 3, (ivec)LANES(FROM_LOW, 8), (ivec)LANES(FROM_HIGH, 8));
#endif
    for (int i = 0; i < 4; i++)
        vec_store(p + i * VL, r[i]);
#endif
#endif
}

#define EVEN_LANE(j, s) (2 * (j))
#define ODD_LANE(j, s) (2 * (j) + 1)
#define FROM_FIRST_HALF(j, s) (((j) & 1 ? VL : 0) + (j) / 2)
#define FROM_SECOND_HALF(j, s) (FROM_FIRST_HALF(j, s) + VL / 2)

/* v[i] = {p[i], p[i + STEP], p[i + 2 * STEP] ...}, i < STEP, STEP 2 or 4, where v held p[0], p[1] ... */
INLINE void split_by(const int STEP, vec *v)
{
    if (STEP == 4) {
        split_by_four(v);
    } else {
        const vec v0 = v[0], v1 = v[1];
        v[0] = __builtin_shuffle(v0, v1, (ivec)LANES(EVEN_LANE, 0));
        v[1] = __builtin_shuffle(v0, v1, (ivec)LANES(ODD_LANE, 0));
    }
}

INLINE void store_by(const int STEP, const vec *part, real *p)
{
    if (STEP == 4) {
        store_by_four(part, p);
    } else {
        vec_store(p, __builtin_shuffle(part[0], part[1], (ivec)LANES(FROM_FIRST_HALF, 0)));
        vec_store(p + VL, __builtin_shuffle(part[0], part[1], (ivec)LANES(FROM_SECOND_HALF, 0)));
    }
}

#endif

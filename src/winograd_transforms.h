/* Winograd's minimal filtering F(4, 3): the transforms in one dimension, on vectors
 *
 *   Four outputs of a filter of three elements, y[i] = sum over j < 3 of g[j] * d[i + j], are made of six products instead of
 *   twelve:  y = A' ((G g) * (B' d)).  It is the product of two polynomials, evaluated at six points, multiplied there and
 *   interpolated. In two dimensions rows are transformed first and columns then: 36 products for 16 outputs, where 144 are
 *   needed directly. The transpose of the same algorithm gives a filter's gradient, F(3, 4): three sums of four products.
 *
 * The points are 0, a, -a, b, -b and infinity with a = 5/8 and b = 3/2. All constants that they give to B' are exact in float. With the usual
 * points 1 and 2 rounding is three to five times as bad: the powers of a point, up to the third in A', magnify it, and so do
 * differences of points near each other, by which G divides.
 *
 *   B' (of d)                          G (of g)                  A'
 *   a2b2   0    -s    0    1   0       1/a2b2    0      0        1   1    1   1    1   0
 *   0    -ab2  -b2    a    1   0       p         pa     pa2      0   a   -a   b   -b   0
 *   0     ab2  -b2   -a    1   0       p        -pa     pa2      0   a2   a2  b2   b2  0
 *   0    -ba2  -a2    b    1   0       q         qb     qb2      0   a3  -a3  b3  -b3  1
 *   0     ba2  -a2   -b    1   0       q        -qb     qb2
 *   0    a2b2   0    -s    0   1       0         0      1        s = a2 + b2, p = 1 / 2a2(a2 - b2), q = 1 / 2b2(b2 - a2)
 *
 * Include after "tile_size.h" or "simd.h". */
#ifndef LAMPAS_WINOGRAD_INLINE_H
#define LAMPAS_WINOGRAD_INLINE_H

enum {
    POINTS = 6,
    PLANES = POINTS * POINTS, /* products of a tile */
    OUTPUTS = 4,              /* of a tile, in each direction; tiles lie so far apart */
    FILTER = 3,
};

#define POINT_A ((real)0.625)
#define POINT_B ((real)1.5)
#define A2 (POINT_A * POINT_A)
#define B2 (POINT_B * POINT_B)
#define NORM_A (1 / (2 * A2 * (A2 - B2)))
#define NORM_B (1 / (2 * B2 * (B2 - A2)))

#define INLINE static inline __attribute__((always_inline))

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

/* u = G g: of three elements of a filter. */
INLINE void winograd_filter(const vec g[FILTER], vec u[POINTS])
{
    const vec normA = vec_set(NORM_A), normB = vec_set(NORM_B);
    const vec evenA = normA * (g[0] + vec_set(A2) * g[2]), oddA = normA * (vec_set(POINT_A) * g[1]);
    const vec evenB = normB * (g[0] + vec_set(B2) * g[2]), oddB = normB * (vec_set(POINT_B) * g[1]);
    u[0] = vec_set(1 / (A2 * B2)) * g[0];
    u[1] = evenA + oddA;
    u[2] = evenA - oddA;
    u[3] = evenB + oddB;
    u[4] = evenB - oddB;
    u[5] = g[2];
}

/* y = A' m: four outputs. */
INLINE void winograd_outputs(const vec m[POINTS], vec y[OUTPUTS])
{
    const vec sumA = m[1] + m[2], differenceA = m[1] - m[2], sumB = m[3] + m[4], differenceB = m[3] - m[4];
    y[0] = m[0] + sumA + sumB;
    y[1] = vec_set(POINT_A) * differenceA + vec_set(POINT_B) * differenceB;
    y[2] = vec_set(A2) * sumA + vec_set(B2) * sumB;
    y[3] = m[5] + vec_set(A2 * POINT_A) * differenceA + vec_set(B2 * POINT_B) * differenceB;
}

/* For a filter's gradient, F(3, 4): t = G d of four elements, but for the divisors p and q, which winograd_gradient makes up for. */
INLINE void winograd_factor(const vec d[OUTPUTS], vec t[POINTS])
{
    const vec a = vec_set(POINT_A), b = vec_set(POINT_B), a2 = vec_set(A2), b2 = vec_set(B2);
    const vec evenA = d[0] + a2 * d[2], oddA = d[1] + a2 * d[3], evenB = d[0] + b2 * d[2], oddB = d[1] + b2 * d[3];
    t[0] = d[0];
    t[1] = evenA + a * oddA;
    t[2] = evenA - a * oddA;
    t[3] = evenB + b * oddB;
    t[4] = evenB - b * oddB;
    t[5] = d[3];
}

/* y = A' m of three sums, with the divisors that winograd_factor left out. */
INLINE void winograd_gradient(const vec m[POINTS], vec y[FILTER])
{
    const vec sumA = vec_set(NORM_A) * (m[1] + m[2]), differenceA = vec_set(NORM_A * POINT_A) * (m[1] - m[2]);
    const vec sumB = vec_set(NORM_B) * (m[3] + m[4]), differenceB = vec_set(NORM_B * POINT_B) * (m[3] - m[4]);
    y[0] = vec_set(1 / (A2 * B2)) * m[0] + sumA + sumB;
    y[1] = differenceA + differenceB;
    y[2] = m[5] + vec_set(A2) * sumA + vec_set(B2) * sumB;
}

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

/* r[0] and r[1], r[2] and r[3] exchange lanes of which one has, of the other has not the bit s in its number. */
INLINE void exchange_pairs(vec *r0, vec *r1, vec *r2, vec *r3, const ivec low, const ivec high)
{
    vec_exchange(r0, r1, low, high);
    vec_exchange(r2, r3, low, high);
}

/* {p[0], p[4], p[8] …}, {p[1], p[5] …}, {p[2] …}, {p[3] …} of 4 * VL elements. */
INLINE void load_by_four(const real *p, vec part[4])
{
    vec v0 = vec_load(p), v1 = vec_load(p + VL), v2 = vec_load(p + 2 * VL), v3 = vec_load(p + 3 * VL);
#if VL == 2
    exchange_pairs(&v0, &v2, &v1, &v3, (ivec)LANES(FROM_LOW, 1), (ivec)LANES(FROM_HIGH, 1));
    part[0] = v0, part[1] = v2, part[2] = v1, part[3] = v3;
#else
#if VL == 8
    exchange_pairs(&v0, &v2, &v1, &v3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    part[0] = v0, part[1] = v2, part[2] = v1, part[3] = v3;
#else
#if VL == 16
    exchange_pairs(&v0, &v1, &v2, &v3, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
    exchange_pairs(&v0, &v2, &v1, &v3, (ivec)LANES(FROM_LOW, 8), (ivec)LANES(FROM_HIGH, 8));
#endif
    part[0] = v0, part[1] = v1, part[2] = v2, part[3] = v3;
#endif
    transpose_fours(part);
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

#endif

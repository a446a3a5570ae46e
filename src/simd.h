/* Vectors of `real` over GCC's vector extensions: one source for every instruction set and both element types.
 *
 * `vec` holds VL elements: 64 bytes with AVX-512, 32 with AVX, 16 elsewhere. Arithmetic on it is plain C (`a * b + c`);
 * the compiler fuses it where the level has fused multiply-add. What C cannot say stands here, and only here: loads
 * and stores of some of the lanes, stores that go around the cache, and a broadcast that stays a register.
 * Include after "real.h" (float or double), from C files only: this header never reaches the FFI. */
#include "real.h"
#include "vector_width.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(REAL_float)
typedef int32_t lane_int;
#define VL (VECTOR_BYTES / 4)
#else
typedef int64_t lane_int;
#define VL (VECTOR_BYTES / 8)
#endif

typedef real vec __attribute__((vector_size(VECTOR_BYTES)));
typedef lane_int ivec __attribute__((vector_size(VECTOR_BYTES)));
typedef vec unaligned_vec __attribute__((aligned(1), may_alias));
typedef ivec unaligned_ivec __attribute__((aligned(1), may_alias));

/* {F(0,s), F(1,s), …}, a constant for every lane. */
#if VL == 16
#define LANES(F, s) {F(0, s), F(1, s), F(2, s), F(3, s), F(4, s), F(5, s), F(6, s), F(7, s), \
                     F(8, s), F(9, s), F(10, s), F(11, s), F(12, s), F(13, s), F(14, s), F(15, s)}
#elif VL == 8
#define LANES(F, s) {F(0, s), F(1, s), F(2, s), F(3, s), F(4, s), F(5, s), F(6, s), F(7, s)}
#elif VL == 4
#define LANES(F, s) {F(0, s), F(1, s), F(2, s), F(3, s)}
#else
#define LANES(F, s) {F(0, s), F(1, s)}
#endif
#define LANE_NUMBER(j, s) (j)

static inline vec vec_load(const real *p) { return *(const unaligned_vec *)p; }
static inline void vec_store(real *p, vec v) { *(unaligned_vec *)p = v; }
static inline ivec ivec_load(const lane_int *p) { return *(const unaligned_ivec *)p; }
static inline void ivec_store(lane_int *p, ivec v) { *(unaligned_ivec *)p = v; }
static inline vec vec_set(real x) { return x - (vec){0}; } /* x - 0 is x in every case; x + 0 would lose the sign of -0 */

/* What a comparison gives to select by: a mask register with AVX-512, else a vector of all ones and all zeros. (The compiler would make a
 * selection by a vector there two instructions, not one.) */
#if defined(__AVX512F__) && defined(REAL_float)
typedef __mmask16 vec_mask;
static inline vec_mask vec_greater(vec a, vec b) { return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ); }
static inline vec vec_select(vec_mask mask, vec a, vec b) { return (vec)_mm512_mask_blend_ps(mask, (__m512)b, (__m512)a); }
#elif defined(__AVX512F__)
typedef __mmask8 vec_mask;
static inline vec_mask vec_greater(vec a, vec b) { return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_GT_OQ); }
static inline vec vec_select(vec_mask mask, vec a, vec b) { return (vec)_mm512_mask_blend_pd(mask, (__m512d)b, (__m512d)a); }
#else
typedef ivec vec_mask;
static inline vec_mask vec_greater(vec a, vec b) { return a > b; }
static inline vec vec_select(vec_mask mask, vec a, vec b)
{
#if defined(__AVX__) && defined(REAL_float)
    return (vec)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)mask);
#elif defined(__AVX__)
    return (vec)_mm256_blendv_pd((__m256d)b, (__m256d)a, (__m256d)mask);
#else
    return (vec)((mask & (ivec)a) | (~mask & (ivec)b));
#endif
}
#endif

/* The elements of x that are greater than those of y, else y's: y where either is a NaN, as maxima of x86-64 have it. */
static inline vec vec_greatest(vec x, vec y)
{
#if defined(__AVX512F__) && defined(REAL_float)
    return (vec)_mm512_max_ps((__m512)x, (__m512)y);
#elif defined(__AVX512F__)
    return (vec)_mm512_max_pd((__m512d)x, (__m512d)y);
#elif defined(__AVX__) && defined(REAL_float)
    return (vec)_mm256_max_ps((__m256)x, (__m256)y);
#elif defined(__AVX__)
    return (vec)_mm256_max_pd((__m256d)x, (__m256d)y);
#else
    return vec_select(vec_greater(x, y), x, y);
#endif
}

static inline ivec ivec_select(vec_mask mask, ivec a, ivec b) { return (ivec)vec_select(mask, (vec)a, (vec)b); }

/* The same value, but nothing that the compiler could fuse with what follows. A product that is kept is rounded before it is added: where
 * one piece of code multiplies and adds and another, for the same element, must give the same bits, the compiler would otherwise
 * choose for each of them whether to fuse. */
static inline __attribute__((always_inline)) vec vec_keep(vec v)
{
#if defined(__AVX512F__)
    __asm__("" : "+v"(v));
#elif defined(__x86_64__)
    __asm__("" : "+x"(v));
#else
    __asm__("" : "+m"(v));
#endif
    return v;
}

/* The same pointer, kept in a register: the compiler no longer knows how it came about, and cannot compute it again and again from fewer. */
static inline __attribute__((always_inline)) const real *pointer_keep(const real *p)
{
    __asm__("" : "+r"(p));
    return p;
}

/* One element in every lane, in a register of its own: gcc would otherwise fold the memory operand of AVX-512's broadcast into
 * each multiply-add that uses it, and the load ports, not the multipliers, would set the pace. */
static inline vec vec_broadcast(const real *p)
{
#if defined(__AVX512F__)
    return vec_keep(vec_set(*p));
#else
    return vec_set(*p);
#endif
}

/* The first n lanes (0 <= n <= VL) from memory, zero in the others, whose memory is not touched. */
static inline vec vec_load_partial(const real *p, long n)
{
#if defined(__AVX512F__) && defined(REAL_float)
    return (vec)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p);
#elif defined(__AVX512F__)
    return (vec)_mm512_maskz_loadu_pd((__mmask8)((1u << n) - 1), p);
#elif defined(__AVX__)
    const ivec mask = (ivec)LANES(LANE_NUMBER, 0) < (lane_int)n;
#if defined(REAL_float)
    return (vec)_mm256_maskload_ps(p, (__m256i)mask);
#else
    return (vec)_mm256_maskload_pd(p, (__m256i)mask);
#endif
#else
    real lanes[VL] = {0};
    for (long i = 0; i < n; i++)
        lanes[i] = p[i];
    return vec_load(lanes);
#endif
}

/* n elements (0 <= n <= VL) copied in pieces of constant size, without a loop or a call. */
static inline __attribute__((always_inline)) void vec_copy_few(real *to, const real *from, long n)
{
#pragma GCC unroll 5
    for (int part = VL; part > 0; part /= 2)
        if (n & part) {
            memcpy(to, from, (size_t)part * sizeof *to);
            to += part;
            from += part;
        }
}

/* n >= 0 elements to where they do not overlap, for rows too short to call memcpy for. The last vector may copy some once more. */
static inline __attribute__((always_inline)) void vec_copy(real *to, const real *from, long n)
{
    if (n < VL) {
        vec_copy_few(to, from, n);
        return;
    }
    for (long i = 0; i < n - VL; i += VL)
        vec_store(to + i, vec_load(from + i));
    vec_store(to + n - VL, vec_load(from + n - VL));
}

/* The first n lanes (0 <= n <= VL) to memory. AVX's masked store is microcode on AMD's cores: copying is quicker. */
static inline void vec_store_partial(real *p, vec v, long n)
{
#if defined(__AVX512F__) && defined(REAL_float)
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), (__m512)v);
#elif defined(__AVX512F__)
    _mm512_mask_storeu_pd(p, (__mmask8)((1u << n) - 1), (__m512d)v);
#else
    real lanes[VL];
    vec_store(lanes, v);
    vec_copy_few(p, lanes, n);
#endif
}

/* Store around the cache, for results larger than it that are written once. p is aligned to VECTOR_BYTES.
 * After the last one comes vec_stream_end(), before another thread may read. */
static inline void vec_stream(real *p, vec v)
{
#if defined(__AVX512F__)
    _mm512_stream_si512((__m512i *)p, (__m512i)v);
#elif defined(__AVX__)
    _mm256_stream_si256((__m256i *)p, (__m256i)v);
#elif defined(__x86_64__)
    _mm_stream_si128((__m128i *)p, (__m128i)v);
#else
    vec_store(p, v);
#endif
}

static inline void vec_stream_end(void)
{
#if defined(__x86_64__)
    _mm_sfence();
#endif
}

/* Every second or third element from p + phase on; whole vectors are read: `step` of them. Phase < step <= 3, both constants. Elements of
 * several phases share their loads. */
#define EVERY_SECOND(j, s) (2 * (j) + (s))
#define EVERY_THIRD(j, s) (3 * (j) + (s) < 2 * VL ? 3 * (j) + (s) : 0)
#define EVERY_THIRD_END(j, s) (3 * (j) + (s) < 2 * VL ? (j) : 3 * (j) + (s) - VL)
static inline __attribute__((always_inline)) vec vec_load_strided(const int step, const int phase, const real *p)
{
    const ivec third[] = {LANES(EVERY_THIRD, 0), LANES(EVERY_THIRD, 1), LANES(EVERY_THIRD, 2)};
    const ivec third_end[] = {LANES(EVERY_THIRD_END, 0), LANES(EVERY_THIRD_END, 1), LANES(EVERY_THIRD_END, 2)};
    if (step == 1)
        return vec_load(p);
    if (step == 3)
        return __builtin_shuffle(__builtin_shuffle(vec_load(p), vec_load(p + VL), third[phase]), vec_load(p + 2 * VL), third_end[phase]);
#if defined(__AVX__) && !defined(__AVX512F__) && defined(REAL_float)
    const __m256 even = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p)), _mm_loadu_ps(p + 8), 1); /* quarters 0 and 2 */
    const __m256 odd = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p + 4)), _mm_loadu_ps(p + 12), 1);
    return (vec)(phase ? _mm256_shuffle_ps(even, odd, 0xdd) : _mm256_shuffle_ps(even, odd, 0x88));
#else
    const ivec second[] = {LANES(EVERY_SECOND, 0), LANES(EVERY_SECOND, 1)};
    return __builtin_shuffle(vec_load(p), vec_load(p + VL), second[phase]);
#endif
}

/* Lanes as 64-bit numbers: half a vector of floats' lanes, all of doubles'. */
enum { HALVES = 8 / sizeof(real) };
typedef int64_t wide __attribute__((vector_size(VECTOR_BYTES)));

static inline __attribute__((always_inline)) wide ivec_wide(ivec v, const int half)
{
#if defined(REAL_double)
    (void)half;
    return v;
#elif defined(__AVX512F__)
    return (wide)_mm512_cvtepi32_epi64(half ? _mm512_extracti64x4_epi64((__m512i)v, 1) : _mm512_castsi512_si256((__m512i)v));
#elif defined(__AVX2__)
    return (wide)_mm256_cvtepi32_epi64(half ? _mm256_extracti128_si256((__m256i)v, 1) : _mm256_castsi256_si128((__m256i)v));
#else
    return half ? (wide){v[2], v[3]} : (wide){v[0], v[1]};
#endif
}

/* Transposition of VL vectors of VL lanes: log2(VL) rounds exchange lanes whose numbers differ in one bit. */
#define FROM_LOW(j, s) ((j) & (s) ? VL + (j) - (s) : (j))
#define FROM_HIGH(j, s) ((j) & (s) ? VL + (j) : (j) + (s))

static inline __attribute__((always_inline)) void vec_exchange(vec *a, vec *b, const ivec low, const ivec high)
{
    const vec x = *a, y = *b;
    *a = __builtin_shuffle(x, y, low);
    *b = __builtin_shuffle(x, y, high);
}

/* Of pair i of the VL / 2 whose numbers differ in bit s, the one without it. Loops over it count plainly, or gcc would not unroll them and
 * keep the vectors in memory. */
#define PAIR(i, s) ((i) / (s) * 2 * (s) + (i) % (s))

static inline __attribute__((always_inline)) void vec_transpose(vec r[VL])
{
#pragma GCC unroll 8
    for (int i = 0; i < VL / 2; i++)
        vec_exchange(r + PAIR(i, 1), r + PAIR(i, 1) + 1, (ivec)LANES(FROM_LOW, 1), (ivec)LANES(FROM_HIGH, 1));
#if VL >= 4
#pragma GCC unroll 8
    for (int i = 0; i < VL / 2; i++)
        vec_exchange(r + PAIR(i, 2), r + PAIR(i, 2) + 2, (ivec)LANES(FROM_LOW, 2), (ivec)LANES(FROM_HIGH, 2));
#endif
#if VL >= 8
#pragma GCC unroll 8
    for (int i = 0; i < VL / 2; i++)
        vec_exchange(r + PAIR(i, 4), r + PAIR(i, 4) + 4, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
#endif
#if VL >= 16
#pragma GCC unroll 8
    for (int i = 0; i < VL / 2; i++)
        vec_exchange(r + PAIR(i, 8), r + PAIR(i, 8) + 8, (ivec)LANES(FROM_LOW, 8), (ivec)LANES(FROM_HIGH, 8));
#endif
}

/* Lane j is the sum of vector j's lanes: the same rounds, which add what they exchange. r's contents are lost. */
static inline __attribute__((always_inline)) vec vec_sums(vec r[VL])
{
#pragma GCC unroll 16
    for (int i = 0; i < VL; i += 2) {
        vec_exchange(r + i, r + i + 1, (ivec)LANES(FROM_LOW, 1), (ivec)LANES(FROM_HIGH, 1));
        r[i / 2] = r[i] + r[i + 1];
    }
#if VL >= 4
#pragma GCC unroll 16
    for (int i = 0; i < VL / 2; i += 2) {
        vec_exchange(r + i, r + i + 1, (ivec)LANES(FROM_LOW, 2), (ivec)LANES(FROM_HIGH, 2));
        r[i / 2] = r[i] + r[i + 1];
    }
#endif
#if VL >= 8
#pragma GCC unroll 16
    for (int i = 0; i < VL / 4; i += 2) {
        vec_exchange(r + i, r + i + 1, (ivec)LANES(FROM_LOW, 4), (ivec)LANES(FROM_HIGH, 4));
        r[i / 2] = r[i] + r[i + 1];
    }
#endif
#if VL >= 16
    vec_exchange(r, r + 1, (ivec)LANES(FROM_LOW, 8), (ivec)LANES(FROM_HIGH, 8));
    r[0] = r[0] + r[1];
#endif
    return r[0];
}

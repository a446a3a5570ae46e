/* Shifts, bit operations and powers, element by element. */
#include "tensor/bits.h"
#include "pointwise.h"
#include "vmath.h"

enum { CHEAP = 1, LIBRARY_CALL = 16 };

#if REAL_IS_FLOATING
INLINE real raise(real x, real y) { return real_pow(x, y); }
INLINE real shift_left(real x, real y) { return x * real_exp2(y); }
INLINE real shift_right(real x, real y) { return x / real_exp2(y); }
#else
INLINE real raise(real x, real y)
{
    double power = pow((double)x, (double)y);
    return sizeof(real) < 8 ? (real)(int32_t)power : (real)power;
}
/* A shift by the whole word or more leaves nothing, as does a negative one, which C does not define. */
INLINE wrapping bits(real x) { return sizeof(real) < 4 ? (wrapping)x & ((1u << (8 * sizeof(real) % 32)) - 1) : (wrapping)x; }
INLINE int within_word(real y) { return !negative(y) && (uint64_t)y < 8 * sizeof(real); }
INLINE real shift_left(real x, real y) { return within_word(y) ? (real)(bits(x) << y) : 0; }
INLINE real shift_right(real x, real y) { return within_word(y) ? (real)(bits(x) >> y) : 0; }
INLINE real both(real x, real y) { return x & y; }
INLINE real either(real x, real y) { return x | y; }
INLINE real one_of(real x, real y) { return x ^ y; }
#endif

static void lshift_run(const Run *run) { zip(run, shift_left); }
static void rshift_run(const Run *run) { zip(run, shift_right); }
static void pow_run(const Run *run) { zip(run, raise); }

int FN(lshift)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(lshift_run, r, x, y, v, CHEAP); }
int FN(rshift)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(rshift_run, r, x, y, v, CHEAP); }
int FN(pow)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(pow_run, r, x, y, v, LIBRARY_CALL); }

#if !REAL_IS_FLOATING
static void and_run(const Run *run) { zip(run, both); }
static void or_run(const Run *run) { zip(run, either); }
static void xor_run(const Run *run) { zip(run, one_of); }

int FN(bitand)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(and_run, r, x, y, v, CHEAP); }
int FN(bitor)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(or_run, r, x, y, v, CHEAP); }
int FN(bitxor)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return visit_zip(xor_run, r, x, y, v, CHEAP); }
#endif

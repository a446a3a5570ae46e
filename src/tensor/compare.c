/* Comparison, element by element: bound by memory, vectorised. */
#include "tensor/compare.h"
#include "pointwise.h"

INLINE int less(real x, real y) { return x < y; }
INLINE int less_equal(real x, real y) { return x <= y; }
INLINE int greater(real x, real y) { return x > y; }
INLINE int greater_equal(real x, real y) { return x >= y; }
INLINE int equal(real x, real y) { return x == y; }
INLINE int unequal(real x, real y) { return x != y; }

INLINE void to_byte(const Run *run, int (*holds)(real, real))
{
    uint8_t *r = run->data[0];
    const real *x = run->data[1], *y = run->data[2];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (uint8_t)holds(x[i], y[i]);
}

INLINE void to_real(const Run *run, int (*holds)(real, real))
{
    real *r = run->data[0];
    const real *x = run->data[1], *y = run->data[2];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)holds(x[i], y[i]);
}

static void lt_mask(const Run *run) { to_byte(run, less); }
static void le_mask(const Run *run) { to_byte(run, less_equal); }
static void gt_mask(const Run *run) { to_byte(run, greater); }
static void ge_mask(const Run *run) { to_byte(run, greater_equal); }
static void eq_mask(const Run *run) { to_byte(run, equal); }
static void ne_mask(const Run *run) { to_byte(run, unequal); }
static void lt_same(const Run *run) { to_real(run, less); }
static void le_same(const Run *run) { to_real(run, less_equal); }
static void gt_same(const Run *run) { to_real(run, greater); }
static void ge_same(const Run *run) { to_real(run, greater_equal); }
static void eq_same(const Run *run) { to_real(run, equal); }
static void ne_same(const Run *run) { to_real(run, unequal); }

static int compare(RunFunction byte, RunFunction same, THTensor *r, const THTensor *x, const THTensor *y, real v)
{
    return visit_zip(r->type == LAMPAS_BYTE ? byte : same, r, x, y, v, 1);
}

int FN(lt)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(lt_mask, lt_same, r, x, y, v); }
int FN(le)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(le_mask, le_same, r, x, y, v); }
int FN(gt)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(gt_mask, gt_same, r, x, y, v); }
int FN(ge)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(ge_mask, ge_same, r, x, y, v); }
int FN(eq)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(eq_mask, eq_same, r, x, y, v); }
int FN(ne)(THTensor *r, const THTensor *x, const THTensor *y, real v) { return compare(ne_mask, ne_same, r, x, y, v); }

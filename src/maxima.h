/* The greatest of a few candidates and where it stands, for a vector of outputs. Include after "real.h".
 *
 * Candidates are compared in order and replace only when they are greater, so the first of equal ones wins and a NaN never does. Positions
 * go along in lanes as wide as `real`, so that one mask selects for both. */
#ifndef LAMPAS_MAXIMA_H
#define LAMPAS_MAXIMA_H

#include "inline.h"
#include "simd.h"

#include <math.h>

typedef lane_int lane;

typedef struct Maxima {
    vec top; /* never a NaN */
    ivec at;
} Maxima;

/* Before any candidate; `first` tells where outputs are that find nothing greater. */
INLINE Maxima maxima_none(const lane *first)
{
    return (Maxima){vec_set(-INFINITY), ivec_load(first)};
}

INLINE Maxima maxima_load(const real *top, const lane *at)
{
    return (Maxima){vec_load(top), ivec_load(at)};
}

INLINE void maxima_store(real *top, lane *at, Maxima m)
{
    vec_store(top, m.top);
    ivec_store(at, m.at);
}

INLINE Maxima maxima_with(Maxima m, vec value, ivec position)
{
    const vec_mask greater = vec_greater(value, m.top);
    return (Maxima){vec_greatest(value, m.top), ivec_select(greater, position, m.at)};
}

enum { FUSED = 3 }; /* columns of a window, and its step, that row_maxima knows */

/* The maxima of windows of `kernel` columns, each `step` after the one before it, from `line` on; the columns' positions are `width` apart.
 * Whole vectors are read: `step` of them for the first columns, which share their loads, and for the rest. */
INLINE Maxima row_maxima(const int kernel, const int step, const real *line, const lane *first, lane width)
{
    Maxima m = maxima_none(first);
#pragma GCC unroll 3
    for (int k = 0; k < kernel; k++)
        m = maxima_with(m, vec_load_strided(step, k % step, line + k / step * step), k * width - (ivec){0});
    return m;
}

#endif

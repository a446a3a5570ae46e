/* The largest and smallest element along a dimension: bound by memory. A line whose elements lie together is read twice from first-level
 * cache, for the value and for its place; where lines lie side by side, a block of them is compared row by row. */
#include "tensor/extrema.h"
#include "engine/lines.h"
#include "pointwise.h"

enum { BLOCK = 256, FEW_LINES = 8, LANES = 16, SHORT_LINE = 64 };

INLINE int greater(real x, real y) { return x > y; }
INLINE int less(real x, real y) { return x < y; }

#if REAL_IS_FLOATING
INLINE int is_nan(real x) { return x != x; }
#else
INLINE int is_nan(real x) { return (void)x, 0; }
#endif

/* Place of the winner among n elements with a step between them. */
INLINE long search(const real *x, long n, long step, int (*better)(real, real))
{
    long best = 0;
    for (long k = 0; k < n && !is_nan(x[best * step]); k++)
        if (better(x[k * step], x[best * step]) || is_nan(x[k * step]))
            best = k;
    return best;
}

/* The same for elements side by side: sixteen candidates at once, then the first place where the winner stands. */
INLINE long search_row(const real *x, long n, int (*better)(real, real))
{
    real lane[LANES], value;
    int nan = 0;
    long i = LANES;
    if (n < SHORT_LINE)
        return search(x, n, 1, better);
    for (int k = 0; k < LANES; k++)
        lane[k] = x[k];
    for (; i + LANES <= n; i += LANES)
#pragma omp simd
        for (int k = 0; k < LANES; k++)
            lane[k] = better(x[i + k], lane[k]) ? x[i + k] : lane[k];
    value = lane[0];
    for (int k = 1; k < LANES; k++)
        value = better(lane[k], value) ? lane[k] : value;
    for (; i < n; i++)
        value = better(x[i], value) ? x[i] : value;
#pragma omp simd reduction(| : nan)
    for (long k = 0; k < n; k++)
        nan |= is_nan(x[k]);
    for (i = 0; nan ? !is_nan(x[i]) : x[i] != value;)
        i++;
    return i;
}

INLINE void search_columns(const Lines *lines, int (*better)(real, real))
{
    const real *x = lines->data[0];
    real best[BLOCK], *values = lines->data[1];
    int64_t where[BLOCK], *indices = lines->data[2];
    long count = lines->count;
    for (long i = 0; i < count; i++) {
        best[i] = x[i];
        where[i] = 0;
    }
    for (long k = 1; k < lines->length[0]; k++) {
        const real *row = x + k * lines->along[0];
#pragma omp simd
        for (long i = 0; i < count; i++) {
            int wins = (better(row[i], best[i]) | is_nan(row[i])) & !is_nan(best[i]);
            best[i] = wins ? row[i] : best[i];
            where[i] = wins ? k : where[i];
        }
    }
    for (long i = 0; i < count; i++) {
        values[i * lines->across[1]] = best[i];
        indices[i * lines->across[2]] = where[i] + 1;
    }
}

INLINE int search_lines(const Lines *lines, int (*better)(real, real))
{
    const real *x = lines->data[0];
    real *values = lines->data[1];
    int64_t *indices = lines->data[2];
    if (lines->across[0] == 1 && lines->along[0] != 1 && lines->count >= FEW_LINES) {
        search_columns(lines, better);
        return 0;
    }
    for (long i = 0; i < lines->count; i++, x += lines->across[0]) {
        long at = lines->along[0] == 1 ? search_row(x, lines->length[0], better) : search(x, lines->length[0], lines->along[0], better);
        values[i * lines->across[1]] = x[at * lines->along[0]];
        indices[i * lines->across[2]] = at + 1;
    }
    return 0;
}

static int max_lines(const Lines *lines) { return search_lines(lines, greater); }
static int min_lines(const Lines *lines) { return search_lines(lines, less); }

static void visit(LinesFunction run, THTensor *values, THTensor *indices, const THTensor *x, int dim)
{
    LineVisit lines = {.run = run, .operands = 3, .tensor = {x, values, indices}, .dim = dim, .most = BLOCK, .cost = 1};
    lampas_visit_lines(&lines);
}

void FN(max)(THTensor *values, THTensor *indices, const THTensor *x, int dim) { visit(max_lines, values, indices, x, dim); }
void FN(min)(THTensor *values, THTensor *indices, const THTensor *x, int dim) { visit(min_lines, values, indices, x, dim); }

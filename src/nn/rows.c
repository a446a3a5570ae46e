/* Gathering rows and adding to them: nn.LookupTable, nn.IndexLinear, nn.Kmeans.
 *
 *   to[i] = M[index[i]]               M[index[i]] += scale * factor[i] * from[other[i]]
 *
 * Both are bound by memory, and where the matrix is large by the latency of its first touch: the rows a few picks ahead are asked for
 * early. Copying is parallel over picks. Adding is parallel over columns: every thread goes through all picks and adds its own columns of
 * them, so that no two meet, whatever the indices, and an element's terms are added in the order of the picks for any number of threads.
 * Rows too narrow to be cut that often are shared among the remaining threads by the remainder of their index. */
#include "nn/rows.h"

#include <omp.h>
#include <string.h>

enum {
    AHEAD = 6,            /* picks */
    COLUMNS = 32,         /* that a thread has at least */
    LINE = 64,            /* bytes */
    PARALLEL = 32 * 1024, /* elements below which a second thread costs more than it brings */
};

static void ask_for(const real *row, ptrdiff_t width, int write)
{
    for (ptrdiff_t c = 0; c < width; c += LINE / (ptrdiff_t)sizeof(real)) {
        if (write)
            __builtin_prefetch(row + c, 1);
        else
            __builtin_prefetch(row + c, 0);
    }
}

void FN(lampas_rows_copy)(real *to, const real *matrix, ptrdiff_t pitch, ptrdiff_t width, const lampas_picks *picks)
{
    const ptrdiff_t n = picks->n;
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            ask_for(matrix + (picks->index[i + AHEAD] - 1) * pitch, width, 0);
        memcpy(to + i * width, matrix + (picks->index[i] - 1) * pitch, (size_t)width * sizeof *to);
    }
}

/* Columns [begin, end) of the picks whose index leaves the remainder `which` when divided by `classes`. */
struct part {
    ptrdiff_t begin, end;
    uint64_t classes, which;
};

static int mine(const struct part *part, int64_t index, int64_t skip)
{
    return index != skip && (part->classes == 1 || (uint64_t)index % part->classes == part->which);
}

static void add_part(real *matrix, ptrdiff_t pitch, const real *from, ptrdiff_t width, const real *factor, real scale,
                     const lampas_picks *picks, const struct part *part)
{
    for (ptrdiff_t i = 0; i < picks->n; i++) {
        if (i + AHEAD < picks->n && mine(part, picks->index[i + AHEAD], picks->skip))
            ask_for(matrix + (picks->index[i + AHEAD] - 1) * pitch + part->begin, part->end - part->begin, 1);
        if (!mine(part, picks->index[i], picks->skip))
            continue;
        real *row = matrix + (picks->index[i] - 1) * pitch;
        const real *term = from + (picks->other ? picks->other[i] : i) * width;
        const real times = factor ? scale * factor[i] : scale;
#pragma omp simd
        for (ptrdiff_t c = part->begin; c < part->end; c++)
            row[c] += times * term[c];
    }
}

void FN(lampas_rows_add)(real *matrix, ptrdiff_t pitch, const real *from, ptrdiff_t width, const real *factor, real scale,
                         const lampas_picks *picks)
{
    const long threads = picks->n * width > PARALLEL ? omp_get_max_threads() : 1;
    const long most = (width + COLUMNS - 1) / COLUMNS, across = most < threads ? most : threads;
    const long classes = across > 0 ? threads / across : 1;
#pragma omp parallel for schedule(static, 1) num_threads(threads) if (parallel: threads > 1)
    for (long p = 0; p < across * classes; p++) {
        const long x = p % across;
        const struct part part = {width * x / across, width * (x + 1) / across, (uint64_t)classes, (uint64_t)(p / across)};
        add_part(matrix, pitch, from, width, factor, scale, picks, &part);
    }
}

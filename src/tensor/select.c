/* Selecting by index tensors and masks: bound by memory. Slices go to threads by the lines across them, so that one thread meets all
 * indices of a line and repeated ones keep their order. */
#include "tensor/select.h"
#include "engine/lines.h"
#include "folding.h"

#include <string.h>

enum { BLOCK = 1024 };

/* ---- slices ---- */

typedef struct Slices {
    const int64_t *index;
    long n;
    real value;
} Slices;

static Slices slices(const THTensor *index, real value) { return (Slices){lampas_data(index), lampas_count(index), value}; }

static int index_lines(const Lines *lines)
{
    const Slices *s = lines->context;
    for (long k = 0; k < s->n; k++) {
        const real *x = (const real *)lines->data[0] + (s->index[k] - 1) * lines->along[0];
        real *r = (real *)lines->data[1] + k * lines->along[1];
        if (lines->across[0] == 1 && lines->across[1] == 1)
            memcpy(r, x, (size_t)lines->count * sizeof *r);
        else
            for (long i = 0; i < lines->count; i++)
                r[i * lines->across[1]] = x[i * lines->across[0]];
    }
    return 0;
}

static int index_copy_lines(const Lines *lines)
{
    const Slices *s = lines->context;
    for (long k = 0; k < s->n; k++) {
        real *r = (real *)lines->data[0] + (s->index[k] - 1) * lines->along[0];
        const real *x = (const real *)lines->data[1] + k * lines->along[1];
        for (long i = 0; i < lines->count; i++)
            r[i * lines->across[0]] = x[i * lines->across[1]];
    }
    return 0;
}

static int index_add_lines(const Lines *lines)
{
    const Slices *s = lines->context;
    for (long k = 0; k < s->n; k++) {
        real *r = (real *)lines->data[0] + (s->index[k] - 1) * lines->along[0];
        const real *x = (const real *)lines->data[1] + k * lines->along[1];
        for (long i = 0; i < lines->count; i++) {
            real *to = &r[i * lines->across[0]];
            *to = (real)((wrapping)*to + (wrapping)x[i * lines->across[1]]);
        }
    }
    return 0;
}

static int index_fill_lines(const Lines *lines)
{
    const Slices *s = lines->context;
    for (long k = 0; k < s->n; k++) {
        real *r = (real *)lines->data[0] + (s->index[k] - 1) * lines->along[0];
        for (long i = 0; i < lines->count; i++)
            r[i * lines->across[0]] = s->value;
    }
    return 0;
}

static void visit(LinesFunction run, const void *context, int dim, int operands, const THTensor *a, const THTensor *b, const THTensor *c)
{
    LineVisit lines = {.run = run, .context = context, .operands = operands, .tensor = {a, b, c}, .dim = dim, .most = BLOCK, .cost = 1};
    lampas_visit_lines(&lines);
}

/* Slices first … first + n - 1 of r. */
static void index_part(const THTensor *r, const THTensor *x, int dim, Slices all, long first, long n)
{
    THTensor part = *r;
    Slices s = {all.index + first, n, 0};
    part.storageOffset += first * r->stride[dim];
    visit(index_lines, &s, dim, 2, x, &part, NULL);
}

/* Every slice of r is written once, so that they may go to threads as well. */
void FN(index)(THTensor *r, const THTensor *x, int dim, const THTensor *index)
{
    enum { PARTS = 64 };
    Slices all = slices(index, 0);
    long parts = all.n < PARTS ? all.n : PARTS;
    if (lampas_worth_threads((double)lampas_count(r))) {
#pragma omp parallel for schedule(static)
        for (long p = 0; p < parts; p++)
            index_part(r, x, dim, all, p * all.n / parts, (p + 1) * all.n / parts - p * all.n / parts);
    } else {
        index_part(r, x, dim, all, 0, all.n);
    }
}

void FN(indexCopy)(THTensor *r, int dim, const THTensor *index, const THTensor *x)
{
    Slices s = slices(index, 0);
    visit(index_copy_lines, &s, dim, 2, r, x, NULL);
}

void FN(indexAdd)(THTensor *r, int dim, const THTensor *index, const THTensor *x)
{
    Slices s = slices(index, 0);
    visit(index_add_lines, &s, dim, 2, r, x, NULL);
}

void FN(indexFill)(THTensor *r, int dim, const THTensor *index, real value)
{
    Slices s = slices(index, value);
    visit(index_fill_lines, &s, dim, 1, r, NULL, NULL);
}

/* ---- gather, scatter: an index for each element ---- */

static int gather_lines(const Lines *lines)
{
    for (long i = 0; i < lines->count; i++) {
        const int64_t *index = (const int64_t *)lines->data[0] + i * lines->across[0];
        real *r = (real *)lines->data[1] + i * lines->across[1];
        const real *x = (const real *)lines->data[2] + i * lines->across[2];
        for (long k = 0; k < lines->length[0]; k++)
            r[k * lines->along[1]] = x[(index[k * lines->along[0]] - 1) * lines->along[2]];
    }
    return 0;
}

static int scatter_lines(const Lines *lines)
{
    for (long i = 0; i < lines->count; i++) {
        const int64_t *index = (const int64_t *)lines->data[0] + i * lines->across[0];
        real *r = (real *)lines->data[1] + i * lines->across[1];
        const real *x = (const real *)lines->data[2] + i * lines->across[2];
        for (long k = 0; k < lines->length[0]; k++)
            r[(index[k * lines->along[0]] - 1) * lines->along[1]] = x[k * lines->along[2]];
    }
    return 0;
}

static int scatter_fill_lines(const Lines *lines)
{
    real value = *(const real *)lines->context;
    for (long i = 0; i < lines->count; i++) {
        const int64_t *index = (const int64_t *)lines->data[0] + i * lines->across[0];
        real *r = (real *)lines->data[1] + i * lines->across[1];
        for (long k = 0; k < lines->length[0]; k++)
            r[(index[k * lines->along[0]] - 1) * lines->along[1]] = value;
    }
    return 0;
}

void FN(gather)(THTensor *r, const THTensor *x, int dim, const THTensor *index) { visit(gather_lines, NULL, dim, 3, index, r, x); }
void FN(scatter)(THTensor *r, int dim, const THTensor *index, const THTensor *x) { visit(scatter_lines, NULL, dim, 3, index, r, x); }
void FN(scatterFill)(THTensor *r, int dim, const THTensor *index, real value) { visit(scatter_fill_lines, &value, dim, 2, index, r, NULL); }

/* ---- masks ---- */

typedef struct Stream { /* a contiguous tensor that is read or written element after element */
    real *next, *end;
} Stream;

static Stream stream(const THTensor *t)
{
    real *first = lampas_data(t);
    return (Stream){first, first + lampas_count(t)};
}

static void fill_run(const Run *run)
{
    real *r = run->data[0], value = *(const real *)run->context;
    const real *x = run->data[1];
    const uint8_t *mask = run->data[2];
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = mask[i] ? value : x[i];
}

static void copy_run(const Run *run)
{
    Stream *s = run->partial;
    real *r = run->data[0];
    const real *x = run->data[1];
    const uint8_t *mask = run->data[2];
    long i = 0;
    for (; i < run->n && s->next < s->end; i++) {
        const real choice[] = {x[i], *s->next}; /* a load from the stack instead of an unpredictable branch */
        r[i] = choice[mask[i] != 0];
        s->next += mask[i] != 0;
    }
    for (; i < run->n; i++)
        r[i] = x[i];
}

/* Writing before knowing whether the element counts saves an unpredictable branch. */
static void select_run(const Run *run)
{
    Stream *s = run->partial;
    const real *x = run->data[0];
    const uint8_t *mask = run->data[1];
    for (long i = 0; i < run->n && s->next < s->end; i++) {
        *s->next = x[i];
        s->next += mask[i] != 0;
    }
}

int FN(maskedFill)(THTensor *r, const THTensor *mask, real value)
{
    Visit v = {.run = fill_run, .context = &value, .operands = 3, .outputs = 1, .tensor = {r, r, mask}, .cost = 1};
    return lampas_visit(&v);
}

int FN(maskedCopy)(THTensor *r, const THTensor *mask, const THTensor *x)
{
    Stream s = stream(x);
    Visit v = {.run = copy_run, .operands = 3, .outputs = 1, .tensor = {r, r, mask}, .cost = 1, .ordered = 1, .partials = &s};
    return lampas_visit(&v);
}

int FN(maskedSelect)(THTensor *r, const THTensor *x, const THTensor *mask)
{
    Stream s = stream(r);
    Visit v = {.run = select_run, .operands = 2, .tensor = {x, mask}, .cost = 1, .ordered = 1, .partials = &s};
    return lampas_visit(&v);
}

/* ---- nonzero ---- */

INLINE accreal count_step(accreal sum, real x, accreal unused) { return (void)unused, sum + (x != 0); }
INLINE accreal plus(accreal a, accreal b) { return a + b; }
static void count_row(accreal *sum, long n, const real *x, accreal p) { fold_row(sum, n, x, p, 0, count_step, plus); }

int64_t FN(countNonzero)(const THTensor *x)
{
    static const FN(Fold) fold = {.row = count_row, .combine = plus};
    static const FN(Reduction) reduction = {.fold = &fold};
    return (int64_t)FN(reduceAll)(&reduction, x);
}

typedef struct Places {
    int64_t *next;
    const THTensor *tensor;
} Places;

static void nonzero_run(const Run *run)
{
    Places *places = run->partial;
    const THTensor *t = places->tensor;
    const real *x = run->data[0];
    for (long i = 0; i < run->n; i++) {
        if (x[i] == 0)
            continue;
        long rest = run->first + i;
        for (int d = t->nDimension - 1; d >= 0; d--) {
            places->next[d] = rest % t->size[d] + 1;
            rest /= t->size[d];
        }
        places->next += t->nDimension;
    }
}

void FN(nonzero)(THTensor *r, const THTensor *x)
{
    Places places = {lampas_data(r), x};
    Visit v = {.run = nonzero_run, .operands = 1, .tensor = {x}, .cost = 1, .ordered = 1, .partials = &places};
    lampas_visit(&v);
}

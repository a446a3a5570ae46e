/* Folding many elements into one: over all of them as a visit whose chunks keep sums of their own, along a dimension as a visit of
 * lines. Bound by memory. Sums are kept in double or 64-bit integers; their order depends on the shapes alone. */
#include "engine/lines.h"
#include "engine/move.h"
#include "folding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 2048,      /* lines of a piece, at most: their sums lie in first-level cache */
    ROWS = 32,         /* lines of a piece whose elements lie together */
    FEW_LINES = 8,     /* fewer neighbouring lines than this are folded one by one */
    CUT_FROM = 65536,  /* elements from which on lines are cut into segments when there are few pieces */
    FEW_PIECES = 16,
    SEGMENTS = 16,     /* at most */
    SEGMENT = 16384,   /* elements of one, at least, … */
    SEGMENT_LENGTH = 64 /* … and elements of each line */
};

static const int ACCREAL = REAL_IS_FLOATING ? LAMPAS_DOUBLE : LAMPAS_LONG;

typedef struct FoldContext {
    const FN(Fold) *fold;
    accreal parameter;
} FoldContext;

static void fold_run(const Run *run)
{
    const FoldContext *context = run->context;
    context->fold->row(run->partial, run->n, run->data[0], context->parameter);
}

static accreal fold_all(const FN(Fold) *fold, const THTensor *x, accreal parameter)
{
    accreal partials[LAMPAS_CHUNKS], sum = fold->start;
    FoldContext context = {fold, parameter};
    Visit visit = {.run = fold_run, .context = &context, .operands = 1, .tensor = {x}, .cost = 1,
                   .partials = partials, .start = &fold->start, .partialBytes = sizeof(accreal)};
    lampas_visit(&visit);
    for (long c = 0; c < visit.chunks; c++)
        sum = fold->combine(sum, partials[c]);
    return sum;
}

static accreal finished(const FN(Reduction) *reduction, accreal sum, long n, accreal parameter)
{
    return reduction->finish ? reduction->finish(sum, n, parameter) : sum;
}

accreal FN(reduceAll)(const FN(Reduction) *reduction, const THTensor *x)
{
    long n = lampas_count(x);
    accreal parameter = reduction->parameter;
    if (reduction->centre && n > 0)
        parameter = fold_all(reduction->centre, x, 0) / n;
    accreal all = finished(reduction, fold_all(reduction->fold, x, parameter), n, parameter);
#if REAL_IS_FLOATING
    all = isnan(all) ? NAN : all; /* the one NaN that LuaJIT does not take for another of its values (lua/torch/numbers.lua) */
#endif
    return all;
}

/* Fold a piece's lines, each into its sum, in whichever direction its elements lie together. */
static void fold_lines(const FN(Fold) *fold, const Lines *lines, accreal *sum, const accreal *parameter)
{
    const real *x = lines->data[0];
    long count = lines->count, length = lines->length[0], along = lines->along[0], across = lines->across[0];
    for (long i = 0; i < count; i++)
        sum[i] = fold->start;
    if (along == 1) {
        for (long i = 0; i < count; i++)
            fold->row(&sum[i], length, x + i * across, parameter[i]);
    } else if (count >= FEW_LINES && across == 1) {
        for (long k = 0; k < length; k++)
            fold->column(sum, count, x + k * along, parameter);
    } else {
        _Alignas(64) real tile[LAMPAS_TILE];
        long depth = LAMPAS_TILE / count;
        for (long k = 0; k < length; k += depth) {
            long n = length - k < depth ? length - k : depth;
            lampas_move(tile, 1, n, x + k * along, along, across, n, count, sizeof(real));
            for (long i = 0; i < count; i++)
                fold->row(&sum[i], n, tile + i * n, parameter[i]);
        }
    }
}

static void set_parameters(const FN(Reduction) *reduction, const Lines *lines, accreal *sum, accreal *parameter)
{
    for (long i = 0; i < lines->count; i++)
        parameter[i] = reduction->parameter;
    if (!reduction->centre)
        return;
    fold_lines(reduction->centre, lines, sum, parameter);
    for (long i = 0; i < lines->count; i++)
        parameter[i] = sum[i] / lines->length[0];
}

static int reduce_piece(const Lines *lines)
{
    const FN(Reduction) *reduction = lines->context;
    accreal sum[BLOCK], parameter[BLOCK];
    real *r = lines->data[1];
    set_parameters(reduction, lines, sum, parameter);
    fold_lines(reduction->fold, lines, sum, parameter);
    for (long i = 0; i < lines->count; i++)
        r[i * lines->across[1]] = (real)finished(reduction, sum[i], lines->length[0], parameter[i]);
    return 0;
}

/* The same without finishing: operand 1 holds the bare sums. */
static int partial_piece(const Lines *lines)
{
    const FN(Reduction) *reduction = lines->context;
    accreal sum[BLOCK], parameter[BLOCK], *r = lines->data[1];
    set_parameters(reduction, lines, sum, parameter);
    fold_lines(reduction->fold, lines, sum, parameter);
    for (long i = 0; i < lines->count; i++)
        r[i * lines->across[1]] = sum[i];
    return 0;
}

/* Lines of a piece. Wide blocks read memory in order, one row behind the other; with a centre they are read twice, and narrow ones stay
 * in cache. */
static long piece_lines(const FN(Reduction) *reduction, const THTensor *x, int dim)
{
    return x->stride[dim] == 1 ? ROWS : reduction->centre ? BLOCK / 8 : BLOCK;
}

static int reduce_whole(const FN(Reduction) *reduction, THTensor *r, const THTensor *x, int dim)
{
    LineVisit visit = {.run = reduce_piece, .context = reduction, .operands = 2, .tensor = {x, r}, .dim = dim,
                       .most = piece_lines(reduction, x, dim), .cost = 1};
    return lampas_visit_lines(&visit);
}

/* Sums of `length` elements of every line from `first` on into sums[], one for each line in row-major order. */
static void reduce_segment(const FN(Reduction) *reduction, accreal *sums, const THTensor *x, int dim, long first, long length)
{
    long size[LAMPAS_MAX_LOOPS], one[LAMPAS_MAX_LOOPS], stride[LAMPAS_MAX_LOOPS], step = 1;
    THTensor part = *x, result = *x;
    THStorage storage = {.data = sums};
    for (int d = x->nDimension - 1; d >= 0; d--) {
        size[d] = d == dim ? length : x->size[d];
        one[d] = d == dim ? 1 : x->size[d];
        stride[d] = step;
        step *= one[d];
    }
    part.size = size;
    part.storageOffset += first * x->stride[dim];
    result.size = one;
    result.stride = stride;
    result.storage = &storage;
    result.storageOffset = 0;
    result.type = ACCREAL;
    LineVisit visit = {.run = partial_piece, .context = reduction, .operands = 2, .tensor = {&part, &result}, .dim = dim,
                       .most = piece_lines(reduction, x, dim), .cost = 1};
    lampas_visit_lines(&visit);
}

static long larger(long a, long b) { return a > b ? a : b; }

/* Few and long lines: segments of them in parallel, their sums combined in order. */
static int reduce_segments(const FN(Reduction) *reduction, THTensor *r, const THTensor *x, int dim, long lines)
{
    long length = x->size[dim];
    long each = larger(larger(SEGMENT_LENGTH, SEGMENT / lines), (length + SEGMENTS - 1) / SEGMENTS);
    long segments = (length + each - 1) / each;
    accreal *sums = malloc((size_t)(segments * lines) * sizeof *sums);
    real *results = malloc((size_t)lines * sizeof *results);
    int status = sums && results ? 0 : -1;
    if (status == 0) {
        if (lampas_worth_threads((double)lines * length)) {
#pragma omp parallel for schedule(static)
            for (long s = 0; s < segments; s++)
                reduce_segment(reduction, sums + s * lines, x, dim, s * each, length - s * each < each ? length - s * each : each);
        } else {
            for (long s = 0; s < segments; s++)
                reduce_segment(reduction, sums + s * lines, x, dim, s * each, length - s * each < each ? length - s * each : each);
        }
        for (long i = 0; i < lines; i++) {
            accreal sum = reduction->fold->start;
            for (long s = 0; s < segments; s++)
                sum = reduction->fold->combine(sum, sums[s * lines + i]);
            results[i] = (real)finished(reduction, sum, length, reduction->parameter);
        }
        Scratch scratch;
        lampas_scratch(&scratch, r->type, results, lines);
        Visit copy = {.operands = 2, .outputs = 1, .tensor = {r, &scratch.tensor}, .cost = 1};
        status = lampas_visit(&copy);
    }
    free(sums);
    free(results);
    return status;
}

int FN(reduceAlong)(const FN(Reduction) *reduction, THTensor *r, const THTensor *x, int dim)
{
    long total = lampas_count(x), length = total > 0 ? x->size[dim] : 0;
    long lines = length > 0 ? total / length : 0;
    int few = lines > 0 && lines < FEW_PIECES * piece_lines(reduction, x, dim);
    if (few && total >= CUT_FROM && length >= 2 * SEGMENT_LENGTH && !reduction->centre && x->nDimension <= LAMPAS_MAX_LOOPS)
        return reduce_segments(reduction, r, x, dim, lines);
    return reduce_whole(reduction, r, x, dim);
}

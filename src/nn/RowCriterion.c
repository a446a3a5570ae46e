/* Criteria that are sums over rows: MultiMarginCriterion, MultiLabelMarginCriterion, CosineEmbeddingCriterion.
 *
 * Bound by reading the rows, but MultiLabelMarginCriterion, which goes over a row once for each of its classes. Groups of rows, at most
 * MAX_GROUPS whatever the number of threads, go to the threads; a group's rows are added up in their order, and the groups in
 * theirs. A row is summed in `real` RUN elements at a time, and those sums in double. */
#include "nn/RowCriterion.h"

#include "vmath.h"

enum { RUN = 1024, MAX_GROUPS = 256, PARALLEL_ELEMENTS = 16384 };

static const double EPS = 1e-12;

typedef struct Groups {
    ptrdiff_t rows, size, count;
} Groups;

static Groups groups_of(ptrdiff_t rows)
{
    ptrdiff_t size = (rows + MAX_GROUPS - 1) / MAX_GROUPS;
    return (Groups){rows, size, size > 0 ? (rows + size - 1) / size : 0};
}

static ptrdiff_t group_end(const Groups *groups, ptrdiff_t group)
{
    ptrdiff_t end = (group + 1) * groups->size;
    return end < groups->rows ? end : groups->rows;
}

/* Everything that the function of a row may read; `row` gives it one row's part. */
typedef struct Rows {
    const RowCriterion *c;
    const real *x, *y, *label, *weights;
    const int64_t *target;
    real *flags, *gx, *gy;
    double norm; /* of gradients */
} Rows;

static Rows row(const Rows *all, ptrdiff_t r)
{
    ptrdiff_t at = r * all->c->columns;
    Rows one = *all;
    one.x += at;
    one.y = all->y ? all->y + at : NULL;
    one.label = all->label ? all->label + r : NULL;
    one.flags = all->flags ? all->flags + at : NULL;
    one.gx = all->gx ? all->gx + at : NULL;
    one.gy = all->gy ? all->gy + at : NULL;
    return one;
}

typedef double RowLoss(const Rows *row, const int64_t *target);
typedef void RowGradient(const Rows *row, const int64_t *target);

/* Σ of the rows' losses; a row's targets are `targets` numbers. */
static double total(const Rows *all, ptrdiff_t targets, RowLoss *loss)
{
    const RowCriterion *c = all->c;
    Groups groups = groups_of(c->rows);
    double partial[MAX_GROUPS];
#pragma omp parallel for schedule(static) if (parallel: c->rows * c->columns > PARALLEL_ELEMENTS)
    for (ptrdiff_t group = 0; group < groups.count; group++) {
        double sum = 0;
        for (ptrdiff_t r = group * groups.size; r < group_end(&groups, group); r++) {
            Rows one = row(all, r);
            sum += loss(&one, all->target ? all->target + r * targets : NULL);
        }
        partial[group] = sum;
    }
    double sum = 0;
    for (ptrdiff_t group = 0; group < groups.count; group++)
        sum += partial[group];
    sum = c->sizeAverage ? sum / c->rows : sum;
    return sum == sum ? sum : (double)NAN;
}

static void gradient(Rows *all, ptrdiff_t targets, RowGradient *gradient_row)
{
    const RowCriterion *c = all->c;
    all->norm = c->sizeAverage ? 1.0 / c->rows : 1;
#pragma omp parallel for schedule(static) if (parallel: c->rows * c->columns > PARALLEL_ELEMENTS)
    for (ptrdiff_t r = 0; r < c->rows; r++) {
        Rows one = row(all, r);
        gradient_row(&one, all->target ? all->target + r * targets : NULL);
    }
}

/* ---- margins to the other classes ----------------------------------------------------------------------------------------------- */

/* Σ max(0, x + bound)^POWER over n elements. POWER is a literal at each call: a loop that the compiler splits in two for a variable loses its
 * vectors. */
static inline __attribute__((always_inline)) double margin_sum_of(const int POWER, const real *x, ptrdiff_t n, real bound)
{
    double total = 0;
    for (ptrdiff_t at = 0; at < n; at += RUN) {
        ptrdiff_t length = n - at < RUN ? n - at : RUN;
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < length; i++) {
            real z = x[at + i] + bound;
            sum += z <= 0 ? 0 : POWER == 1 ? z : z * z;
        }
        total += sum;
    }
    return total;
}

static double margin_sum(const real *x, ptrdiff_t n, real bound, int power)
{
    return power == 1 ? margin_sum_of(1, x, n, bound) : margin_sum_of(2, x, n, bound);
}

/* g = norm times the derivative of those terms; returns the sum of g. */
static inline __attribute__((always_inline)) double margin_gradient_of(const int POWER, real *g, const real *x, ptrdiff_t n, real bound, real norm)
{
    double total = 0;
    for (ptrdiff_t at = 0; at < n; at += RUN) {
        ptrdiff_t length = n - at < RUN ? n - at : RUN;
        real sum = 0;
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < length; i++) {
            real z = x[at + i] + bound;
            real slope = z <= 0 ? 0 : POWER == 1 ? norm : 2 * norm * z;
            g[at + i] = slope;
            sum += slope;
        }
        total += sum;
    }
    return total;
}

static double margin_gradient(real *g, const real *x, ptrdiff_t n, real bound, int power, real norm)
{
    return power == 1 ? margin_gradient_of(1, g, x, n, bound, norm) : margin_gradient_of(2, g, x, n, bound, norm);
}

static double multi_margin(const Rows *row, const int64_t *target)
{
    const RowCriterion *c = row->c;
    ptrdiff_t t = *target - 1, n = c->columns;
    real bound = c->margin - row->x[t];
    double sum = margin_sum(row->x, t, bound, c->power) + margin_sum(row->x + t + 1, n - t - 1, bound, c->power);
    return (row->weights ? row->weights[t] : 1) * sum / n;
}

static void multi_margin_gradient(const Rows *row, const int64_t *target)
{
    const RowCriterion *c = row->c;
    ptrdiff_t t = *target - 1, n = c->columns;
    real bound = c->margin - row->x[t], norm = row->norm * (row->weights ? row->weights[t] : 1) / n;
    row->gx[t] = -(margin_gradient(row->gx, row->x, t, bound, c->power, norm) +
                   margin_gradient(row->gx + t + 1, row->x + t + 1, n - t - 1, bound, c->power, norm));
}

static ptrdiff_t bad_class(const int64_t *target, ptrdiff_t rows, ptrdiff_t classes)
{
    for (ptrdiff_t r = 0; r < rows; r++)
        if (target[r] < 1 || target[r] > classes)
            return r + 1;
    return 0;
}

ptrdiff_t FN(MultiMarginCriterion_updateOutput)(const RowCriterion *c, double *loss, const real *input, const int64_t *target,
                                                const real *weights)
{
    ptrdiff_t bad = bad_class(target, c->rows, c->columns);
    if (!bad) {
        Rows all = {.c = c, .x = input, .target = target, .weights = weights};
        *loss = total(&all, 1, multi_margin);
    }
    return bad;
}

ptrdiff_t FN(MultiMarginCriterion_updateGradInput)(const RowCriterion *c, real *gradInput, const real *input, const int64_t *target,
                                                   const real *weights)
{
    ptrdiff_t bad = bad_class(target, c->rows, c->columns);
    if (!bad) {
        Rows all = {.c = c, .x = input, .gx = gradInput, .target = target, .weights = weights};
        gradient(&all, 1, multi_margin_gradient);
    }
    return bad;
}

/* ---- margins of several classes to the others -------------------------------------------------------------------------------------- */

static void mark(const Rows *row, const int64_t *target)
{
    ptrdiff_t n = row->c->columns;
    for (ptrdiff_t i = 0; i < n; i++)
        row->flags[i] = 0;
    for (ptrdiff_t j = 0; j < n && target[j] != 0; j++)
        row->flags[target[j] - 1] = 1;
}

static double multi_label(const Rows *row, const int64_t *target)
{
    ptrdiff_t n = row->c->columns;
    const real *x = row->x, *flags = row->flags;
    double total = 0;
    mark(row, target);
    for (ptrdiff_t j = 0; j < n && target[j] != 0; j++) {
        real bound = 1 - x[target[j] - 1], sum = 0;
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++) {
            real z = x[i] + bound;
            sum += flags[i] != 0 || z <= 0 ? 0 : z;
        }
        total += sum;
    }
    return total / n;
}

/* Counts of the terms that are not 0 first, exactly, then their slope. */
static void multi_label_gradient(const Rows *row, const int64_t *target)
{
    ptrdiff_t n = row->c->columns;
    const real *x = row->x, *flags = row->flags;
    real *g = row->gx, norm = row->norm / n;
    mark(row, target);
    for (ptrdiff_t i = 0; i < n; i++)
        g[i] = 0;
    for (ptrdiff_t j = 0; j < n && target[j] != 0; j++) {
        real bound = 1 - x[target[j] - 1], sum = 0;
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++) {
            real one = flags[i] != 0 || x[i] + bound <= 0 ? 0 : 1;
            g[i] += one;
            sum += one;
        }
        g[target[j] - 1] -= sum;
    }
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        g[i] *= norm;
}

static ptrdiff_t bad_list(const int64_t *target, ptrdiff_t rows, ptrdiff_t classes)
{
    for (ptrdiff_t r = 0; r < rows; r++, target += classes)
        for (ptrdiff_t j = 0; j < classes && target[j] != 0; j++)
            if (target[j] < 1 || target[j] > classes)
                return r + 1;
    return 0;
}

ptrdiff_t FN(MultiLabelMarginCriterion_updateOutput)(const RowCriterion *c, double *loss, real *isTarget, const real *input,
                                                     const int64_t *target)
{
    ptrdiff_t bad = bad_list(target, c->rows, c->columns);
    if (!bad) {
        Rows all = {.c = c, .x = input, .flags = isTarget, .target = target};
        *loss = total(&all, c->columns, multi_label);
    }
    return bad;
}

ptrdiff_t FN(MultiLabelMarginCriterion_updateGradInput)(const RowCriterion *c, real *gradInput, real *isTarget, const real *input,
                                                        const int64_t *target)
{
    ptrdiff_t bad = bad_list(target, c->rows, c->columns);
    if (!bad) {
        Rows all = {.c = c, .x = input, .gx = gradInput, .flags = isTarget, .target = target};
        gradient(&all, c->columns, multi_label_gradient);
    }
    return bad;
}

/* ---- angles between the rows of a pair ------------------------------------------------------------------------------------------ */

typedef struct Angle {
    double xx, yy, cos; /* squares of the lengths, and x · y over their product */
} Angle;

static Angle angle_of(const real *x, const real *y, ptrdiff_t n)
{
    double xx = EPS, yy = EPS, xy = 0;
    for (ptrdiff_t at = 0; at < n; at += RUN) {
        ptrdiff_t end = n - at < RUN ? n : at + RUN;
        real a = 0, b = 0, d = 0;
#pragma omp simd reduction(+ : a, b, d)
        for (ptrdiff_t i = at; i < end; i++) {
            a += x[i] * x[i];
            b += y[i] * y[i];
            d += x[i] * y[i];
        }
        xx += a;
        yy += b;
        xy += d;
    }
    return (Angle){xx, yy, xy / sqrt(xx * yy)};
}

static double cosine(const Rows *row, const int64_t *target)
{
    (void)target;
    double cos = angle_of(row->x, row->y, row->c->columns).cos;
    if (*row->label == 1)
        return 1 - cos;
    return cos <= row->c->margin ? 0 : cos - row->c->margin;
}

/* The derivative of cos by x is y / (|x| |y|) - x cos / |x|². */
static void cosine_gradient(const Rows *row, const int64_t *target)
{
    (void)target;
    const real *x = row->x, *y = row->y;
    real *gx = row->gx, *gy = row->gy;
    ptrdiff_t n = row->c->columns;
    Angle angle = angle_of(x, y, n);
    double norm = *row->label == 1 ? -row->norm : angle.cos <= row->c->margin ? 0 : row->norm;
    real both = norm / sqrt(angle.xx * angle.yy), own_x = norm * angle.cos / angle.xx, own_y = norm * angle.cos / angle.yy;
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        gx[i] = both * y[i] - own_x * x[i];
        gy[i] = both * x[i] - own_y * y[i];
    }
}

double FN(CosineEmbeddingCriterion_updateOutput)(const RowCriterion *c, const real *x, const real *y, const real *label)
{
    Rows all = {.c = c, .x = x, .y = y, .label = label};
    return total(&all, 0, cosine);
}

void FN(CosineEmbeddingCriterion_updateGradInput)(const RowCriterion *c, real *gradX, real *gradY, const real *x, const real *y,
                                                  const real *label)
{
    Rows all = {.c = c, .x = x, .y = y, .gx = gradX, .gy = gradY, .label = label};
    gradient(&all, 0, cosine_gradient);
}

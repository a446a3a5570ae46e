/* Pairs of rows: dot products, cosines and distances
 *
 * With w = 1 / √(s_a s_b), s_a = a·a + 1e-12 and s_b likewise, the cosine is y = w a·b, and
 *
 *    ∂y/∂a = w b - (y / s_a) a            ∂y/∂b = w a - (y / s_b) b
 *
 * Memory bounds them all: each row is read once from it, and a second time, for the gradient, from the first cache. One row is one
 * thread's, so the numbers do not depend on how many there are; distances of other norms than 1 and 2 take a power for each element. */
#include "nn/RowPairs.h"

#include "vmath.h"

enum { PARALLEL = 32 * 1024 };
static const real EPSILON = 1e-12;

static real dot(const real *a, const real *b, ptrdiff_t n)
{
    real sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* to = alpha x + beta y */
static void combine(real *to, real alpha, const real *x, real beta, const real *y, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        to[i] = alpha * x[i] + beta * y[i];
}

static void scaled(real *to, real alpha, const real *x, ptrdiff_t n)
{
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        to[i] = alpha * x[i];
}

void FN(DotProduct_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, real *output)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++)
        output[i] = dot(a + i * width, b + i * width, width);
}

void FN(DotProduct_updateGradInput)(const real *a, const real *b, const real *gradOutput, ptrdiff_t n, ptrdiff_t width, real *gradA,
                                    real *gradB)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        scaled(gradA + i * width, gradOutput[i], b + i * width, width);
        scaled(gradB + i * width, gradOutput[i], a + i * width, width);
    }
}

struct cosine {
    real a2, b2; /* s_a, s_b */
    real w, y;
};

static struct cosine cosine(const real *a, const real *b, ptrdiff_t n)
{
    real ab = 0, aa = 0, bb = 0;
#pragma omp simd reduction(+ : ab, aa, bb)
    for (ptrdiff_t i = 0; i < n; i++) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    struct cosine c = {.a2 = aa + EPSILON, .b2 = bb + EPSILON};
    c.w = 1 / real_sqrt(c.a2) / real_sqrt(c.b2); /* the product of the squares might overflow */
    c.y = c.w * ab;
    return c;
}

void FN(CosineDistance_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, real *output)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++)
        output[i] = cosine(a + i * width, b + i * width, width).y;
}

void FN(CosineDistance_updateGradInput)(const real *a, const real *b, const real *gradOutput, ptrdiff_t n, ptrdiff_t width, real *gradA,
                                        real *gradB)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        const real *x = a + i * width, *y = b + i * width;
        const struct cosine c = cosine(x, y, width);
        const real g = gradOutput[i];
        combine(gradA + i * width, g * c.w, y, -g * c.y / c.a2, x, width);
        combine(gradB + i * width, g * c.w, x, -g * c.y / c.b2, y, width);
    }
}

static real distance(const real *a, const real *b, ptrdiff_t n, double p)
{
    real sum = 0;
    if (p == 1) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += real_fabs(a[i] - b[i]);
        return sum;
    } else if (p == 2) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return real_sqrt(sum);
    }
    const real power = (real)p;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t i = 0; i < n; i++)
        sum += real_pow(real_fabs(a[i] - b[i]), power);
    return real_pow(sum, 1 / power);
}

void FN(PairwiseDistance_updateOutput)(const real *a, const real *b, ptrdiff_t n, ptrdiff_t width, double p, real *output)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++)
        output[i] = distance(a + i * width, b + i * width, width, p);
}

/* g sign(d) |d|^(p-1), with g over the distance's own power already. */
static void slope(real *gradA, real *gradB, const real *a, const real *b, real g, ptrdiff_t n, double p)
{
    if (p == 2) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gradA[i] = g * (a[i] - b[i]);
    } else {
        const real power = (real)(p - 1);
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++) {
            const real d = a[i] - b[i], size = p == 1 ? 1 : real_pow(real_fabs(d), power);
            gradA[i] = d > 0 ? g * size : d < 0 ? -g * size : d * 0;
        }
    }
    scaled(gradB, -1, gradA, n);
}

void FN(PairwiseDistance_updateGradInput)(const real *a, const real *b, const real *output, const real *gradOutput, ptrdiff_t n,
                                          ptrdiff_t width, double p, real *gradA, real *gradB)
{
#pragma omp parallel for schedule(static) if (parallel: n * width > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++) {
        const real g = p == 1 ? gradOutput[i] : gradOutput[i] / real_pow(output[i] + (real)1e-6, (real)(p - 1));
        slope(gradA + i * width, gradB + i * width, a + i * width, b + i * width, g, width, p);
    }
}

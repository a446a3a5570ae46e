/* y = x / ‖x‖ for each row, ‖x‖ = (Σ |x|^p + eps)^(1/p).
 *
 * With d = Σ g x the gradient is g / ‖x‖ - sign(x) |x|^(p-1) d / (‖x‖^p ‖x‖). p = 1, 2 and infinity need no powers and are bound by
 * memory. Parallel over rows, each of which belongs to one thread. */
#include "nn/Normalize.h"

#include "vmath.h"

#include <omp.h>

enum { PARALLEL_ELEMENTS = 16384 };

/* Σ |x|^p, or max |x|. */
static real power_sum(const real *x, ptrdiff_t n, real p)
{
    real sum = 0;
    if (isinf(p)) {
#pragma omp simd reduction(max : sum)
        for (ptrdiff_t i = 0; i < n; i++) {
            const real size = real_fabs(x[i]);
            sum = size > sum ? size : sum;
        }
    } else if (p == 1) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += real_fabs(x[i]);
    } else if (p == 2) {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += x[i] * x[i];
    } else {
#pragma omp simd reduction(+ : sum)
        for (ptrdiff_t i = 0; i < n; i++)
            sum += real_pow(real_fabs(x[i]), p);
    }
    return sum;
}

static real norm_of(const real *x, ptrdiff_t n, real p, real eps)
{
    const real sum = power_sum(x, n, p) + eps;
    return isinf(p) || p == 1 ? sum : p == 2 ? real_sqrt(sum) : real_pow(sum, 1 / p);
}

void FN(Normalize_updateOutput)(real *output, real *norm, const real *input, ptrdiff_t rows, ptrdiff_t width, double p, double eps)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL_ELEMENTS)
    for (ptrdiff_t r = 0; r < rows; r++) {
        const real *x = input + r * width, size = norm[r] = norm_of(input + r * width, width, p, eps);
        real *y = output + r * width;
#pragma omp simd
        for (ptrdiff_t i = 0; i < width; i++)
            y[i] = x[i] / size;
    }
}

static ptrdiff_t largest(const real *x, ptrdiff_t n)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 1; i < n; i++)
        if (real_fabs(x[i]) > real_fabs(x[at]))
            at = i;
    return at;
}

/* gx = g / size - sign(x) |x|^(p-1) part. */
static void gradient_row(real *gx, const real *g, const real *x, ptrdiff_t n, real p, real size, real part)
{
    if (isinf(p)) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gx[i] = g[i] / size;
        const ptrdiff_t at = largest(x, n);
        gx[at] -= (x[at] > 0) * part - (x[at] < 0) * part;
    } else if (p == 1) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gx[i] = g[i] / size - (x[i] > 0 ? part : x[i] < 0 ? -part : 0);
    } else if (p == 2) {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++)
            gx[i] = g[i] / size - x[i] * part;
    } else {
#pragma omp simd
        for (ptrdiff_t i = 0; i < n; i++) {
            const real power = part * real_pow(real_fabs(x[i]), p - 1);
            gx[i] = g[i] / size - (x[i] > 0 ? power : x[i] < 0 ? -power : 0);
        }
    }
}

void FN(Normalize_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, const real *norm, ptrdiff_t rows,
                                   ptrdiff_t width, double p)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL_ELEMENTS)
    for (ptrdiff_t r = 0; r < rows; r++) {
        const real *x = input + r * width, *g = gradOutput + r * width, size = norm[r];
        real product = 0;
#pragma omp simd reduction(+ : product)
        for (ptrdiff_t i = 0; i < width; i++)
            product += g[i] * x[i];
        const real power = isinf(p) || p == 1 ? size : p == 2 ? size * size : real_pow(size, p);
        gradient_row(gradInput + r * width, g, x, width, p, size, isinf(p) ? product / (size * size) : product / (power * size));
    }
}

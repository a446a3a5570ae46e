/* nn.LinearWeightNorm, nn.WeightNorm: W = g v / ‖v‖ row by row, and the gradients by g and v from that by W (Salimans and Kingma
 * 2016). Bound by memory;
 * a row is read a second time from the first cache. Parallel over rows. */
#include "nn/LinearWeightNorm.h"

#include <math.h>

enum { PARALLEL = 32 * 1024 };

static real dot(const real *a, const real *b, long n)
{
    real sum = 0;
#pragma omp simd reduction(+ : sum)
    for (long i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

void FN(LinearWeightNorm_weight)(long rows, long width, const real *v, const real *g, double added, double eps, real *norm,
                                real *weight)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL)
    for (long r = 0; r < rows; r++) {
        const real *row = v + r * width;
        norm[r] = sqrt(dot(row, row, width) + added);
        if (norm[r] < (real)eps)
            norm[r] = (real)eps;
        const real factor = g[r] / norm[r];
#pragma omp simd
        for (long i = 0; i < width; i++)
            weight[r * width + i] = factor * row[i];
    }
}

void FN(LinearWeightNorm_gradients)(long rows, long width, const real *gradWeight, const real *v, const real *g, const real *norm,
                                    real *gradV,
                                    real *gradG)
{
#pragma omp parallel for schedule(static) if (parallel: rows * width > PARALLEL)
    for (long r = 0; r < rows; r++) {
        const real *gradient = gradWeight + r * width, *row = v + r * width;
        const real along = dot(gradient, row, width) / norm[r], factor = g[r] / norm[r], back = factor * along / norm[r];
        real *to = gradV + r * width;
#pragma omp simd
        for (long i = 0; i < width; i++)
            to[i] += factor * gradient[i] - back * row[i];
        gradG[r] += along;
    }
}

/* sums[plane] += scale * sum over images and elements of x[image][plane][element]
 *
 * Reading x bounds it. Parallel over planes; a plane of an image is summed in vectors, and these sums in accreal, image by image: the order
 * depends on the sizes alone. */
#include "nn/plane_sums.h"
#include "simd.h"

#include <omp.h>

enum {
    PARALLEL = 1 << 15, /* elements from which threads are worth their start */
    WIDE = 4,           /* vectors of sums at a time */
};

static accreal sum_of(const real *x, long n)
{
    vec s[WIDE] = {{0}};
    accreal sum = 0;
    long i = 0;
    for (; i + WIDE * VL <= n; i += WIDE * VL)
        for (int j = 0; j < WIDE; j++)
            s[j] += vec_load(x + i + j * VL);
    for (; i < n; i++)
        sum += x[i];
    for (int j = 0; j < WIDE; j++)
        for (int lane = 0; lane < VL; lane++)
            sum += s[j][lane];
    return sum;
}

void FN(lampas_plane_sums)(const real *x, long batch, long planes, long area, real scale, real *sums)
{
#pragma omp parallel for schedule(static) if (parallel: batch * planes * area > PARALLEL)
    for (long plane = 0; plane < planes; plane++) {
        accreal sum = 0;
        for (long image = 0; image < batch; image++)
            sum += sum_of(x + (image * planes + plane) * area, area);
        sums[plane] += scale * (real)sum;
    }
}

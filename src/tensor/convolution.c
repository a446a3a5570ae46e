/* Convolution and correlation of tensors, and squared distances of rows (Torch's match).
 *
 *    r[o](z,y,x) = sum over i, dz, dy, dx of  in[i](z + dz, y + dy, x + dx) * k[o][i](dz, dy, dx)
 *
 * with the kernel turned around for a convolution. Full results are valid ones of the input between zeros: zero columns are written
 * around a copy of it, zero rows and planes are left out of the sums.
 *
 * A block of a result row (up to MOST vectors) stays in registers while all taps of all input planes pass; every multiplication
 * loads one vector of input and uses one broadcast kernel element. Bound by arithmetic. Parallel over all rows of all planes;
 * each is summed in one order, so the results do not depend on the number of threads. */
#include "tensor/convolution.h"
#include "engine/workspace.h"
#include "vector_width.h"

#include <string.h>

/* Integers are multiplied without a sign, so that they wrap around instead of overflowing. */
#define UNSIGNED(x) _Generic(x, int8_t: (uint8_t)0, int16_t: (uint16_t)0, int32_t: (uint32_t)0, int64_t: (uint64_t)0, default: x)
typedef __typeof__(UNSIGNED((real)0)) lane;
typedef lane vector __attribute__((vector_size(VECTOR_BYTES)));
typedef vector unaligned_vector __attribute__((aligned(1), may_alias));

enum {
    VL = VECTOR_BYTES / sizeof(real),
    MOST = VECTOR_REGISTERS / 2, /* vectors of sums at a time */
    PARALLEL = 1 << 15,          /* multiplications from which threads are worth their start */
};

typedef struct Job {
    const lampas_convolution *c;
    const real *x;        /* rows of `width` elements, zero columns among them */
    long width;
    long pad[3];
    const real *k;
    long planeSize, kernelSize; /* elements of an input plane (in x) and of a kernel */
} Job;

/* Taps along dimension d that meet the input at output place `at`: from *first up to the result. */
static long taps(const Job *job, int d, long at, long *first)
{
    long start = at - job->pad[d], end = job->c->input[d] - start;
    *first = start < 0 ? -start : 0;
    return end < job->c->kernel[d] ? end : job->c->kernel[d];
}

/* n vectors of row (z, y) of output plane o from column `from` on. */
static inline __attribute__((always_inline)) void block(const Job *job, long o, long z, long y, long from, int n, vector *sum)
{
    const lampas_convolution *c = job->c;
    long z0, y0, z1 = taps(job, 0, z, &z0), y1 = taps(job, 1, y, &y0);
    long step = c->flip ? -1 : 1, columns = c->kernel[2];
    vector s[MOST];
#pragma GCC unroll 16
    for (int j = 0; j < n; j++)
        s[j] = (vector){0};
    for (long i = 0; i < c->inputs; i++) {
        const real *plane = job->x + (c->shared ? i : o * c->inputs + i) * job->planeSize;
        const real *kernel = job->k + (o * c->inputs + i) * job->kernelSize + (c->flip ? job->kernelSize - 1 : 0);
        for (long dz = z0; dz < z1; dz++)
            for (long dy = y0; dy < y1; dy++) {
                const real *in = plane + ((z + dz - job->pad[0]) * c->input[1] + y + dy - job->pad[1]) * job->width + from;
                const real *weight = kernel + (dz * c->kernel[1] + dy) * columns * step;
                for (long dx = 0; dx < columns; dx++, in++, weight += step) {
                    const vector w = (lane)*weight - (vector){0};
#pragma GCC unroll 16
                    for (int j = 0; j < n; j++)
                        s[j] += *(const unaligned_vector *)(in + j * VL) * w;
                }
            }
    }
#pragma GCC unroll 16
    for (int j = 0; j < n; j++)
        sum[j] = s[j];
}

/* One row of the output, in blocks of MOST, 4, 2 and 1 vectors. The last vector reaches back over its predecessor; where the row is
 * shorter than a vector, the input has room for reading past its end. */
static void row(const Job *job, real *r, long o, long z, long y)
{
    long width = job->c->output[2];
    vector sum[MOST];
    for (long at = 0; at < width;) {
        long left = (width - at) / VL;
        int n = 1;
        if (left >= MOST)
            block(job, o, z, y, at, n = MOST, sum);
        else if (left >= 4)
            block(job, o, z, y, at, n = 4, sum);
        else if (left >= 2)
            block(job, o, z, y, at, n = 2, sum);
        else {
            at = left || width < VL ? at : width - VL;
            block(job, o, z, y, at, n = 1, sum);
        }
        long count = width - at < n * VL ? width - at : n * VL;
        memcpy(r + at, sum, (size_t)count * sizeof(real));
        at += count;
    }
}

/* A copy of the input with zero columns on both sides of its rows. */
static int pad_columns(Job *job, const real *x, long rows)
{
    long width = job->c->input[2], pad = job->pad[2];
    job->width = width + 2 * pad;
    lampas_workspace *workspace = lampas_workspace_reserve((size_t)(rows * job->width + VL) * sizeof(real), 0, 0);
    if (!workspace)
        return -1;
    real *copy = workspace->shared;
    job->x = copy;
#pragma omp parallel for schedule(static) if (parallel: rows * job->width > PARALLEL)
    for (long i = 0; i < rows; i++) {
        real *to = copy + i * job->width;
        memset(to, 0, (size_t)pad * sizeof(real));
        memcpy(to + pad, x + i * width, (size_t)width * sizeof(real));
        memset(to + pad + width, 0, (size_t)pad * sizeof(real));
    }
    memset(copy + rows * job->width, 0, VL * sizeof(real));
    return 0;
}

int FN(convolve)(const lampas_convolution *c, real *r, const real *x, const real *k)
{
    Job job = {.c = c, .x = x, .k = k, .width = c->input[2], .kernelSize = c->kernel[0] * c->kernel[1] * c->kernel[2]};
    for (int d = 0; d < 3; d++)
        job.pad[d] = (c->output[d] + c->kernel[d] - 1 - c->input[d]) / 2;
    long planes = c->shared ? c->inputs : c->planes * c->inputs;
    if ((job.pad[2] > 0 || c->output[2] < VL) && pad_columns(&job, x, planes * c->input[0] * c->input[1]) != 0)
        return -1;
    job.planeSize = c->input[0] * c->input[1] * job.width;
    long depth = c->output[0], height = c->output[1], width = c->output[2];
    long places = depth * height, rows = places * c->planes;
#pragma omp parallel for schedule(static) if (parallel: rows * width * c->inputs * job.kernelSize > PARALLEL)
    for (long i = 0; i < rows; i++) { /* all planes that sum over the same input come after each other, while it is in the cache */
        long o = c->shared ? i % c->planes : i / places, at = c->shared ? i / c->planes : i % places;
        row(&job, r + (o * places + at) * width, o, at / height, at % height);
    }
    return 0;
}

void FN(match)(real *r, const real *x, const real *y, long m, long n, long length, real gain)
{
#pragma omp parallel for schedule(static) if (parallel: m * n * length > PARALLEL)
    for (long i = 0; i < m; i++)
        for (long j = 0; j < n; j++) {
            const real *a = x + i * length, *b = y + j * length;
            lane sum = 0;
#pragma omp simd reduction(+ : sum)
            for (long l = 0; l < length; l++) {
                lane difference = (lane)a[l] - (lane)b[l];
                sum += difference * difference;
            }
            r[i * n + j] = (real)(sum * (lane)gain);
        }
}

/* Each feature of a sequence through a filter of its own
 *
 *   output[t][f]      = bias[f] + sum over k of weight[k][f] * input[t dW + k][f]
 *   gradInput[i][f]   = sum over the windows t that hold frame i of weight[i - t dW][f] * gradOutput[t][f]
 *   gradWeight[k][f] += scale * sum over t of gradOutput[t][f] * input[t dW + k][f]
 *
 * The features of a frame lie side by side: a vector holds neighbouring features, and each lane has its own weight. Memory traffic bounds it
 * but for long windows. Parallel over frames of the result, or over features; every sum has one owner and one order, so the numbers
 * do not depend on the number of threads. */
#include "nn/FrameFilters.h"
#include "nn/Linear.h"
#include "simd.h"

enum {
    PARALLEL = 40000, /* multiply-adds from which threads are worth their start */
    WIDE = 4,         /* vectors of features summed at a time */
};

/* With FULL, a literal, whole vectors; else the first n lanes. */
static inline __attribute__((always_inline)) vec get(const int FULL, const real *p, long n) { return FULL ? vec_load(p) : vec_load_partial(p, n); }

/* to[0 … n) = start + sum over terms i < count of a[i * a_step] * b[i * b_step], lane by lane. */
static inline __attribute__((always_inline)) void sum_terms(const int FULL, long n, const real *start, long count, const real *a, long a_step,
                                                            const real *b, long b_step, real *to)
{
    vec sum = start ? get(FULL, start, n) : (vec){0};
    for (long i = 0; i < count; i++, a += a_step, b += b_step)
        sum += get(FULL, a, n) * get(FULL, b, n);
    if (FULL)
        vec_store(to, sum);
    else
        vec_store_partial(to, sum, n);
}

/* The same for a frame of n features. */
static void sum_frame(long n, const real *start, long count, const real *a, long a_step, const real *b, long b_step, real *to)
{
    long f = 0;
    for (; f + VL <= n; f += VL)
        sum_terms(1, VL, start ? start + f : NULL, count, a + f, a_step, b + f, b_step, to + f);
    if (f < n)
        sum_terms(0, n - f, start ? start + f : NULL, count, a + f, a_step, b + f, b_step, to + f);
}

void FN(FrameFilters_updateOutput)(const TemporalConvolution_shape *s, long pitch, const real *input, const real *weight, const real *bias,
                                   real *output)
{
    const long size = s->inputFrameSize, all = s->batch * s->outputFrames;
#pragma omp parallel for schedule(static) if (parallel: all * size * s->kW > PARALLEL)
    for (long i = 0; i < all; i++) {
        const long n = i / s->outputFrames, t = i - n * s->outputFrames;
        sum_frame(size, bias, s->kW, weight, pitch, input + (n * s->frames + t * s->dW) * size, size, output + i * size);
    }
}

void FN(FrameFilters_updateGradInput)(const TemporalConvolution_shape *s, long pitch, const real *gradOutput, const real *weight,
                                      real *gradInput)
{
    const long size = s->inputFrameSize, all = s->batch * s->frames;
#pragma omp parallel for schedule(static) if (parallel: all * size * s->kW > PARALLEL)
    for (long i = 0; i < all; i++) {
        const long n = i / s->frames, frame = i - n * s->frames;
        const long before = frame - s->kW + 1, first = before > 0 ? (before + s->dW - 1) / s->dW : 0;
        const long most = frame / s->dW, last = most < s->outputFrames ? most : s->outputFrames - 1;
        sum_frame(size, NULL, last - first + 1, weight + (frame - first * s->dW) * pitch, -s->dW * pitch,
                  gradOutput + (n * s->outputFrames + first) * size, size, gradInput + i * size);
    }
}

/* gradWeight of VECTORS vectors of features and one k; with FULL 0, of the n lanes of one. */
static inline __attribute__((always_inline)) void accumulate(const int VECTORS, const int FULL, long n, const TemporalConvolution_shape *s,
                                                             const real *input, const real *gradOutput, real *gradWeight, real scale)
{
    vec total[WIDE] = {{0}};
    for (long sample = 0; sample < s->batch; sample++) {
        const real *x = input + sample * s->frames * s->inputFrameSize, *g = gradOutput + sample * s->outputFrames * s->inputFrameSize;
        vec sum[WIDE] = {{0}};
        for (long t = 0; t < s->outputFrames; t++, x += s->dW * s->inputFrameSize, g += s->inputFrameSize)
            for (int v = 0; v < VECTORS; v++)
                sum[v] += get(FULL, g + v * VL, n) * get(FULL, x + v * VL, n);
        for (int v = 0; v < VECTORS; v++)
            total[v] += sum[v];
    }
    for (int v = 0; v < VECTORS; v++) {
        real *to = gradWeight + v * VL;
        const vec result = get(FULL, to, n) + vec_set(scale) * total[v];
        if (FULL)
            vec_store(to, result);
        else
            vec_store_partial(to, result, n);
    }
}

void FN(FrameFilters_accGradParameters)(const TemporalConvolution_shape *s, long pitch, const real *input, const real *gradOutput,
                                        real *gradWeight, real *gradBias, real scale)
{
    const long size = s->inputFrameSize;
    if (gradBias)
        FN(lampas_column_sums)(s->batch * s->outputFrames, size, gradOutput, gradBias, scale);
#pragma omp parallel for schedule(dynamic) if (parallel: s->batch * s->outputFrames * size * s->kW > PARALLEL)
    for (long first = 0; first < size; first += WIDE * VL)
        for (long k = 0; k < s->kW; k++) {
            const real *x = input + k * size;
            real *to = gradWeight + k * pitch;
            long f = first;
            if (f + WIDE * VL <= size)
                accumulate(WIDE, 1, VL, s, x + f, gradOutput + f, to + f, scale);
            else
                for (; f < size; f += VL)
                    accumulate(1, 0, size - f < VL ? size - f : VL, s, x + f, gradOutput + f, to + f, scale);
        }
}

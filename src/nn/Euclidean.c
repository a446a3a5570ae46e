/* nn.Euclidean and nn.WeightedEuclidean (Euclidean.h has the formulas)
 *
 * Differences are squared as they are: expanding ‖x - w‖² into products would make it a matrix multiplication, but lose the
 * distance of near points to cancellation. So each term costs a subtraction and a multiply-add (weighted: a multiplication more), and half
 * (a third) of the multiply-add peak bounds all three loops, which keep a small tile of sums in registers:
 *
 *   output      SAMPLES rows of x  ×  WIDE vectors of outputs, over i
 *   gradInput   SAMPLES rows of x  ×  INPUTS inputs, over o, a vector of partial sums for each, added up at the end
 *   gradWeight  INPUTS inputs  ×  one vector of outputs, over b
 *
 * Parallel over the tiles' first matrix dimension that all threads can share without meeting (strips of outputs, groups of inputs), each
 * sum in one order: the numbers do not depend on the threads. */
#include "nn/Euclidean.h"
#include "inline.h"
#include "simd.h"

#include <math.h>

enum { SAMPLES = 4, WIDE = 2, INPUTS = 4, PARALLEL = 16 * 1024 };

static long least(long a, long b) { return a < b ? a : b; }

/* `lanes` < VL: of the last vector of a row, which must not be read beyond. */
INLINE vec some(const real *p, long lanes) { return lanes >= VL ? vec_load(p) : vec_load_partial(p, lanes); }

/* ---- output ---- */

INLINE void output_tile(const int samples, const int wide, const int weighted, long nInput, long nOutput, const real *x, const real *weight,
                        const real *scale, long lanes, real *output)
{
    vec sum[SAMPLES][WIDE] = {{{0}}};
    for (long i = 0; i < nInput; i++) {
        vec w[WIDE], c[WIDE];
#pragma GCC unroll 2
        for (int v = 0; v < wide; v++) {
            w[v] = some(weight + i * nOutput + v * VL, lanes - v * VL);
            if (weighted)
                c[v] = some(scale + i * nOutput + v * VL, lanes - v * VL);
        }
#pragma GCC unroll 4
        for (int b = 0; b < samples; b++) {
            const vec value = vec_broadcast(x + b * nInput + i);
#pragma GCC unroll 2
            for (int v = 0; v < wide; v++) {
                vec d = value - w[v];
                if (weighted)
                    d *= c[v];
                sum[b][v] += d * d;
            }
        }
    }
    for (int b = 0; b < samples; b++)
        for (int v = 0; v < wide; v++)
            vec_store_partial(output + b * nOutput + v * VL, sum[b][v], least(lanes - v * VL, VL));
}

INLINE void output_strip(const int weighted, long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                         long o, real *output)
{
    const long lanes = nOutput - o;
    for (long b = 0; b < batch;) {
        const int samples = batch - b >= SAMPLES ? SAMPLES : 1;
        const real *rows = x + b * nInput, *centres = weight + o, *factors = weighted ? scale + o : NULL;
        real *to = output + b * nOutput + o;
        if (samples == SAMPLES && lanes >= WIDE * VL)
            output_tile(SAMPLES, WIDE, weighted, nInput, nOutput, rows, centres, factors, WIDE * VL, to);
        else if (samples == SAMPLES && lanes > VL)
            output_tile(SAMPLES, WIDE, weighted, nInput, nOutput, rows, centres, factors, lanes, to);
        else if (samples == SAMPLES)
            output_tile(SAMPLES, 1, weighted, nInput, nOutput, rows, centres, factors, lanes, to);
        else if (lanes > VL)
            output_tile(1, WIDE, weighted, nInput, nOutput, rows, centres, factors, least(lanes, WIDE * VL), to);
        else
            output_tile(1, 1, weighted, nInput, nOutput, rows, centres, factors, lanes, to);
        for (long s = 0; s < samples; s++)
            for (long j = 0; j < least(lanes, WIDE * VL); j++)
                to[s * nOutput + j] = sqrt(to[s * nOutput + j]);
        b += samples;
    }
}

void FN(Euclidean_updateOutput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale, real *output)
{
#pragma omp parallel for schedule(static) if (parallel: batch * nInput * nOutput > PARALLEL)
    for (long o = 0; o < nOutput; o += WIDE * VL) {
        if (scale)
            output_strip(1, batch, nInput, nOutput, x, weight, scale, o, output);
        else
            output_strip(0, batch, nInput, nOutput, x, weight, scale, o, output);
    }
}

void FN(Euclidean_slope)(ptrdiff_t n, const real *gradOutput, const real *output, real *slope)
{
#pragma omp parallel for simd schedule(static) if (parallel: n > PARALLEL)
    for (ptrdiff_t i = 0; i < n; i++)
        slope[i] = gradOutput[i] / (output[i] + (real)1e-7);
}

/* ---- gradInput ---- */

INLINE real lanes_sum(vec v)
{
    real lanes[VL], sum = 0;
    vec_store(lanes, v);
    for (int j = 0; j < VL; j++)
        sum += lanes[j];
    return sum;
}

INLINE void input_tile(const int samples, const int inputs, const int weighted, long nInput, long nOutput, const real *x,
                       const real *weight,
                       const real *scale, const real *slope, real *gradInput)
{
    vec sum[SAMPLES][INPUTS] = {{{0}}}, value[SAMPLES][INPUTS];
    for (int b = 0; b < samples; b++)
        for (int i = 0; i < inputs; i++)
            value[b][i] = vec_broadcast(x + b * nInput + i);
    for (long o = 0; o < nOutput; o += VL) {
        const long lanes = nOutput - o;
        vec g[SAMPLES];
#pragma GCC unroll 4
        for (int b = 0; b < samples; b++)
            g[b] = some(slope + b * nOutput + o, lanes);
#pragma GCC unroll 4
        for (int i = 0; i < inputs; i++) {
            const vec w = some(weight + i * nOutput + o, lanes);
            vec squared = {0};
            if (weighted) {
                squared = some(scale + i * nOutput + o, lanes);
                squared *= squared;
            }
#pragma GCC unroll 4
            for (int b = 0; b < samples; b++) {
                vec d = value[b][i] - w;
                if (weighted)
                    d *= squared;
                sum[b][i] += g[b] * d;
            }
        }
    }
    for (int b = 0; b < samples; b++)
        for (int i = 0; i < inputs; i++)
            gradInput[b * nInput + i] = lanes_sum(sum[b][i]);
}

/* Half of a tile's samples: 2 × 4 sums, 8 values to subtract from and the operands fill the registers. */
INLINE void input_group(const int inputs, const int weighted, long batch, long nInput, long nOutput, const real *x, const real *weight,
                        const real *scale, const real *slope, long i, real *gradInput)
{
    const real *centres = weight + i * nOutput, *factors = weighted ? scale + i * nOutput : NULL;
    long b = 0;
    for (; b + SAMPLES / 2 <= batch; b += SAMPLES / 2)
        input_tile(SAMPLES / 2, inputs, weighted, nInput, nOutput, x + b * nInput + i, centres, factors, slope + b * nOutput,
                   gradInput + b * nInput + i);
    for (; b < batch; b++)
        input_tile(1, inputs, weighted, nInput, nOutput, x + b * nInput + i, centres, factors, slope + b * nOutput,
                   gradInput + b * nInput + i);
}

INLINE void input_groups(const int weighted, long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                         const real *slope, long i, real *gradInput)
{
    if (nInput - i >= INPUTS)
        input_group(INPUTS, weighted, batch, nInput, nOutput, x, weight, scale, slope, i, gradInput);
    else
        for (; i < nInput; i++)
            input_group(1, weighted, batch, nInput, nOutput, x, weight, scale, slope, i, gradInput);
}

void FN(Euclidean_updateGradInput)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                                   const real *slope, real *gradInput)
{
#pragma omp parallel for schedule(static) if (parallel: batch * nInput * nOutput > PARALLEL)
    for (long i = 0; i < nInput; i += INPUTS) {
        if (scale)
            input_groups(1, batch, nInput, nOutput, x, weight, scale, slope, i, gradInput);
        else
            input_groups(0, batch, nInput, nOutput, x, weight, scale, slope, i, gradInput);
    }
}

/* ---- gradWeight, gradScale ---- */

INLINE void weight_tile(const int inputs, const int weighted, long batch, long nInput, long nOutput, const real *x, const real *weight,
                        const real *scale, const real *slope, real factor, long lanes, real *gradWeight, real *gradScale)
{
    vec sum[INPUTS] = {{0}}, squares[INPUTS] = {{0}}, w[INPUTS];
    for (int i = 0; i < inputs; i++)
        w[i] = some(weight + i * nOutput, lanes);
    for (long b = 0; b < batch; b++) {
        const vec g = some(slope + b * nOutput, lanes);
#pragma GCC unroll 4
        for (int i = 0; i < inputs; i++) {
            const vec d = vec_broadcast(x + b * nInput + i) - w[i], part = g * d;
            sum[i] += part;
            if (weighted)
                squares[i] += part * d;
        }
    }
    const vec times = vec_set(factor);
    for (int i = 0; i < inputs; i++) {
        const vec c = weighted ? some(scale + i * nOutput, lanes) : vec_set(1), old = some(gradWeight + i * nOutput, lanes);
        vec_store_partial(gradWeight + i * nOutput, old - times * c * c * sum[i], least(lanes, VL));
        if (weighted) {
            const vec before = some(gradScale + i * nOutput, lanes);
            vec_store_partial(gradScale + i * nOutput, before + times * c * squares[i], least(lanes, VL));
        }
    }
}

INLINE void weight_strip(const int weighted, long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                         const real *slope, real factor, long o, real *gradWeight, real *gradScale)
{
    const long lanes = nOutput - o;
    for (long i = 0; i < nInput;) {
        const long at = i * nOutput + o;
        const real *factors = weighted ? scale + at : NULL;
        real *toScale = weighted ? gradScale + at : NULL;
        if (nInput - i >= INPUTS) {
            weight_tile(INPUTS, weighted, batch, nInput, nOutput, x + i, weight + at, factors, slope + o, factor, lanes,
                        gradWeight + at, toScale);
            i += INPUTS;
        } else {
            weight_tile(1, weighted, batch, nInput, nOutput, x + i, weight + at, factors, slope + o, factor, lanes, gradWeight + at,
                        toScale);
            i++;
        }
    }
}

void FN(Euclidean_accGradParameters)(long batch, long nInput, long nOutput, const real *x, const real *weight, const real *scale,
                                     const real *slope, real factor, real *gradWeight, real *gradScale)
{
#pragma omp parallel for schedule(static) if (parallel: batch * nInput * nOutput > PARALLEL)
    for (long o = 0; o < nOutput; o += VL) {
        if (scale)
            weight_strip(1, batch, nInput, nOutput, x, weight, scale, slope, factor, o, gradWeight, gradScale);
        else
            weight_strip(0, batch, nInput, nOutput, x, weight, scale, slope, factor, o, gradWeight, gradScale);
    }
}

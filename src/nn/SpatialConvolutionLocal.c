/* nn.SpatialConvolutionLocal: a convolution whose every output pixel has a weight of its own
 *
 *   output[n][o][p] = bias[o][p] + sum over k of weight[p][o][k] * window p of input[n], element k     k = (channel, kh, kw)
 *
 * Nothing is shared but the images of a batch, so reading the weights, once, bounds it for small batches. A pixel's windows are gathered for
 * IMAGES images, [image][k], zeros for padding, and multiplied where they lie, along k:
 *
 *   output      dot products of OUTPUTS rows of the weight with TOGETHER windows, sums in registers
 *   gradInput   for each k the sum over o of weight[o][k] * gradOutput[n][o], added to the window's place in gradInput
 *   gradWeight  for each k the sum over the images of gradOutput[n][o] * window[n][k]
 *
 * Parallel over pixels; for gradInput, in which the windows of pixels overlap, over channels and images. Each sum has one owner and one
 * order: the numbers do not depend on the number of threads. */
#include "nn/SpatialConvolutionLocal.h"
#include "engine/workspace.h"
#include "tile_size.h"

#include <omp.h>

enum {
    IMAGES = 16,    /* whose windows are gathered at a time */
    TOGETHER = 4,   /* images multiplied at a time */
    OUTPUTS = 2,    /* rows of the weight at a time */
    SERIAL = 40000, /* multiply-adds below which a second thread costs more than it brings */
};

/* A range of channels of the windows: elements [first, first + depth) of each. */
struct part {
    const SpatialConvolution_shape *s;
    long channel, channels;
    long all, first, depth; /* elements of a window, of the parts before, and of this one */
    long pitch;             /* from one gathered window to the next: whole vectors */
    const real *end;        /* of the input that windows are gathered from */
};

static struct part part_of(const SpatialConvolution_shape *s, long channel, long channels, const real *input)
{
    const long taps = s->kH * s->kW;
    struct part p = {.s = s, .channel = channel, .channels = channels};
    p.end = input ? input + s->batch * s->nInputPlane * s->inputHeight * s->inputWidth : NULL;
    p.all = s->nInputPlane * taps;
    p.first = channel * taps;
    p.depth = channels * taps;
    p.pitch = ceiling(p.depth, VL) * VL;
    return p;
}

static double products(const SpatialConvolution_shape *s)
{
    return (double)s->batch * s->outputHeight * s->outputWidth * s->nOutputPlane * s->nInputPlane * s->kH * s->kW;
}

static inline vec get(const real *p, long n) { return n >= VL ? vec_load(p) : vec_load_partial(p, n); }

static inline void put(real *p, vec v, long n)
{
    if (n >= VL)
        vec_store(p, v);
    else
        vec_store_partial(p, v, n);
}

/* Columns of a window's row that lie in the image: [*from, *to). */
static inline void clip(const SpatialConvolution_shape *s, long left, long *from, long *to)
{
    *from = left < 0 ? smaller(-left, s->kW) : 0;
    *to = larger(*from, smaller(s->kW, s->inputWidth - left));
}

/* The window of a pixel in one image; `to` has room for one vector more. Rows that lie in the image are copied as a vector each, from left to
 * right: what one puts too far to the right the next overwrites. */
static void gather(const struct part *p, const real *image, long pixel, real *to)
{
    const SpatialConvolution_shape *s = p->s;
    const long y = pixel / s->outputWidth, top = y * s->dH - s->padH, left = (pixel - y * s->outputWidth) * s->dW - s->padW;
    long from, end;
    clip(s, left, &from, &end);
    const int whole = from == 0 && end == s->kW && s->kW <= VL;
    real *start = to;
    for (long c = p->channel; c < p->channel + p->channels; c++)
        for (long row = top; row < top + s->kH; row++, to += s->kW) {
            const int inside = row >= 0 && row < s->inputHeight;
            const real *line = image + (c * s->inputHeight + row) * s->inputWidth + left;
            if (inside && whole && line + VL <= p->end)
                vec_store(to, vec_load(line));
            else
                for (long x = 0; x < s->kW; x++)
                    to[x] = inside && x >= from && x < end ? line[x] : 0;
        }
    for (; to < start + p->pitch; to++)
        *to = 0;
}

/* The way back: added to the image. */
static void scatter(const struct part *p, const real *window, long pixel, real *image)
{
    const SpatialConvolution_shape *s = p->s;
    const long y = pixel / s->outputWidth, top = y * s->dH - s->padH, left = (pixel - y * s->outputWidth) * s->dW - s->padW;
    long from, end;
    clip(s, left, &from, &end);
    for (long c = p->channel; c < p->channel + p->channels; c++)
        for (long row = top; row < top + s->kH; row++, window += s->kW) {
            real *line = image + (c * s->inputHeight + row) * s->inputWidth + left;
            if (row >= 0 && row < s->inputHeight)
                for (long x = from; x < end; x++)
                    line[x] += window[x];
        }
}

/* to[i] = the sum of the lanes of x[i], in their order. */
static inline __attribute__((always_inline)) void add_lanes(vec x[OUTPUTS * TOGETHER], real *to)
{
    for (int first = 0; first < OUTPUTS * TOGETHER; first += VL) {
        const long there = smaller(VL, OUTPUTS * TOGETHER - first);
        vec lane[VL];
        for (int i = 0; i < VL; i++)
            lane[i] = i < there ? x[first + i] : (vec){0};
        vec_transpose(lane);
        for (int i = 1; i < VL; i++)
            lane[0] += lane[i];
        put(to + first, lane[0], there);
    }
}

/* sums[o][n] = dot products of ROWS rows of the weight with COUNT windows, both literals. */
static inline __attribute__((always_inline)) void dots(const int ROWS, const int COUNT, const struct part *p, const real *weight,
                                                       const real *windows, real sums[OUTPUTS][TOGETHER])
{
    vec sum[OUTPUTS * TOGETHER] = {{0}};
    long k = 0;
    for (; k + VL <= p->depth; k += VL)
        for (int o = 0; o < ROWS; o++)
            for (int n = 0; n < COUNT; n++)
                sum[o * TOGETHER + n] += vec_load(weight + o * p->all + k) * vec_load(windows + n * p->pitch + k);
    if (k < p->depth)
        for (int o = 0; o < ROWS; o++)
            for (int n = 0; n < COUNT; n++)
                sum[o * TOGETHER + n] += vec_load_partial(weight + o * p->all + k, p->depth - k) * vec_load(windows + n * p->pitch + k);
    add_lanes(sum, sums[0]);
}

/* The pixel's outputs of `count` images from image number n on. */
static void multiply(const struct part *p, const real *weight, const real *bias, const real *windows, long pixel, long n, int count,
                     real *output)
{
    const long outputs = p->s->nOutputPlane, area = p->s->outputHeight * p->s->outputWidth;
    for (long o = 0; o < outputs; o += OUTPUTS) {
        const int rows = (int)smaller(OUTPUTS, outputs - o);
        const real *from = weight + (pixel * outputs + o) * p->all;
        real sums[OUTPUTS][TOGETHER];
        if (rows == OUTPUTS && count == TOGETHER)
            dots(OUTPUTS, TOGETHER, p, from, windows, sums);
        else if (rows == OUTPUTS)
            for (int i = 0; i < count; i++) {
                real one[OUTPUTS][TOGETHER];
                dots(OUTPUTS, 1, p, from, windows + i * p->pitch, one);
                for (int j = 0; j < rows; j++)
                    sums[j][i] = one[j][0];
            }
        else
            for (int i = 0; i < count; i++) {
                real one[OUTPUTS][TOGETHER];
                dots(1, 1, p, from, windows + i * p->pitch, one);
                sums[0][i] = one[0][0];
            }
        for (int j = 0; j < rows; j++)
            for (int i = 0; i < count; i++)
                output[((n + i) * outputs + o + j) * area + pixel] = (bias ? bias[(o + j) * area + pixel] : 0) + sums[j][i];
    }
}

int FN(SpatialConvolutionLocal_updateOutput)(const SpatialConvolution_shape *s, const real *input, const real *weight, const real *bias,
                                             real *output)
{
    const struct part p = part_of(s, 0, s->nInputPlane, input);
    const long area = s->outputHeight * s->outputWidth, image = s->nInputPlane * s->inputHeight * s->inputWidth;
    const int most = products(s) > SERIAL ? omp_get_max_threads() : 1;
    lampas_workspace *space = lampas_workspace_reserve(0, (size_t)(TOGETHER * p.pitch + VL) * sizeof(real), most);
    if (!space)
        return -1;
#pragma omp parallel for schedule(static) num_threads(most) if (most > 1)
    for (long pixel = 0; pixel < area; pixel++) {
        real *windows = space->each[omp_get_thread_num()];
        for (long n = 0; n < s->batch; n += TOGETHER) {
            const int count = (int)smaller(TOGETHER, s->batch - n);
            for (int i = 0; i < count; i++)
                gather(&p, input + (n + i) * image, pixel, windows + i * p.pitch);
            multiply(&p, weight, bias, windows, pixel, n, count, output);
        }
    }
    return 0;
}

/* windows[n] = sum over o of weight[o] * g[o][n], for TOGETHER images. */
static void spread(const struct part *p, const real *weight, const real *g, real *windows)
{
    for (long k = 0; k < p->depth; k += VL) {
        vec sum[TOGETHER] = {{0}};
        for (long o = 0; o < p->s->nOutputPlane; o++) {
            const vec w = get(weight + o * p->all + k, p->depth - k);
            for (int n = 0; n < TOGETHER; n++)
                sum[n] += vec_set(g[o * TOGETHER + n]) * w;
        }
        for (int n = 0; n < TOGETHER; n++)
            vec_store(windows + n * p->pitch + k, sum[n]);
    }
}

/* The part's channels of images [first, last). */
static void back(const struct part *p, const real *gradOutput, const real *weight, long first, long last, real *windows, real *gradInput)
{
    real *g = windows + TOGETHER * p->pitch; /* [output plane][image] of a pixel */
    const SpatialConvolution_shape *s = p->s;
    const long area = s->outputHeight * s->outputWidth, plane = s->inputHeight * s->inputWidth, image = s->nInputPlane * plane;
    for (long n = first; n < last; n++)
        memset(gradInput + n * image + p->channel * plane, 0, (size_t)(p->channels * plane) * sizeof(real));
    for (long pixel = 0; pixel < area; pixel++)
        for (long n = first; n < last; n += TOGETHER) {
            const int count = (int)smaller(TOGETHER, last - n);
            for (long o = 0; o < s->nOutputPlane; o++)
                for (int i = 0; i < TOGETHER; i++)
                    g[o * TOGETHER + i] = i < count ? gradOutput[((n + i) * s->nOutputPlane + o) * area + pixel] : 0;
            spread(p, weight + pixel * s->nOutputPlane * p->all + p->first, g, windows);
            for (int i = 0; i < count; i++)
                scatter(p, windows + i * p->pitch, pixel, gradInput + (n + i) * image);
        }
}

int FN(SpatialConvolutionLocal_updateGradInput)(const SpatialConvolution_shape *s, const real *gradOutput, const real *weight,
                                                real *gradInput)
{
    const int most = products(s) > SERIAL ? omp_get_max_threads() : 1;
    const long ranges = smaller(most, s->nInputPlane), groups = smaller(larger(1, most / ranges), larger(1, s->batch));
    const struct part largest = part_of(s, 0, ceiling(s->nInputPlane, ranges), NULL);
    lampas_workspace *space = lampas_workspace_reserve(0, (size_t)(TOGETHER * (largest.pitch + s->nOutputPlane)) * sizeof(real), most);
    if (!space)
        return -1;
#pragma omp parallel for schedule(static) num_threads(most) if (most > 1)
    for (long i = 0; i < ranges * groups; i++) {
        const long range = i / groups, group = i % groups, channel = s->nInputPlane * range / ranges;
        const struct part p = part_of(s, channel, s->nInputPlane * (range + 1) / ranges - channel, NULL);
        back(&p, gradOutput, weight, s->batch * group / groups, s->batch * (group + 1) / groups, space->each[omp_get_thread_num()], gradInput);
    }
    return 0;
}

/* gradWeight of a pixel += scale * sum over `count` images of gradOutput * window. */
static void accumulate(const struct part *p, const real *gradOutput, const real *windows, int count, real scale, real *gradWeight)
{
    const long outputs = p->s->nOutputPlane, area = p->s->outputHeight * p->s->outputWidth;
    const vec factor = vec_set(scale);
    for (long o = 0; o < outputs; o++, gradWeight += p->all, gradOutput += area) {
        real g[IMAGES];
        for (int n = 0; n < count; n++)
            g[n] = gradOutput[n * outputs * area];
        for (long k = 0; k < p->depth; k += 2 * VL) {
            vec sum[2] = {{0}};
            const long second = k + VL < p->depth ? VL : 0; /* past the end: the first once more, unused */
            for (int n = 0; n < count; n++) {
                sum[0] += vec_set(g[n]) * vec_load(windows + n * p->pitch + k);
                sum[1] += vec_set(g[n]) * vec_load(windows + n * p->pitch + k + second);
            }
            put(gradWeight + k, get(gradWeight + k, p->depth - k) + factor * sum[0], p->depth - k);
            if (second)
                put(gradWeight + k + VL, get(gradWeight + k + VL, p->depth - k - VL) + factor * sum[1], p->depth - k - VL);
        }
    }
}

int FN(SpatialConvolutionLocal_accGradParameters)(const SpatialConvolution_shape *s, const real *input, const real *gradOutput,
                                                  real *gradWeight, real *gradBias, real scale)
{
    const struct part p = part_of(s, 0, s->nInputPlane, input);
    const long area = s->outputHeight * s->outputWidth, image = s->nInputPlane * s->inputHeight * s->inputWidth;
    const int most = products(s) > SERIAL ? omp_get_max_threads() : 1;
    lampas_workspace *space = lampas_workspace_reserve(0, (size_t)(IMAGES * p.pitch + VL) * sizeof(real), most);
    if (!space)
        return -1;
#pragma omp parallel for schedule(static) num_threads(most) if (most > 1)
    for (long pixel = 0; pixel < area; pixel++) {
        real *windows = space->each[omp_get_thread_num()];
        for (long n = 0; n < s->batch; n += IMAGES) {
            const int count = (int)smaller(IMAGES, s->batch - n);
            for (int i = 0; i < count; i++)
                gather(&p, input + (n + i) * image, pixel, windows + i * p.pitch);
            accumulate(&p, gradOutput + n * s->nOutputPlane * area + pixel, windows, count, scale, gradWeight + pixel * s->nOutputPlane * p.all);
        }
        for (long o = 0; gradBias && o < s->nOutputPlane; o++) {
            real sum = 0;
            for (long n = 0; n < s->batch; n++)
                sum += gradOutput[(n * s->nOutputPlane + o) * area + pixel];
            gradBias[o * area + pixel] += scale * sum;
        }
    }
    return 0;
}

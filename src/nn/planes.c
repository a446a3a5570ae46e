/* Padded, phase-split planes
 *
 * A convolution's window at output (y, x) reads input (y * dH + kh - padH, x * dW + kw - padW), with kh and kw times the
 * dilation where there is one, and alike in depth for volumes. Here the input is copied once into planes of their own, with
 * zeros around it, and, for strides above 1, each plane split by phase: rows p, p + dH, p + 2 dH … together, columns alike.
 * Then the element lies at
 *
 *   tap(channel, kh, kw) + y * pitch + x
 *
 * for every window: a constant for the tap plus a constant for the pixel. Neighbouring pixels are neighbours in memory
 * whatever the stride, there is no border to test for, and all three passes are written once, without a case for padding
 * or stride.
 *
 * The copy reads and writes each input element once where the multiplication uses it kH * kW * nOutputPlane times. It is
 * made for a few images at a time, so that it is still in the cache when it is used. Without padding and stride the input
 * serves as it is. */
#include "nn/planes.h"
#include "tile_size.h"

enum {
    LINE = 64 / (int)sizeof(real),
    TINY = 64, /* elements of a channel that are copied one by one */
    FEW = 256, /* elements that are copied together */
    ACROSS = 16, /* phases of a row at a time */
    ENOUGH = 16, /* channels of a part, from which on they are not divided */
};

static void init(lampas_planes *p, long channels, const long source[3], const long output[3], const long kernel[3], const long stride[3],
                 const long dilation[3], const long before[3])
{
    *p = (lampas_planes){.channels = channels, .area = 1, .pixels = 1, .taps = 1, .plane = 1, .direct = 1};
    for (int d = 0; d < 3; d++) {
        const long reach = dilation[d] * (kernel[d] - 1);
        p->source[d] = source[d];
        p->output[d] = output[d];
        p->kernel[d] = kernel[d];
        p->stride[d] = stride[d];
        p->dilation[d] = dilation[d];
        p->before[d] = before[d];
        p->phases[d] = smaller(reach + 1, stride[d]);
        p->extent[d] = output[d] + reach / stride[d];
        p->area *= source[d];
        p->pixels *= output[d];
        p->taps *= kernel[d];
        p->plane *= p->extent[d];
        p->direct &= stride[d] == 1 && before[d] == 0 && p->extent[d] <= source[d];
    }
    if (p->direct) {
        memcpy(p->extent, p->source, sizeof p->extent);
        p->plane = p->area;
    } else if (p->plane >= 8 * LINE) {
        p->plane = ((p->plane + LINE - 1) / LINE | 1) * LINE; /* an odd number of lines: planes do not crowd the same cache sets */
    }
    p->channel = p->phases[0] * p->phases[1] * p->phases[2] * p->plane;
    p->image = channels * p->channel;
}

void FN(lampas_planes_init)(lampas_planes *p, const SpatialConvolution_shape *s)
{
    init(p, s->nInputPlane, (long[3]){s->inputDepth, s->inputHeight, s->inputWidth}, (long[3]){s->outputDepth, s->outputHeight, s->outputWidth},
         (long[3]){s->kT, s->kH, s->kW}, (long[3]){s->dT, s->dH, s->dW}, (long[3]){s->dilationT, s->dilationH, s->dilationW},
         (long[3]){s->padT, s->padH, s->padW});
}

void FN(lampas_planes_init_turned)(lampas_planes *p, const SpatialConvolution_shape *s)
{
    const long before[3] = {
        s->dilationT * (s->kT - 1) - s->padT, s->dilationH * (s->kH - 1) - s->padH, s->dilationW * (s->kW - 1) - s->padW,
    };
    init(p, s->nOutputPlane, (long[3]){s->outputDepth, s->outputHeight, s->outputWidth}, (long[3]){s->inputDepth, s->inputHeight, s->inputWidth},
         (long[3]){s->kT, s->kH, s->kW}, (long[3]){1, 1, 1}, (long[3]){s->dilationT, s->dilationH, s->dilationW}, before);
}

void FN(lampas_planes_init_back)(lampas_planes *q, const SpatialConvolution_shape *s, const lampas_planes *p)
{
    static const long one[3] = {1, 1, 1};
    long before[3], kernel[3];
    for (int d = 0; d < 3; d++) {
        before[d] = p->dilation[d] * (p->kernel[d] - 1) / p->stride[d];
        kernel[d] = before[d] + 1;
    }
    init(q, s->nOutputPlane, p->output, p->extent, kernel, one, one, before);
}

/* Where the element of channel 0 lies that is so many frames, rows and columns from the planes' first. */
static long place(const lampas_planes *p, long frame, long row, long column)
{
    const long *d = p->stride;
    const long phase = (frame % d[0] * p->phases[1] + row % d[1]) * p->phases[2] + column % d[2];
    return phase * p->plane + (frame / d[0] * p->extent[1] + row / d[1]) * p->extent[2] + column / d[2];
}

long FN(lampas_planes_tap)(const lampas_planes *p, long channel, long tap)
{
    const long column = tap % p->kernel[2], row = tap / p->kernel[2] % p->kernel[1], frame = tap / p->kernel[2] / p->kernel[1];
    return channel * p->channel + place(p, frame * p->dilation[0], row * p->dilation[1], column * p->dilation[2]);
}

long FN(lampas_planes_run)(const lampas_planes *p, long pixel, long most, long *offset)
{
    const long width = p->output[2], image = pixel / p->pixels, rest = pixel - image * p->pixels;
    const long row = rest / width, x = rest - row * width, frame = row / p->output[1], y = row - frame * p->output[1];
    long length = width - x;
    if (p->extent[2] == width) /* without padding rows join, and so may frames */
        length += (p->extent[1] == p->output[1] ? p->output[0] * p->output[1] - row - 1 : p->output[1] - y - 1) * width;
    *offset = image * p->image + (frame * p->extent[1] + y) * p->extent[2] + x;
    return smaller(length, most);
}

long FN(lampas_planes_slack)(void) { return VL; }

/* Those c of 0 <= c < count for which 0 <= c * step + offset < size: [*first, *last). */
static void inside(long count, long step, long offset, long size, long *first, long *last)
{
    const long low = offset >= 0 ? 0 : (-offset + step - 1) / step;
    const long high = size - offset <= 0 ? 0 : (size - offset + step - 1) / step;
    *last = high < count ? high : count;
    *first = low < *last ? low : *last;
}

static inline __attribute__((always_inline)) void copy_row(const real *from, long step, real *to, long n)
{
    if (step == 1)
        vec_copy(to, from, n);
    else
        for (long i = 0; i < n; i++)
            to[i] = from[i * step];
}

static inline void zero_row(real *to, long n)
{
    static const real zeros[VL];
    for (; n >= VL; n -= VL, to += VL)
        vec_store(to, (vec){0});
    vec_copy_few(to, zeros, n);
}

/* Where a phase plane shows source elements: [first, last) in each direction. */
struct range {
    long first[3], last[3];
};

static struct range visible(const lampas_planes *p, const long phase[3])
{
    struct range r;
    for (int d = 0; d < 3; d++)
        inside(p->extent[d], p->stride[d], phase[d] - p->before[d], p->source[d], &r.first[d], &r.last[d]);
    return r;
}

/* The source element that a phase plane shows at (frame, row, first visible column). */
static long shown(const lampas_planes *p, const long phase[3], const struct range *r, long frame, long row)
{
    const long z = frame * p->stride[0] + phase[0] - p->before[0], y = row * p->stride[1] + phase[1] - p->before[1];
    return (z * p->source[1] + y) * p->source[2] + r->first[2] * p->stride[2] + phase[2] - p->before[2];
}

/* A row of some phase plane. */
static inline void fill_row(const real *from, long step, long left, long right, long pitch, real *row)
{
    zero_row(row, left);
    switch (step) { /* a literal stride lets the compiler use shuffles */
    case 1: copy_row(from, 1, row + left, right - left); break;
    case 2: copy_row(from, 2, row + left, right - left); break;
    case 4: copy_row(from, 4, row + left, right - left); break;
    default: copy_row(from, step, row + left, right - left);
    }
    zero_row(row + right, pitch - right);
}

/* Phase planes [first, last) of a row of phases, rows [row0, row1) of them counted through all frames. Rows are outermost: the source is
 * read in the order of its rows, as the hardware prefetches it, and a row's phases come from the first cache. */
static void fill_rows(const lampas_planes *p, const real *source, long channels, long first, long last, long row0, long row1, real *to)
{
    const long pitch = p->extent[2], across = p->phases[2], *step = p->stride;
    long left[ACROSS], right[ACROSS];
    for (long q = first; q < last; q++)
        inside(pitch, step[2], q - p->before[2], p->source[2], left + q - first, right + q - first);
    for (long row = row0; row < row1; row++)
        for (long i = 0; i < p->phases[0] * p->phases[1]; i++) {
            const long frame = row / p->extent[1], o = i / p->phases[1];
            const long z = frame * step[0] + o - p->before[0];
            const long y = (row - frame * p->extent[1]) * step[1] + i - o * p->phases[1] - p->before[1];
            const int there = z >= 0 && z < p->source[0] && y >= 0 && y < p->source[1];
            const real *from = source + (z * p->source[1] + y) * p->source[2] - p->before[2];
            real *at = to + i * across * p->plane + row * pitch;
            for (long channel = 0; channel < channels; channel++, from += p->area, at += p->channel)
                for (long q = first; q < last; q++)
                    if (there)
                        fill_row(from + left[q - first] * step[2] + q, step[2], left[q - first], right[q - first], pitch, at + q * p->plane);
                    else
                        zero_row(at + q * p->plane, pitch);
        }
}

/* Whether some phase plane shows what is `at` elements from the planes' first in direction d. */
static int kept(const lampas_planes *p, int d, long at)
{
    return at >= 0 && at / p->stride[d] < p->extent[d] && at % p->stride[d] < p->phases[d];
}

/* Tiny planes: a list of which element goes where, made once, serves all channels. */
static void fill_tiny(const lampas_planes *p, const real *source, long channels, real *to)
{
    short source_place[TINY], to_place[TINY];
    long n = 0;
    for (long i = 0; i < p->area; i++) {
        const long row = i / p->source[2], z = row / p->source[1] + p->before[0], y = row % p->source[1] + p->before[1];
        const long x = i % p->source[2] + p->before[2];
        if (kept(p, 0, z) && kept(p, 1, y) && kept(p, 2, x)) {
            source_place[n] = (short)i;
            to_place[n++] = (short)place(p, z, y, x);
        }
    }
    zero_row(to, channels * p->channel);
    for (long channel = 0; channel < channels; channel++, source += p->area, to += p->channel)
        for (long i = 0; i < n; i++)
            to[to_place[i]] = source[source_place[i]];
}

static inline long all_phases(const lampas_planes *p) { return p->phases[0] * p->phases[1] * p->phases[2]; }

/* Phase number i, to what it is in each direction. */
static inline void split_phase(const lampas_planes *p, long i, long phase[3])
{
    phase[2] = i % p->phases[2];
    phase[1] = i / p->phases[2] % p->phases[1];
    phase[0] = i / p->phases[2] / p->phases[1];
}

/* Rows [row0, row1) of all phase planes of `channels` channels. */
static void fill(const lampas_planes *p, const real *source, long channels, long row0, long row1, real *to)
{
    for (long q = 0; q < p->phases[2]; q += ACROSS)
        fill_rows(p, source, channels, q, smaller(q + ACROSS, p->phases[2]), row0, row1, to);
}

void FN(lampas_planes_fill)(const lampas_planes *p, const real *source, real *planes, long first, long last)
{
    if (p->channel <= TINY && p->area <= TINY) {
        fill_tiny(p, source + first * p->area, last - first, planes + first * p->channel);
        return;
    }
    const long together = larger(1, FEW / p->channel); /* small planes: the bounds are computed once for many */
    for (long channel = first; channel < last; channel += together)
        fill(p, source + channel * p->area, smaller(together, last - channel), 0, p->extent[0] * p->extent[1], planes + channel * p->channel);
}

void FN(lampas_planes_fill_part)(const lampas_planes *p, const real *source, real *planes, long channels, long part, long parts)
{
    const long rows = p->extent[0] * p->extent[1], all = channels * rows;
    if (channels >= ENOUGH * parts) {
        FN(lampas_planes_fill)(p, source, planes, channels * part / parts, channels * (part + 1) / parts);
        return;
    }
    for (long at = all * part / parts, end = all * (part + 1) / parts; at < end;) {
        const long channel = at / rows, row = at - channel * rows, next = smaller(rows, row + end - at);
        fill(p, source + channel * p->area, 1, row, next, planes + channel * p->channel);
        at += next - row;
    }
}

static inline __attribute__((always_inline)) void spread_row(const real *from, long step, real *to, long n)
{
    for (long i = 0; i < n; i++)
        to[i * step] = from[i];
}

/* One phase of `channels` channels. */
static void collect_phase(const lampas_planes *p, const real *from, long channels, const long phase[3], real *source)
{
    const struct range range = visible(p, phase);
    const long n = range.last[2] - range.first[2];
    for (long f = range.first[0]; f < range.last[0]; f++)
        for (long r = range.first[1]; r < range.last[1]; r++) {
            real *to = source + shown(p, phase, &range, f, r);
            const real *row = from + (f * p->extent[1] + r) * p->extent[2] + range.first[2];
            for (long channel = 0; channel < channels; channel++, to += p->area, row += p->channel)
                switch (p->stride[2]) {
                case 1: copy_row(row, 1, to, n); break;
                case 2: spread_row(row, 2, to, n); break;
                case 4: spread_row(row, 4, to, n); break;
                default: spread_row(row, p->stride[2], to, n);
                }
        }
}

void FN(lampas_planes_collect)(const lampas_planes *p, const real *planes, real *source, long first, long last)
{
    const long together = larger(1, FEW / p->channel);
    int complete = 1; /* with all phases present, and elements to the end, the phases together write every element */
    for (int d = 0; d < 3; d++)
        complete &= p->phases[d] == p->stride[d] && p->extent[d] * p->stride[d] >= p->source[d] + p->before[d];
    if (!complete)
        memset(source + first * p->area, 0, (size_t)((last - first) * p->area) * sizeof *source);
    for (long channel = first; channel < last; channel += together)
        for (long i = 0; i < all_phases(p); i++) {
            long phase[3];
            split_phase(p, i, phase);
            collect_phase(p, planes + channel * p->channel + i * p->plane, smaller(together, last - channel), phase, source + channel * p->area);
        }
}

/* Padded, phase-split planes
 *
 * A convolution's window at output (y, x) reads input (y * dH + kh - padH, x * dW + kw - padW). Here the input is copied
 * once into planes of their own, with zeros around it, and, for strides above 1, each plane split by phase: rows p, p + dH,
 * p + 2 dH … together, columns alike. Then the element lies at
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
};

void FN(lampas_planes_init)(lampas_planes *p, long channels, long height, long width, long outputHeight, long outputWidth, long kH, long kW,
                            long dH, long dW, long top, long left)
{
    const long rows = outputHeight + (kH - 1) / dH, pitch = outputWidth + (kW - 1) / dW;
    *p = (lampas_planes){
        .channels = channels, .height = height, .width = width, .outputHeight = outputHeight, .outputWidth = outputWidth,
        .rows = rows, .pitch = pitch, .dH = dH, .dW = dW, .top = top, .left = left,
        .phasesH = smaller(kH, dH), .phasesW = smaller(kW, dW), .plane = rows * pitch,
    };
    p->direct = dH == 1 && dW == 1 && top == 0 && left == 0 && rows <= height && pitch <= width;
    if (p->direct) {
        p->rows = height;
        p->pitch = width;
        p->plane = height * width;
    } else if (p->plane >= 8 * LINE) {
        p->plane = ((p->plane + LINE - 1) / LINE | 1) * LINE; /* an odd number of lines: planes do not crowd the same cache sets */
    }
    p->image = channels * p->phasesH * p->phasesW * p->plane;
}

long FN(lampas_planes_tap)(const lampas_planes *p, long channel, long kH, long kW)
{
    const long phase = (channel * p->phasesH + kH % p->dH) * p->phasesW + kW % p->dW;
    return phase * p->plane + kH / p->dH * p->pitch + kW / p->dW;
}

long FN(lampas_planes_run)(const lampas_planes *p, long pixel, long most, long *offset)
{
    const long area = p->outputHeight * p->outputWidth, image = pixel / area, rest = pixel - image * area;
    const long y = rest / p->outputWidth, x = rest - y * p->outputWidth;
    const long length = (p->pitch == p->outputWidth ? area - rest : p->outputWidth - x); /* without padding rows join */
    *offset = image * p->image + y * p->pitch + x;
    return length < most ? length : most;
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

/* One phase of `channels` channels. */
static void fill_phase(const lampas_planes *p, const real *source, long channels, long phaseH, long phaseW, real *to)
{
    const long area = p->height * p->width, step = p->phasesH * p->phasesW * p->plane;
    long top, bottom, left, right;
    inside(p->rows, p->dH, phaseH - p->top, p->height, &top, &bottom);
    inside(p->pitch, p->dW, phaseW - p->left, p->width, &left, &right);
    for (long channel = 0; channel < channels; channel++) {
        zero_row(to + channel * step, top * p->pitch);
        zero_row(to + channel * step + bottom * p->pitch, (p->rows - bottom) * p->pitch);
    }
    for (long r = top; r < bottom; r++) {
        const real *from = source + (r * p->dH + phaseH - p->top) * p->width + left * p->dW + phaseW - p->left;
        real *row = to + r * p->pitch;
        for (long channel = 0; channel < channels; channel++, from += area, row += step) {
            zero_row(row, left);
            switch (p->dW) { /* a literal stride lets the compiler use shuffles */
            case 1: copy_row(from, 1, row + left, right - left); break;
            case 2: copy_row(from, 2, row + left, right - left); break;
            case 4: copy_row(from, 4, row + left, right - left); break;
            default: copy_row(from, p->dW, row + left, right - left);
            }
            zero_row(row + right, p->pitch - right);
        }
    }
}

/* Tiny planes: a list of which element goes where, made once, serves all channels. */
static void fill_tiny(const lampas_planes *p, const real *source, long channels, real *to)
{
    const long area = p->height * p->width, step = p->phasesH * p->phasesW * p->plane;
    short source_place[TINY], place[TINY];
    long n = 0;
    for (long y = 0; y < p->height; y++)
        for (long x = 0; x < p->width; x++) {
            const long row = y + p->top, column = x + p->left;
            const int row_used = row >= 0 && row / p->dH < p->rows && row % p->dH < p->phasesH;
            const int column_used = column >= 0 && column / p->dW < p->pitch && column % p->dW < p->phasesW;
            if (row_used && column_used) {
                source_place[n] = (short)(y * p->width + x);
                place[n++] = (short)FN(lampas_planes_tap)(p, 0, row, column);
            }
        }
    zero_row(to, channels * step);
    for (long channel = 0; channel < channels; channel++, source += area, to += step)
        for (long i = 0; i < n; i++)
            to[place[i]] = source[source_place[i]];
}

void FN(lampas_planes_fill)(const lampas_planes *p, const real *source, real *planes, long first, long last)
{
    const long area = p->height * p->width, step = p->phasesH * p->phasesW * p->plane;
    if (step <= TINY && area <= TINY) {
        fill_tiny(p, source + first * area, last - first, planes + first * step);
        return;
    }
    const long together = larger(1, FEW / step); /* small planes: the bounds are computed once for many */
    for (long channel = first; channel < last; channel += together)
        for (long phaseH = 0; phaseH < p->phasesH; phaseH++)
            for (long phaseW = 0; phaseW < p->phasesW; phaseW++)
                fill_phase(p, source + channel * area, smaller(together, last - channel), phaseH, phaseW,
                           planes + channel * step + (phaseH * p->phasesW + phaseW) * p->plane);
}

static inline __attribute__((always_inline)) void spread_row(const real *from, long step, real *to, long n)
{
    for (long i = 0; i < n; i++)
        to[i * step] = from[i];
}

/* One phase of `channels` channels. */
static void collect_phase(const lampas_planes *p, const real *from, long channels, long phaseH, long phaseW, real *source)
{
    const long area = p->height * p->width, step = p->phasesH * p->phasesW * p->plane;
    long top, bottom, left, right;
    inside(p->rows, p->dH, phaseH - p->top, p->height, &top, &bottom);
    inside(p->pitch, p->dW, phaseW - p->left, p->width, &left, &right);
    for (long r = top; r < bottom; r++) {
        real *to = source + (r * p->dH + phaseH - p->top) * p->width + left * p->dW + phaseW - p->left;
        const real *row = from + r * p->pitch + left;
        for (long channel = 0; channel < channels; channel++, to += area, row += step)
            switch (p->dW) {
            case 1: copy_row(row, 1, to, right - left); break;
            case 2: spread_row(row, 2, to, right - left); break;
            case 4: spread_row(row, 4, to, right - left); break;
            default: spread_row(row, p->dW, to, right - left);
            }
    }
}

void FN(lampas_planes_collect)(const lampas_planes *p, const real *planes, real *source, long first, long last)
{
    const long area = p->height * p->width, step = p->phasesH * p->phasesW * p->plane;
    const long together = larger(1, FEW / step);
    /* With all phases present and rows and columns to the end, the phases together write every element. */
    const int complete = p->phasesH == p->dH && p->phasesW == p->dW && p->rows * p->dH >= p->height + p->top &&
                         p->pitch * p->dW >= p->width + p->left;
    if (!complete)
        memset(source + first * area, 0, (size_t)((last - first) * area) * sizeof *source);
    for (long channel = first; channel < last; channel += together)
        for (long phaseH = 0; phaseH < p->phasesH; phaseH++)
            for (long phaseW = 0; phaseW < p->phasesW; phaseW++)
                collect_phase(p, planes + channel * step + (phaseH * p->phasesW + phaseW) * p->plane, smaller(together, last - channel),
                              phaseH, phaseW, source + channel * area);
}

/* Padded, phase-split planes
 *
 * A convolution's window at output (y, x) reads input (y * dH + kh - padH, x * dW + kw - padW). Here the input is copied once into planes
 * of their own, with zeros around it, and, for strides above 1, each plane split by phase: rows p, p + dH, p + 2 dH … together, columns alike.
 * Then the element lies at
 *
 *   tap(channel, kh, kw) + y * pitch + x
 *
 * for every window: a constant for the tap plus a constant for the pixel. Neighbouring pixels are neighbours in memory whatever the
 * stride, there is no border to test for, and all three passes are written once, without a case for padding or stride.
 *
 * The copy reads and writes each input element once where the multiplication uses it kH * kW * nOutputPlane times. It is made for a few images at
 * a time, so that it is still in the cache when it is used. Without padding and stride the input serves as it is. */
#include "nn/planes.h"
#include "simd.h"

enum { LINE = 64 / (int)sizeof(real) };

void FN(lampas_planes_init)(lampas_planes *p, long channels, long height, long width, long outputHeight, long outputWidth, long kH, long kW,
                            long dH, long dW, long top, long left)
{
    const long rows = outputHeight + (kH - 1) / dH, pitch = outputWidth + (kW - 1) / dW;
    *p = (lampas_planes){.channels = channels, .height = height, .width = width, .outputHeight = outputHeight, .outputWidth = outputWidth,
                         .rows = rows, .pitch = pitch, .dH = dH, .dW = dW, .top = top, .left = left,
                         .phasesH = kH < dH ? kH : dH, .phasesW = kW < dW ? kW : dW, .plane = rows * pitch};
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
    if (step == 1) {
        long i = 0;
        for (; i + VL <= n; i += VL)
            vec_store(to + i, vec_load(from + i));
        if (i < n)
            vec_store_partial(to + i, vec_load_partial(from + i, n - i), n - i);
    } else {
        for (long i = 0; i < n; i++)
            to[i] = from[i * step];
    }
}

static void fill_plane(const lampas_planes *p, const real *source, long phaseH, long phaseW, real *to)
{
    long top, bottom, left, right;
    inside(p->rows, p->dH, phaseH - p->top, p->height, &top, &bottom);
    inside(p->pitch, p->dW, phaseW - p->left, p->width, &left, &right);
    memset(to, 0, (size_t)(top * p->pitch) * sizeof *to);
    for (long r = top; r < bottom; r++) {
        const real *from = source + (r * p->dH + phaseH - p->top) * p->width + left * p->dW + phaseW - p->left;
        real *row = to + r * p->pitch;
        for (long c = 0; c < left; c++)
            row[c] = 0;
        switch (p->dW) { /* a literal stride lets the compiler use shuffles */
        case 1: copy_row(from, 1, row + left, right - left); break;
        case 2: copy_row(from, 2, row + left, right - left); break;
        case 4: copy_row(from, 4, row + left, right - left); break;
        default: copy_row(from, p->dW, row + left, right - left);
        }
        for (long c = right; c < p->pitch; c++)
            row[c] = 0;
    }
    memset(to + bottom * p->pitch, 0, (size_t)((p->rows - bottom) * p->pitch) * sizeof *to);
}

void FN(lampas_planes_fill)(const lampas_planes *p, const real *source, real *planes, long first, long last)
{
    for (long channel = first; channel < last; channel++)
        for (long phaseH = 0; phaseH < p->phasesH; phaseH++)
            for (long phaseW = 0; phaseW < p->phasesW; phaseW++)
                fill_plane(p, source + channel * p->height * p->width, phaseH, phaseW,
                           planes + ((channel * p->phasesH + phaseH) * p->phasesW + phaseW) * p->plane);
}

static inline __attribute__((always_inline)) void spread_row(const real *from, long step, real *to, long n)
{
    for (long i = 0; i < n; i++)
        to[i * step] = from[i];
}

static void collect_plane(const lampas_planes *p, const real *from, long phaseH, long phaseW, real *source)
{
    long top, bottom, left, right;
    inside(p->rows, p->dH, phaseH - p->top, p->height, &top, &bottom);
    inside(p->pitch, p->dW, phaseW - p->left, p->width, &left, &right);
    for (long r = top; r < bottom; r++) {
        real *to = source + (r * p->dH + phaseH - p->top) * p->width + left * p->dW + phaseW - p->left;
        const real *row = from + r * p->pitch + left;
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
    /* With all phases present and rows and columns to the end, the phases together write every element. */
    const int complete = p->phasesH == p->dH && p->phasesW == p->dW && p->rows * p->dH >= p->height + p->top &&
                         p->pitch * p->dW >= p->width + p->left;
    if (!complete)
        memset(source + first * p->height * p->width, 0, (size_t)((last - first) * p->height * p->width) * sizeof *source);
    for (long channel = first; channel < last; channel++)
        for (long phaseH = 0; phaseH < p->phasesH; phaseH++)
            for (long phaseW = 0; phaseW < p->phasesW; phaseW++)
                collect_plane(p, planes + ((channel * p->phasesH + phaseH) * p->phasesW + phaseW) * p->plane, phaseH, phaseW,
                              source + channel * p->height * p->width);
}

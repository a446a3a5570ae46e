/* gradInput for strided convolutions and for a few input planes
 *
 *   D[k][pixel] = sum over o of W[o][k] * gradOutput[o][pixel]      k = (channel, kh, kw)
 *   planes[tap(k) + pixel] += D[k][pixel]                           the planes of planes.c: padded, split by phase
 *   gradInput = what of the planes shows an input element
 *
 * The forward pass gathers windows from the planes; this one adds them back, at the same places, in unit stride whatever
 * the convolution's stride is. D exists for a block of pixels and a few channels at a time (a share of the second cache) and goes from the
 * second cache into the planes at once: one load, addition and store for nOutputPlane multiply-adds. Arithmetic bounds
 * it, but for reading a large gradOutput.
 *
 * Parallel over items: a group of images (whole ones, of at least PIXELS pixels together) and a range of channels. Items
 * write disjoint planes, and every element is summed in one order (block of pixels, k, pixel), which depends on the shape
 * alone: the numbers do not depend on the number of threads. */
#include "nn/SpatialConvolution_scatter.h"
#include "engine/convolution.h"
#include "engine/workspace.h"
#include "nn/planes.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

enum {
    PIXELS = 256 / TILE_LANES * TILE_LANES, /* pixels in a block */
    ENOUGH_ROWS = 96,                       /* of D in an item, at least: they share the packing of gradOutput */
    AHEAD = 8,        /* rows of W to prefetch */
    AHEAD_PLANES = 2, /* planes of gradOutput to prefetch */
    SERIAL = 40000, /* multiply-adds below which a second thread costs more than it brings */
};

struct cut {
    const SpatialConvolution_shape *shape;
    lampas_planes planes;
    long taps, area, plane_step;
    long groups, images_most;    /* groups of images */
    long ranges, channels_most;  /* ranges of channels */
    long chunk;                  /* channels multiplied at a time */
    long *tap;
};

struct scratch {
    real *planes;  /* [images_most][channels_most] planes */
    real *panels;  /* [PIXELS / TILE_LANES][nOutputPlane][TILE_LANES] */
    real *weights; /* [nOutputPlane][chunk * taps] */
    real *sums;    /* [chunk * taps][PIXELS] */
    long *column;  /* [nOutputPlane] */
};

static struct cut plan(const SpatialConvolution_shape *s, int threads)
{
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    struct cut c = {.shape = s};
    FN(lampas_planes_init)(&c.planes, s);
    c.taps = c.planes.taps;
    c.area = c.planes.pixels;
    c.plane_step = c.planes.channel;
    c.groups = larger(1, s->batch / larger(1, ceiling(PIXELS, c.area)));
    c.images_most = ceiling(s->batch, c.groups);
    const long fit = larger(shares.item / (c.images_most * c.plane_step * (long)sizeof(real)), ceiling(ENOUGH_ROWS, c.taps));
    c.ranges = larger(ceiling(s->nInputPlane, fit), smaller(s->nInputPlane, ceiling(threads, c.groups)));
    c.channels_most = ceiling(s->nInputPlane, c.ranges);
    c.chunk = smaller(c.channels_most, larger(1, shares.sums / (long)sizeof(real) / larger(PIXELS, s->nOutputPlane) / c.taps));
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    const size_t out = (size_t)c->shape->nOutputPlane, rows = (size_t)(c->chunk * c->taps);
    struct scratch s;
    *bytes = 0;
    s.planes = lampas_workspace_part(block, bytes, (size_t)(c->images_most * c->channels_most * c->plane_step) * sizeof(real));
    s.panels = lampas_workspace_part(block, bytes, PIXELS * out * sizeof(real));
    s.weights = lampas_workspace_part(block, bytes, rows * out * sizeof(real));
    s.sums = lampas_workspace_part(block, bytes, rows * PIXELS * sizeof(real));
    s.column = lampas_workspace_part(block, bytes, out * sizeof(long));
    return s;
}

/* Vectors in the panel that begins at pixel `first` of `count`: full, or as many as there is something for. */
static inline int panel_vectors(long first, long count) { return (int)smaller(TILE_VECTORS, ceiling(count - first, VL)); }

/* gradOutput's pixels [pixel, pixel + count), counted from the group's first image, as panels [o][lanes of the panel]. Output planes are
 * outermost: each is read in one run, and planes lie too far apart for the hardware to prefetch. */
static void pack_panels(const struct cut *c, const real *gradOutput, long pixel, long count, real *to)
{
    const long out = c->shape->nOutputPlane;
    for (long lane = 0; lane < count;) {
        const long image = (pixel + lane) / c->area, rest = pixel + lane - image * c->area, run = smaller(c->area - rest, count - lane);
        const real *from = gradOutput + image * out * c->area + rest;
        for (long o = 0; o < out; o++, from += c->area)
            for (long x = 0; x < run;) {
                const long first = (lane + x) / TILE_LANES * TILE_LANES, n = smaller(run - x, first + TILE_LANES - lane - x);
                real *row = to + first * out + o * panel_vectors(first, count) * VL + lane + x - first;
                __builtin_prefetch(from + AHEAD_PLANES * c->area + x);
                if (n == TILE_LANES)
                    vec_copy(row, from + x, TILE_LANES);
                else
                    vec_copy(row, from + x, n);
                x += n;
            }
        lane += run;
    }
    const long first = (count - 1) / TILE_LANES * TILE_LANES, width = panel_vectors(first, count) * VL;
    for (long o = 0; o < out; o++)
        for (long lane = count - first; lane < width; lane++)
            to[first * out + o * width + lane] = 0;
}

/* Rows of W' for channels [channel, channel + channels): [o][channels * taps]. */
static void copy_weights(const struct cut *c, const real *weight, long channel, long channels, real *to)
{
    const long rows = channels * c->taps, step = c->shape->nInputPlane * c->taps;
    const real *from = weight + channel * c->taps;
    for (long o = 0; o < c->shape->nOutputPlane; o++, from += step) {
        if (o + AHEAD < c->shape->nOutputPlane) /* pages apart: the hardware does not prefetch */
            for (long x = 0; x < rows; x += 64 / (long)sizeof(real))
                __builtin_prefetch(from + AHEAD * step + x);
        vec_copy(to + o * rows, from, rows);
    }
}

/* sums = W' * panels */
static void multiply(const struct cut *c, const struct scratch *own, long rows_all, long count)
{
    const long blocks = ceiling(rows_all, TILE_ROWS), out = c->shape->nOutputPlane;
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i;
    for (long o = 0; o < out; o++)
        own->column[o] = o * rows_all;
    for (long block = 0; block < blocks; block++) {
        const long m = rows_all * block / blocks;
        const int rows = (int)(rows_all * (block + 1) / blocks - m);
        for (long first = 0; first < count; first += TILE_LANES) {
            const struct FN(lampas_tile) t = {
                .depth = out, .a = own->weights + m, .row = row, .column = own->column, .b = own->panels + first * out, .alpha = 1,
                .c = own->sums + m * PIXELS + first, .ldc = PIXELS, .mode = LAMPAS_TILE_STORE,
            };
            FN(lampas_tile)(rows, panel_vectors(first, count), &t);
        }
    }
}

/* Add the sums of channels [0, channels) of `planes` to their places. */
static void add_to_planes(const struct cut *c, const struct scratch *own, real *planes, long channels, long pixel, long count)
{
    for (long lane = 0; lane < count;) {
        long offset;
        const long run = FN(lampas_planes_run)(&c->planes, pixel + lane, count - lane, &offset);
        const real *from = own->sums + lane;
        for (long channel = 0; channel < channels; channel++)
            for (long t = 0; t < c->taps; t++, from += PIXELS) {
                real *to = planes + channel * c->plane_step + c->tap[t] + offset;
                long i = 0;
                for (; i + VL <= run; i += VL)
                    vec_store(to + i, vec_load(to + i) + vec_load(from + i));
                for (; i < run; i++) /* one by one: a masked load would wait for the stores of the tap before */
                    to[i] += from[i];
            }
        lane += run;
    }
}

/* The sums of `channels` channels, from the planes to gradInput, each channel with its start. */
static void collect(const lampas_planes *p, const real *planes, const real *start, long channels, real *gradInput)
{
    FN(lampas_planes_collect)(p, planes, gradInput, 0, channels);
    for (long channel = 0; start && channel < channels; channel++)
        for (long i = 0; i < p->area; i++)
            gradInput[channel * p->area + i] += start[channel];
}

/* Images [image, image + images), channels [channel, channel + channels). */
struct item {
    long image, images, channel, channels;
};

static void scatter_item(const struct cut *c, const struct scratch *own, const struct item *item, const real *gradOutput,
                         const real *weight, const real *start, real *gradInput)
{
    const SpatialConvolution_shape *s = c->shape;
    const long pixels = item->images * c->area;
    struct cut local = *c; /* planes of this range of channels alone */
    local.planes.image = item->channels * c->plane_step;
    local.planes.channels = item->channels;
    memset(own->planes, 0, (size_t)(item->images * local.planes.image) * sizeof(real));
    for (long pixel = 0; pixel < pixels; pixel += PIXELS) {
        const long count = smaller(PIXELS, pixels - pixel);
        pack_panels(c, gradOutput + item->image * s->nOutputPlane * c->area, pixel, count, own->panels);
        for (long first = 0; first < item->channels; first += c->chunk) {
            const long n = smaller(c->chunk, item->channels - first);
            copy_weights(c, weight, item->channel + first, n, own->weights);
            multiply(c, own, n * c->taps, count);
            add_to_planes(&local, own, own->planes + first * c->plane_step, n, pixel, count);
        }
    }
    for (long i = 0; i < item->images; i++)
        collect(&c->planes, own->planes + i * local.planes.image, start ? start + item->channel : NULL, item->channels,
                gradInput + ((item->image + i) * s->nInputPlane + item->channel) * c->planes.area);
}

int FN(lampas_scatter)(const SpatialConvolution_shape *s, const real *gradOutput, const real *weight, const real *start, real *gradInput)
{
    if (s->batch <= 0)
        return 0;
    const double images = (double)s->batch * s->outputDepth * s->outputHeight * s->outputWidth;
    const double products = images * s->nOutputPlane * s->nInputPlane * s->kT * s->kH * s->kW;
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    struct cut c = plan(s, most);
    size_t bytes;
    divide(&c, NULL, &bytes);
    lampas_workspace *space = lampas_workspace_reserve((size_t)c.taps * sizeof(long), bytes, most);
    if (!space)
        return -1;
    c.tap = space->shared;
    for (long t = 0; t < c.taps; t++)
        c.tap[t] = FN(lampas_planes_tap)(&c.planes, 0, t);
#pragma omp parallel num_threads(most) if (most > 1)
    {
        size_t used;
        const struct scratch own = divide(&c, space->each[omp_get_thread_num()], &used);
#pragma omp for schedule(dynamic)
        for (long i = 0; i < c.groups * c.ranges; i++) {
            const long group = i / c.ranges, range = i % c.ranges;
            struct item item = {.image = s->batch * group / c.groups, .channel = s->nInputPlane * range / c.ranges};
            item.images = s->batch * (group + 1) / c.groups - item.image;
            item.channels = s->nInputPlane * (range + 1) / c.ranges - item.channel;
            scatter_item(&c, &own, &item, gradOutput, weight, start, gradInput);
        }
    }
    return 0;
}

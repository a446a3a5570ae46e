/* gradInput for strided convolutions and for a few input planes
 *
 *   D[k][pixel] = sum over o of W[o][k] * gradOutput[o][pixel]      k = (channel, kh, kw)
 *   planes[tap(k) + pixel] += D[k][pixel]                           the planes of planes.c: padded, split by phase
 *   gradInput = what of the planes shows an input element
 *
 * The forward pass gathers windows from the planes; this one adds them back, at the same places, in unit stride whatever
 * the convolution's stride is. D exists for a block of pixels and a few channels at a time (a share of the second cache) and goes from the
 * second cache into the planes at once. Taps of one row of the window that show the same phase fall on the same row of a plane, each one or
 * more elements further on: they are added up first, in registers, and meet the plane in one load and one store. (Adding tap after
 * tap, each load would span two stores that have not yet left for the cache, and wait for them.)
 *
 * For this, rows of gradOutput are laid out as far apart as the planes' are: what lies between them, `gap` zeros, keeps a row's last
 * pixels from reaching the next row's first, and rows of a frame are one run of positions. Arithmetic bounds it, but for reading a large
 * gradOutput.
 *
 * Parallel over items: a group of images (whole ones, of at least POSITIONS positions together) and a range of channels. Items
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
    POSITIONS = 256, LONGEST = 2048,        /* in a block, at least and at most */
    ENOUGH_ROWS = 96, /* of D in an item, at least: they share the packing of gradOutput */
    AHEAD = 8,        /* rows of W to prefetch */
    AHEAD_PLANES = 4, /* planes of gradOutput to prefetch */
    TOGETHER = 4,     /* taps added up before they meet the plane */
    SERIAL = 40000, /* multiply-adds below which a second thread costs more than it brings */
};

/* Taps that fall on the same row of a phase plane. */
struct taps {
    long first, count, step; /* their numbers */
    long place, shift;       /* where the first one lies, and each other beyond the one before */
};

struct cut {
    const SpatialConvolution_shape *shape;
    lampas_planes planes;
    long taps, plane_step;
    long pitch, gap, positions;  /* elements of a row, those that are no pixel, and all of an image */
    long block;                  /* positions of a block */
    long groups, images_most;    /* groups of images */
    long ranges, channels_most;  /* ranges of channels */
    long chunk;                  /* channels multiplied at a time */
    long margin, width;          /* zeros before a row of sums; elements from one to the next */
    long sets;
    struct taps *set;
};

/* Neighbouring lanes of a block that are pixels of one row, or none at all. */
struct piece {
    long from; /* in an output plane of the first image; -1: zeros */
    long lane, length;
};

struct scratch {
    real *planes;  /* [images_most][channels_most] planes */
    real *panels;  /* [block / TILE_LANES][nOutputPlane][TILE_LANES] */
    real *weights; /* [nOutputPlane][chunk * taps] */
    real *sums;    /* [chunk * taps][width] */
    long *column;  /* [nOutputPlane] */
    struct piece *piece; /* [block * 2] */
};

static struct cut plan(const SpatialConvolution_shape *s, int threads)
{
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    struct cut c = {.shape = s};
    FN(lampas_planes_init)(&c.planes, s);
    c.taps = c.planes.taps;
    c.pitch = c.planes.extent[2];
    c.gap = c.pitch - c.planes.output[2];
    c.positions = c.planes.output[0] * c.planes.output[1] * c.pitch;
    const long rows = smaller(s->nInputPlane * c.taps, ENOUGH_ROWS) + s->nOutputPlane, most = shares.sums / (rows * (long)sizeof(real));
    c.block = larger(POSITIONS, smaller(most, LONGEST)) / TILE_LANES * TILE_LANES;
    c.margin = ceiling(c.gap, VL) * VL;
    c.width = c.margin + c.block + c.margin;
    c.plane_step = c.planes.channel;
    c.groups = larger(1, s->batch / larger(1, ceiling(c.block, c.positions)));
    c.images_most = ceiling(s->batch, c.groups);
    const long fit = larger(shares.item / (c.images_most * c.plane_step * (long)sizeof(real)), ceiling(ENOUGH_ROWS, c.taps));
    c.ranges = larger(ceiling(s->nInputPlane, fit), smaller(s->nInputPlane, ceiling(threads, c.groups)));
    c.channels_most = ceiling(s->nInputPlane, c.ranges);
    c.chunk = smaller(c.channels_most, larger(1, shares.sums / (long)sizeof(real) / larger(c.width, s->nOutputPlane) / c.taps));
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    const size_t out = (size_t)c->shape->nOutputPlane, rows = (size_t)(c->chunk * c->taps);
    struct scratch s;
    *bytes = 0;
    s.planes = lampas_workspace_part(block, bytes, (size_t)(c->images_most * c->channels_most * c->plane_step) * sizeof(real));
    s.panels = lampas_workspace_part(block, bytes, (size_t)c->block * out * sizeof(real));
    s.weights = lampas_workspace_part(block, bytes, rows * out * sizeof(real));
    s.sums = lampas_workspace_part(block, bytes, rows * (size_t)c->width * sizeof(real));
    s.column = lampas_workspace_part(block, bytes, out * sizeof(long));
    s.piece = lampas_workspace_part(block, bytes, 2 * (size_t)c->block * sizeof(struct piece));
    return s;
}

/* Vectors in the panel that begins at pixel `first` of `count`: full, or as many as there is something for. */
static inline int panel_vectors(long first, long count) { return (int)smaller(TILE_VECTORS, ceiling(count - first, VL)); }

/* Positions [first, first + count), counted from the group's first image, in pieces that end with their panel; how many. Those after the last
 * are zeros to the end of the vector. */
static long cut_pieces(const struct cut *c, long first, long count, struct piece *piece)
{
    const lampas_planes *p = &c->planes;
    long n = 0;
    for (long lane = 0, length; lane < ceiling(count, VL) * VL; lane += length) {
        const long row = (first + lane) / c->pitch, x = first + lane - row * c->pitch, rows = p->output[0] * p->output[1], image = row / rows;
        const int there = lane < count && x < p->output[2];
        length = smaller(there ? p->output[2] - x : c->pitch - x, (lane / TILE_LANES + 1) * TILE_LANES - lane);
        length = smaller(length, (lane < count ? count : ceiling(count, VL) * VL) - lane);
        const long from = image * c->shape->nOutputPlane * p->pixels + (row - image * rows) * p->output[2] + x;
        piece[n++] = (struct piece){there ? from : -1, lane, length};
    }
    return n;
}

/* A block of gradOutput as panels [o][lanes of the panel]. Output planes are outermost: each is read in one run, and planes lie too far apart
 * for the hardware to prefetch. */
static void pack_panels(const struct cut *c, const real *gradOutput, const struct piece *piece, long pieces, long count, real *to)
{
    const long out = c->shape->nOutputPlane, area = c->planes.pixels;
    for (long o = 0; o < out; o++, gradOutput += area)
        for (long i = 0; i < pieces; i++) {
            const long lane = piece[i].lane, first = lane / TILE_LANES * TILE_LANES, length = piece[i].length;
            const real *from = gradOutput + piece[i].from;
            real *row = to + first * out + o * panel_vectors(first, count) * VL + lane - first;
            if (piece[i].from < 0) {
                for (long x = 0; x < length; x++)
                    row[x] = 0;
                continue;
            }
            for (long x = 0; x < length; x += 64 / (long)sizeof(real))
                __builtin_prefetch(from + AHEAD_PLANES * area + x);
            if (length == TILE_LANES)
                vec_copy(row, from, TILE_LANES);
            else
                vec_copy(row, from, length);
        }
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
                .c = own->sums + m * c->width + c->margin + first, .ldc = c->width, .mode = LAMPAS_TILE_STORE,
            };
            FN(lampas_tile)(rows, panel_vectors(first, count), &t);
        }
    }
}

/* to[x] += sums[x] + sums[x + step] + …, x < n; TAPS is a literal of at most TOGETHER. */
static inline __attribute__((always_inline)) void add_taps(const int TAPS, const real *sums, long step, real *to, long n)
{
    long x = 0;
    for (; x + VL <= n; x += VL) {
        vec sum = vec_load(sums + x);
#pragma GCC unroll 4
        for (int i = 1; i < TAPS; i++)
            sum += vec_load(sums + i * step + x);
        vec_store(to + x, vec_load(to + x) + sum);
    }
    for (; x < n; x++) {
        real sum = sums[x];
        for (int i = 1; i < TAPS; i++)
            sum += sums[i * step + x];
        to[x] += sum;
    }
}

/* The sums of a set of taps of one channel, n lanes and what they reach beyond; `sums`: row 0's first lane, `to`: where it belongs. */
static void add_set(const struct cut *c, const struct taps *set, const real *sums, real *to, long n)
{
    const long step = set->step * c->width - set->shift;
    for (long i = 0; i < set->count; i += TOGETHER) {
        const real *from = sums + (set->first + i * set->step) * c->width - i * set->shift;
        switch (smaller(set->count - i, TOGETHER)) {
        case 1: add_taps(1, from, step, to + set->place, n); break;
        case 2: add_taps(2, from, step, to + set->place, n); break;
        case 3: add_taps(3, from, step, to + set->place, n); break;
        case 4: add_taps(4, from, step, to + set->place, n); break;
        }
    }
}

/* Add the sums of channels [0, channels) of `planes` to their places: positions [first, first + count), a frame at a time. */
static void add_to_planes(const struct cut *c, const struct scratch *own, real *planes, long channels, long first, long count)
{
    const lampas_planes *p = &c->planes;
    const long frame_positions = p->output[1] * c->pitch;
    for (long lane = 0, n; lane < count; lane += n) {
        const long number = (first + lane) / frame_positions, rest = first + lane - number * frame_positions;
        const long image = number / p->output[0], frame = number - image * p->output[0];
        const long offset = image * p->image + frame * p->extent[1] * c->pitch + rest;
        n = smaller(frame_positions - rest, count - lane);
        const long reached = smaller(n + c->gap, frame_positions - rest); /* a row's last pixels reach over the gap */
        for (long channel = 0; channel < channels; channel++)
            for (long i = 0; i < c->sets; i++)
                add_set(c, c->set + i, own->sums + channel * c->taps * c->width + c->margin + lane, planes + channel * c->plane_step + offset,
                        reached);
    }
}

/* What lies before and after the sums of a block: zeros, which taps that are further on add. */
static void clear_margins(const struct cut *c, const struct scratch *own, long count)
{
    const long filled = c->margin + ceiling(count, VL) * VL;
    for (long k = 0; k < c->chunk * c->taps; k++) {
        memset(own->sums + k * c->width, 0, (size_t)c->margin * sizeof(real));
        memset(own->sums + k * c->width + filled, 0, (size_t)(c->width - filled) * sizeof(real));
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
    const long positions = item->images * c->positions;
    struct cut local = *c; /* planes of this range of channels alone */
    local.planes.image = item->channels * c->plane_step;
    local.planes.channels = item->channels;
    memset(own->planes, 0, (size_t)(item->images * local.planes.image) * sizeof(real));
    for (long first = 0; first < positions; first += c->block) {
        const long count = smaller(c->block, positions - first), pieces = cut_pieces(c, first, count, own->piece);
        if (first == 0 || count < c->block)
            clear_margins(c, own, count);
        pack_panels(c, gradOutput + item->image * s->nOutputPlane * c->planes.pixels, own->piece, pieces, count, own->panels);
        for (long channel = 0; channel < item->channels; channel += c->chunk) {
            const long n = smaller(c->chunk, item->channels - channel);
            if (first == 0 || item->channels > c->chunk)
                copy_weights(c, weight, item->channel + channel, n, own->weights);
            multiply(c, own, n * c->taps, count);
            add_to_planes(&local, own, own->planes + channel * c->plane_step, n, first, count);
        }
    }
    for (long i = 0; i < item->images; i++)
        collect(&c->planes, own->planes + i * local.planes.image, start ? start + item->channel : NULL, item->channels,
                gradInput + ((item->image + i) * s->nInputPlane + item->channel) * c->planes.area);
}

/* The window's taps in sets: of a row of it, those kw for which kw * dilation leaves the same remainder when divided by the stride. */
static long make_sets(const struct cut *c, struct taps *set)
{
    const lampas_planes *p = &c->planes;
    const long width = p->kernel[2], stride = p->stride[2];
    long n = 0, step = 1;
    while (step * p->dilation[2] % stride)
        step++;
    for (long row = 0; row < c->taps / width; row++)
        for (long first = 0; first < smaller(step, width); first++)
            set[n++] = (struct taps){row * width + first, (width - first + step - 1) / step, step,
                                     FN(lampas_planes_tap)(p, 0, row * width + first), step * p->dilation[2] / stride};
    return n;
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
    lampas_workspace *space = lampas_workspace_reserve((size_t)c.taps * sizeof *c.set, bytes, most);
    if (!space)
        return -1;
    c.set = space->shared;
    c.sets = make_sets(&c, c.set);
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

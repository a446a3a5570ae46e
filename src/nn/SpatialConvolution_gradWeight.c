/* gradWeight and gradBias
 *
 *   gradWeight[o][k] += scale * sum over pixels of P[k][pixel] * gradOutput[o][pixel]      k = (channel, kh, kw), P: each pixel's window
 *
 * as a multiplication whose sum runs over pixels: rows are k, lanes are output planes. The micro-kernel takes single elements of its left
 * matrix from anywhere, so P's are read straight from the padded planes of planes.c: P[k][pixel] = planes[tap(k) + offset(pixel)]. Windows are neither
 * packed nor transposed. Only gradOutput is, once, to [pixel][output plane]: that costs nOutputPlane per pixel where the product costs nOutputPlane *
 * nInputPlane * kH * kW.
 *
 *   for each group of images (planes of a few MB, padded by all threads together):
 *     for each panel of output planes of mine (TILE_LANES):
 *       for each chunk of pixels (PIXELS):     transpose gradOutput's part; the chunk's panel stays in the first cache
 *         for each block of rows k of mine:    tile, added to the panel's sums [k][TILE_LANES]
 *       gradWeight += scale * sums, transposed back
 *
 * With fewer pixels than output planes (small maps) transposing the sums would cost more than transposing windows: then the parts are
 * exchanged. Rows are output planes, read in place from gradOutput; a panel holds TILE_LANES windows' elements [pixel][k], gathered one by one; and tiles are
 * added to gradWeight directly.
 *
 * Arithmetic bounds it, but for few input channels, where reading gradOutput does, and for small maps, where gradWeight's traffic does.
 *
 * Parallel: a grid of threads over rows and panels. Every element of gradWeight has one owner, who sums in the order of the pixels: nothing is
 * reduced over threads, and the numbers do not depend on their number. */
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/SpatialConvolution.h"
#include "nn/planes.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

enum {
    PIXELS = 256,            /* pixels in a chunk */
    PLANE_BYTES = 4 << 20,   /* padded planes at a time: a share of the third cache */
    SERIAL = 40000,          /* multiply-adds below which a second thread costs more than it brings */
};

struct cut {
    const SpatialConvolution_shape *shape;
    lampas_planes planes;
    long taps, depth, area; /* depth: rows k */
    long groups, images_most;
    int exchanged;             /* rows are output planes, lanes k; else rows k, lanes output planes */
    long rows, columns;
    long panels, blocks;
    size_t planes_bytes;
};

struct scratch {
    real *right;  /* [PIXELS][TILE_LANES]: the panel */
    real *sums;   /* [rows][TILE_LANES] */
    long *offset; /* [PIXELS]: where a pixel's window lies in the planes */
    long *pixel;  /* [PIXELS]: where a pixel lies in gradOutput */
    long *tap;    /* [taps]: where a tap lies in a window */
};

static inline long smaller(long a, long b) { return a < b ? a : b; }
static inline long ceiling(long a, long b) { return (a + b - 1) / b; }

static struct cut plan(const SpatialConvolution_shape *s)
{
    struct cut c = {.shape = s, .taps = s->kH * s->kW, .depth = s->nInputPlane * s->kH * s->kW, .area = s->outputHeight * s->outputWidth};
    FN(lampas_planes_init)(&c.planes, s->nInputPlane, s->inputHeight, s->inputWidth, s->outputHeight, s->outputWidth, s->kH, s->kW, s->dH, s->dW,
                           s->padH, s->padW);
    const long fit = PLANE_BYTES / (c.planes.image * (long)sizeof(real));
    c.groups = c.planes.direct ? 1 : ceiling(s->batch, fit < 1 ? 1 : fit);
    c.images_most = ceiling(s->batch, c.groups);
    c.exchanged = s->batch * c.area < s->nOutputPlane;
    c.rows = c.exchanged ? s->nOutputPlane : c.depth;
    c.columns = c.exchanged ? c.depth : s->nOutputPlane;
    c.panels = ceiling(c.columns, TILE_LANES);
    c.blocks = ceiling(c.rows, TILE_ROWS);
    c.planes_bytes = c.planes.direct ? 0 : (size_t)(c.images_most * c.planes.image + FN(lampas_planes_slack)()) * sizeof(real);
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s;
    *bytes = 0;
    s.right = lampas_workspace_part(block, bytes, PIXELS * TILE_LANES * sizeof(real));
    s.sums = lampas_workspace_part(block, bytes, (size_t)(c->rows * TILE_LANES) * sizeof(real));
    s.offset = lampas_workspace_part(block, bytes, PIXELS * sizeof(long));
    s.pixel = lampas_workspace_part(block, bytes, PIXELS * sizeof(long));
    s.tap = lampas_workspace_part(block, bytes, (size_t)c->taps * sizeof(long));
    return s;
}

static inline long first_row(const struct cut *c, long block) { return c->rows * block / c->blocks; }

/* Output planes [o, o + VL) (as many as there are), n pixels from `from` on, to [pixel][TILE_LANES]. */
static void transpose_run(const struct cut *c, const real *from, long o, long n, real *to)
{
    const long there = c->shape->nOutputPlane - o;
    vec r[VL];
    for (long x = 0; x < n; x += VL) {
        const long wide = smaller(n - x, VL);
        if (there >= VL && wide == VL) {
#pragma GCC unroll 16
            for (int j = 0; j < VL; j++)
                r[j] = vec_load(from + j * c->area + x);
        } else {
            for (int j = 0; j < VL; j++)
                r[j] = j < there ? vec_load_partial(from + j * c->area + x, wide) : (vec){0};
        }
        vec_transpose(r);
        for (int j = 0; j < wide; j++)
            vec_store(to + (x + j) * TILE_LANES, r[j]);
    }
}

/* Where the windows of a chunk's pixels lie. */
static void locate_windows(const struct cut *c, const struct scratch *own, long pixel, long count)
{
    for (long at = 0; at < count;) {
        long offset;
        const long run = FN(lampas_planes_run)(&c->planes, pixel + at, count - at, &offset);
        for (long i = 0; i < run; i++)
            own->offset[at + i] = offset + i;
        at += run;
    }
}

/* The chunk's part of gradOutput for output planes from o on. */
static void transpose_chunk(const struct cut *c, const struct scratch *own, const real *gradOutput, long o, long pixel, long count)
{
    for (long at = 0; at < count;) {
        const long image = (pixel + at) / c->area, rest = pixel + at - image * c->area, n = smaller(c->area - rest, count - at);
        for (int v = 0; v < TILE_VECTORS; v++)
            transpose_run(c, gradOutput + (image * c->shape->nOutputPlane + o + v * VL) * c->area + rest, o + v * VL, n,
                          own->right + at * TILE_LANES + v * VL);
        at += n;
    }
}

static void multiply(const struct cut *c, const struct scratch *own, const real *planes, long block0, long block1, long count, int mode)
{
    const long base = first_row(c, block0), step = c->planes.phasesH * c->planes.phasesW * c->planes.plane;
    for (long block = block0; block < block1; block++) {
        const long k = first_row(c, block);
        const int rows = (int)(first_row(c, block + 1) - k);
        long row[TILE_ROWS];
        for (int i = 0; i < rows; i++) {
            const long channel = (k + i) / c->taps;
            row[i] = channel * step + own->tap[k + i - channel * c->taps];
        }
        const struct FN(lampas_tile) t = {
            .depth = count, .a = planes, .row = row, .column = own->offset, .b = own->right, .alpha = 1,
            .c = own->sums + (k - base) * TILE_LANES, .ldc = TILE_LANES, .mode = mode,
        };
        FN(lampas_tile)(rows, TILE_VECTORS, &t);
    }
}

/* gradWeight[o …][k0 …] += scale * sums, transposed. */
static void add_to_weight(const struct cut *c, const struct scratch *own, long o, long k0, long depth, real scale, real *gradWeight)
{
    const long lanes = smaller(TILE_LANES, c->shape->nOutputPlane - o);
    const vec factor = vec_set(scale);
    vec r[VL];
    for (long first = 0; first < lanes; first += VL)
        for (long k = 0; k < depth; k += VL) {
            const long deep = smaller(depth - k, VL), wide = smaller(lanes - first, VL);
            for (int j = 0; j < VL; j++)
                r[j] = j < deep ? vec_load(own->sums + (k + j) * TILE_LANES + first) : (vec){0};
            vec_transpose(r);
            real *to = gradWeight + (o + first) * c->depth + k0 + k;
            for (int j = 0; j < wide; j++, to += c->depth)
                if (deep == VL)
                    vec_store(to, vec_load(to) + factor * r[j]);
                else
                    vec_store_partial(to, vec_load_partial(to, deep) + factor * r[j], deep);
        }
}

static void add_to_bias(const struct scratch *own, long count, vec *bias)
{
    vec sum[TILE_VECTORS] = {{0}};
    for (long x = 0; x < count; x++)
        for (int v = 0; v < TILE_VECTORS; v++)
            sum[v] += vec_load(own->right + x * TILE_LANES + v * VL);
    for (int v = 0; v < TILE_VECTORS; v++)
        bias[v] += sum[v];
}

/* One panel of output planes, from o on, against blocks [block0, block1), over the pixels of a group of images. */
static void accumulate_panel(const struct cut *c, const struct scratch *own, const real *planes, const real *gradOutput, long pixels, long o, long block0,
                             long block1, real scale, real *gradWeight, real *gradBias)
{
    vec bias[TILE_VECTORS] = {{0}};
    for (long pixel = 0; pixel < pixels; pixel += PIXELS) {
        const long count = smaller(PIXELS, pixels - pixel);
        locate_windows(c, own, pixel, count);
        transpose_chunk(c, own, gradOutput, o, pixel, count);
        multiply(c, own, planes, block0, block1, count, pixel == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD);
        if (gradBias && block0 == 0)
            add_to_bias(own, count, bias);
    }
    add_to_weight(c, own, o, first_row(c, block0), first_row(c, block1) - first_row(c, block0), scale, gradWeight);
    if (gradBias && block0 == 0)
        for (long lane = 0; lane < smaller(TILE_LANES, c->shape->nOutputPlane - o); lane++)
            gradBias[o + lane] += scale * bias[lane / VL][lane % VL];
}

/* One panel of windows' elements, from k on, for a chunk: gathered into [pixel][TILE_LANES]. */
static void gather_windows(const struct cut *c, const struct scratch *own, const real *planes, long k, long count)
{
    const long step = c->planes.phasesH * c->planes.phasesW * c->planes.plane;
    long place[TILE_LANES];
    for (long lane = 0; lane < TILE_LANES; lane++) {
        const long row = smaller(k + lane, c->depth - 1), channel = row / c->taps; /* lanes beyond the last repeat it, and are not used */
        place[lane] = channel * step + own->tap[row - channel * c->taps];
    }
    for (long x = 0; x < count; x++)
        for (long lane = 0; lane < TILE_LANES; lane++)
            own->right[x * TILE_LANES + lane] = planes[own->offset[x] + place[lane]];
}

/* Exchanged: output planes of blocks [block0, block1) against a gathered panel, added to gradWeight's columns from k on. */
static void multiply_exchanged(const struct cut *c, const struct scratch *own, const real *gradOutput, long block0, long block1, long k, long count,
                               real scale, real *gradWeight)
{
    const long lanes = smaller(TILE_LANES, c->depth - k);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->area;
    for (long block = block0; block < block1; block++) {
        const long o = first_row(c, block);
        const int rows = (int)(first_row(c, block + 1) - o);
        struct FN(lampas_tile) t = {
            .depth = count, .a = gradOutput + o * c->area, .row = row, .column = own->pixel, .b = own->right, .alpha = scale,
            .c = gradWeight + o * c->depth + k, .ldc = c->depth, .mode = LAMPAS_TILE_ADD,
        };
        if (lanes < TILE_LANES) {
            t.c = own->sums;
            t.ldc = TILE_LANES;
            t.mode = LAMPAS_TILE_STORE;
        }
        FN(lampas_tile)(rows, TILE_VECTORS, &t);
        if (lanes < TILE_LANES)
            for (int i = 0; i < rows; i++)
                for (long lane = 0; lane < lanes; lane++)
                    gradWeight[(o + i) * c->depth + k + lane] += own->sums[i * TILE_LANES + lane];
    }
}

static void bias_in_place(const struct cut *c, const real *gradOutput, long images, long o0, long o1, real scale, real *gradBias)
{
    for (long o = o0; o < o1; o++) {
        real sum = 0;
        for (long image = 0; image < images; image++)
            for (long x = 0; x < c->area; x++)
                sum += gradOutput[(image * c->shape->nOutputPlane + o) * c->area + x];
        gradBias[o] += scale * sum;
    }
}

static void accumulate_exchanged(const struct cut *c, const struct scratch *own, const real *planes, const real *gradOutput, long images, long panel0,
                                 long panel1, long block0, long block1, real scale, real *gradWeight, real *gradBias)
{
    const long pixels = images * c->area;
    for (long pixel = 0; pixel < pixels; pixel += PIXELS) {
        const long count = smaller(PIXELS, pixels - pixel);
        locate_windows(c, own, pixel, count);
        for (long x = 0; x < count; x++) {
            const long image = (pixel + x) / c->area;
            own->pixel[x] = image * c->shape->nOutputPlane * c->area + pixel + x - image * c->area;
        }
        for (long panel = panel0; panel < panel1; panel++) {
            gather_windows(c, own, planes, panel * TILE_LANES, count);
            multiply_exchanged(c, own, gradOutput, block0, block1, panel * TILE_LANES, count, scale, gradWeight);
        }
    }
    if (gradBias && panel0 == 0 && panel1 > 0)
        bias_in_place(c, gradOutput, images, first_row(c, block0), first_row(c, block1), scale, gradBias);
}

/* One thread of the team. */
static void work(const struct cut *c, lampas_workspace *space, const real *input, const real *gradOutput, real *gradWeight, real *gradBias, real scale)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const double packing = c->exchanged ? TILE_LANES / (double)TILE_ROWS : 3.0 / TILE_ROWS; /* of a panel, in blocks multiplied with it */
    const int down = lampas_threads_grid(threads, c->blocks, c->panels, packing), across = threads / down;
    const int y = me / across, x = me % across;
    const long block0 = c->blocks * y / down, block1 = c->blocks * (y + 1) / down;
    const lampas_planes *p = &c->planes;
    size_t used;
    const struct scratch own = divide(c, space->each[me], &used);
    for (long t = 0; t < c->taps; t++)
        own.tap[t] = FN(lampas_planes_tap)(p, 0, t / c->shape->kW, t % c->shape->kW);
    for (long group = 0; group < c->groups; group++) {
        const long batch = c->shape->batch, image = batch * group / c->groups, images = batch * (group + 1) / c->groups - image;
        const long all = images * p->channels;
        const real *source = input + image * p->channels * p->height * p->width;
        if (!p->direct)
            FN(lampas_planes_fill)(p, source, space->shared, all * me / threads, all * (me + 1) / threads);
#pragma omp barrier
        const real *planes = p->direct ? source : space->shared, *part = gradOutput + image * c->shape->nOutputPlane * c->area;
        const long panel0 = c->panels * x / across, panel1 = c->panels * (x + 1) / across;
        if (y < down && c->exchanged)
            accumulate_exchanged(c, &own, planes, part, images, panel0, panel1, block0, block1, scale, gradWeight, gradBias);
        else if (y < down)
            for (long panel = panel0; panel < panel1; panel++)
                accumulate_panel(c, &own, planes, part, images * c->area, panel * TILE_LANES, block0, block1, scale, gradWeight, gradBias);
#pragma omp barrier
    }
}

int FN(SpatialConvolution_accGradParameters)(const SpatialConvolution_shape *s, const real *input, const real *gradOutput, real *gradWeight,
                                             real *gradBias, real scale)
{
    if (s->batch <= 0)
        return 0;
    const double products = (double)s->batch * s->outputHeight * s->outputWidth * s->nOutputPlane * s->nInputPlane * s->kH * s->kW;
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    const struct cut c = plan(s);
    size_t bytes;
    divide(&c, NULL, &bytes);
    lampas_workspace *space = lampas_workspace_reserve(c.planes_bytes, bytes, most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    work(&c, space, input, gradOutput, gradWeight, gradBias, scale);
    return 0;
}

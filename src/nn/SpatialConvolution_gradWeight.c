/* gradWeight and gradBias
 *
 *   gradWeight[o][k] += scale * sum over pixels of P[k][pixel] * gradOutput[o][pixel]
 *   k = (channel, kh, kw), P[k][pixel]: element k of the pixel's window
 *
 * as a multiplication whose sum runs over pixels: rows are k, lanes are output planes. The micro-kernel takes single
 * elements of its left matrix from anywhere, so P's are read straight from the padded planes of planes.c: P[k][pixel] =
 * planes[tap(k) + offset(pixel)]. Windows are neither packed nor transposed. Only gradOutput is, once, to [pixel][output
 * plane]: that costs nOutputPlane per pixel where the product costs nOutputPlane * nInputPlane * kH * kW.
 *
 *   for each group of images (planes of a few MB, padded by all threads together):
 *     for each panel of output planes of mine (at most TILE_LANES):
 *       for each chunk of pixels (PIXELS):     transpose gradOutput's part; the chunk's panel stays in the first cache
 *         for each block of rows k of mine:    tile, added to the panel's sums [k][TILE_LANES]
 *       gradWeight += scale * sums, transposed back
 *
 * With fewer pixels than output planes (small maps) transposing the sums would cost more than transposing windows: then
 * the parts are exchanged. Rows are output planes, read in place from gradOutput; a panel holds TILE_LANES of the windows'
 * elements [pixel][k], gathered one by one; and tiles are added to gradWeight directly.
 *
 * Arithmetic bounds it, but for few input channels, where reading gradOutput does, and for small maps, where gradWeight's
 * traffic does.
 *
 * Parallel: a grid of threads over rows and panels. Every element of gradWeight has one owner, who sums in the order of
 * the pixels: nothing is reduced over threads, and the numbers do not depend on their number. */
#include "engine/convolution.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/SpatialConvolution.h"
#include "nn/SpatialConvolution_method.h"
#include "nn/planes.h"
#include "nn/tile.h"
#include "nn/winograd_gradWeight.h"
#include "tile_size.h"

#include <omp.h>

enum {
    PIXELS = 256,            /* pixels in a chunk */
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

/* One thread's part of a group of images. */
struct part {
    const real *planes, *gradOutput; /* of the group's first image */
    long images, pixels;
    long panel0, panel1, block0, block1;
    real scale, *gradWeight, *gradBias;
};

/* Columns [first, first + lanes), the last ones perhaps beyond the end. */
struct panel {
    long first, lanes;
    int vectors;
};

struct scratch {
    real *right;  /* [PIXELS][lanes]: the panel */
    real *sums;   /* [rows][lanes] */
    long *offset; /* [PIXELS]: where a pixel's window lies in the planes */
    long *pixel;  /* [PIXELS]: where a pixel lies in gradOutput */
    long *tap;    /* [taps]: where a tap lies in a window */
};

static struct cut plan(const SpatialConvolution_shape *s)
{
    struct cut c = {.shape = s};
    FN(lampas_planes_init)(&c.planes, s);
    c.taps = c.planes.taps;
    c.depth = s->nInputPlane * c.taps;
    c.area = c.planes.pixels;
    const long fit = lampas_convolution_blocks().planes / (c.planes.image * (long)sizeof(real));
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

/* Panels are cut evenly: 64 columns make two of two vectors, not one of three and one of which two thirds are empty. */
static struct panel panel_at(const struct cut *c, long index)
{
    const long vectors = ceiling(c->columns, VL), first = vectors * index / c->panels, count = vectors * (index + 1) / c->panels - first;
    return (struct panel){.first = first * VL, .lanes = count * VL, .vectors = (int)count};
}

/* Output planes [o, o + VL) (as many as there are), n pixels from `from` on, to [pixel][lanes]. */
static void transpose_run(const struct cut *c, const real *from, long o, long n, long lanes, real *to)
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
            vec_store(to + (x + j) * lanes, r[j]);
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

/* The chunk's part of gradOutput for a panel of output planes. */
static void transpose_chunk(const struct cut *c, const struct scratch *own, const real *gradOutput, const struct panel *p, long pixel, long count)
{
    for (long at = 0; at < count;) {
        const long image = (pixel + at) / c->area, rest = pixel + at - image * c->area, n = smaller(c->area - rest, count - at);
        for (long v = 0; v < p->lanes; v += VL)
            transpose_run(c, gradOutput + (image * c->shape->nOutputPlane + p->first + v) * c->area + rest, p->first + v, n, p->lanes,
                          own->right + at * p->lanes + v);
        at += n;
    }
}

/* Where row k of P begins in the planes. */
static inline long row_place(const struct cut *c, const struct scratch *own, long k)
{
    const long channel = k / c->taps;
    return channel * c->planes.channel + own->tap[k - channel * c->taps];
}

static void multiply(const struct cut *c, const struct part *part, const struct scratch *own, const struct panel *p, long count, int mode)
{
    const long base = first_row(c, part->block0);
    for (long block = part->block0; block < part->block1; block++) {
        const long k = first_row(c, block);
        const int rows = (int)(first_row(c, block + 1) - k);
        long row[TILE_ROWS];
        for (int i = 0; i < rows; i++)
            row[i] = row_place(c, own, k + i);
        const struct FN(lampas_tile) t = {
            .depth = count, .a = part->planes, .row = row, .column = own->offset, .b = own->right, .alpha = 1,
            .c = own->sums + (k - base) * p->lanes, .ldc = p->lanes, .mode = mode,
        };
        FN(lampas_tile)(rows, p->vectors, &t);
    }
}

/* gradWeight of a panel's output planes and of my rows += scale * sums, transposed. */
static void add_to_weight(const struct cut *c, const struct part *part, const struct scratch *own, const struct panel *p)
{
    const long k0 = first_row(c, part->block0), depth = first_row(c, part->block1) - k0;
    const long lanes = smaller(p->lanes, c->shape->nOutputPlane - p->first);
    const vec factor = vec_set(part->scale);
    vec r[VL];
    for (long first = 0; first < lanes; first += VL)
        for (long k = 0; k < depth; k += VL) {
            const long deep = smaller(depth - k, VL), wide = smaller(lanes - first, VL);
            for (int j = 0; j < VL; j++)
                r[j] = j < deep ? vec_load(own->sums + (k + j) * p->lanes + first) : (vec){0};
            vec_transpose(r);
            real *to = part->gradWeight + (p->first + first) * c->depth + k0 + k;
            for (int j = 0; j < wide; j++, to += c->depth) {
                const vec scaled = vec_keep(factor * r[j]); /* rounded alike wherever my rows end */
                if (deep == VL)
                    vec_store(to, vec_load(to) + scaled);
                else
                    vec_store_partial(to, vec_load_partial(to, deep) + scaled, deep);
            }
        }
}

/* A chunk is summed by itself first: less is rounded away than in one long sum. */
static void add_to_bias(const struct scratch *own, const struct panel *p, long count, vec *bias)
{
    for (int v = 0; v < p->vectors; v++) {
        vec sum = {0};
        for (long x = 0; x < count; x++)
            sum += vec_load(own->right + x * p->lanes + v * VL);
        bias[v] += sum;
    }
}

/* One panel of output planes. */
static void accumulate_panel(const struct cut *c, const struct part *part, const struct scratch *own, const struct panel *p)
{
    const int with_bias = part->gradBias && part->block0 == 0;
    vec bias[TILE_VECTORS] = {{0}};
    for (long pixel = 0; pixel < part->pixels; pixel += PIXELS) {
        const long count = smaller(PIXELS, part->pixels - pixel);
        locate_windows(c, own, pixel, count);
        transpose_chunk(c, own, part->gradOutput, p, pixel, count);
        multiply(c, part, own, p, count, pixel == 0 ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD);
        if (with_bias)
            add_to_bias(own, p, count, bias);
    }
    add_to_weight(c, part, own, p);
    for (long lane = 0; with_bias && lane < smaller(p->lanes, c->shape->nOutputPlane - p->first); lane++)
        part->gradBias[p->first + lane] += part->scale * bias[lane / VL][lane % VL];
}

/* One panel of windows' elements for a chunk: gathered into [pixel][lanes]. */
static void gather_windows(const struct cut *c, const struct scratch *own, const real *planes, const struct panel *p, long count)
{
    long place[TILE_LANES];
    for (long lane = 0; lane < p->lanes; lane++)
        place[lane] = row_place(c, own, smaller(p->first + lane, c->depth - 1)); /* lanes beyond the last repeat it, and are not used */
    for (long x = 0; x < count; x++)
        for (long lane = 0; lane < p->lanes; lane++)
            own->right[x * p->lanes + lane] = planes[own->offset[x] + place[lane]];
}

/* Exchanged: my output planes against a gathered panel, added to the panel's columns of gradWeight. */
static void multiply_exchanged(const struct cut *c, const struct part *part, const struct scratch *own, const struct panel *p, long count)
{
    const long lanes = smaller(p->lanes, c->depth - p->first);
    const int edge = lanes < p->lanes; /* the last panel goes through scratch */
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->area;
    struct FN(lampas_tile) t = {.depth = count, .row = row, .column = own->pixel, .b = own->right, .alpha = part->scale};
    t.ldc = edge ? p->lanes : c->depth;
    t.mode = edge ? LAMPAS_TILE_STORE : LAMPAS_TILE_ADD;
    for (long block = part->block0; block < part->block1; block++) {
        const long o = first_row(c, block);
        const int rows = (int)(first_row(c, block + 1) - o);
        real *to = part->gradWeight + o * c->depth + p->first;
        t.a = part->gradOutput + o * c->area;
        t.c = edge ? own->sums : to;
        FN(lampas_tile)(rows, p->vectors, &t);
        for (int i = 0; edge && i < rows; i++)
            for (long lane = 0; lane < lanes; lane++)
                to[i * c->depth + lane] += own->sums[i * p->lanes + lane];
    }
}

static void bias_in_place(const struct cut *c, const struct part *part)
{
    for (long o = first_row(c, part->block0); o < first_row(c, part->block1); o++) {
        real sum = 0;
        for (long image = 0; image < part->images; image++)
            for (long x = 0; x < c->area; x++)
                sum += part->gradOutput[(image * c->shape->nOutputPlane + o) * c->area + x];
        part->gradBias[o] += part->scale * sum;
    }
}

static void accumulate_exchanged(const struct cut *c, const struct part *part, const struct scratch *own)
{
    for (long pixel = 0; pixel < part->pixels; pixel += PIXELS) {
        const long count = smaller(PIXELS, part->pixels - pixel);
        locate_windows(c, own, pixel, count);
        for (long x = 0; x < count; x++) {
            const long image = (pixel + x) / c->area;
            own->pixel[x] = image * c->shape->nOutputPlane * c->area + pixel + x - image * c->area;
        }
        for (long panel = part->panel0; panel < part->panel1; panel++) {
            const struct panel p = panel_at(c, panel);
            gather_windows(c, own, part->planes, &p, count);
            multiply_exchanged(c, part, own, &p, count);
        }
    }
    if (part->gradBias && part->panel0 == 0 && part->panel1 > 0)
        bias_in_place(c, part);
}

/* One thread of the team; `part` holds the whole tensors. */
static void work(const struct cut *c, lampas_workspace *space, const real *input, const real *gradOutput, struct part part)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const double packing = c->exchanged ? TILE_LANES / (double)TILE_ROWS : 3.0 / TILE_ROWS; /* of a panel, in blocks multiplied with it */
    const int down = lampas_threads_grid(threads, c->blocks, c->panels, packing), across = threads / down;
    const int y = me / across, x = me % across;
    part.panel0 = c->panels * x / across;
    part.panel1 = c->panels * (x + 1) / across;
    part.block0 = c->blocks * y / down;
    part.block1 = c->blocks * (y + 1) / down;
    const lampas_planes *planes = &c->planes;
    size_t used;
    const struct scratch own = divide(c, space->each[me], &used);
    for (long t = 0; t < c->taps; t++)
        own.tap[t] = FN(lampas_planes_tap)(planes, 0, t);
    for (long group = 0; group < c->groups; group++) {
        const long image = c->shape->batch * group / c->groups;
        part.images = c->shape->batch * (group + 1) / c->groups - image;
        part.pixels = part.images * c->area;
        part.gradOutput = gradOutput + image * c->shape->nOutputPlane * c->area;
        const real *source = input + image * planes->channels * planes->area;
        part.planes = planes->direct ? source : space->shared;
        if (!planes->direct)
            FN(lampas_planes_fill_part)(planes, source, space->shared, part.images * planes->channels, me, threads);
#pragma omp barrier
        if (y < down && c->exchanged)
            accumulate_exchanged(c, &part, &own);
        else if (y < down)
            for (long panel = part.panel0; panel < part.panel1; panel++) {
                const struct panel p = panel_at(c, panel);
                accumulate_panel(c, &part, &own, &p);
            }
#pragma omp barrier
    }
}

int FN(SpatialConvolution_accGradParameters)(const SpatialConvolution_shape *s, const real *input, const real *gradOutput, real *gradWeight,
                                             real *gradBias, real scale)
{
    if (s->batch <= 0)
        return 0;
    if (FN(SpatialConvolution_method)(s, LAMPAS_PASS_GRADWEIGHT) == LAMPAS_METHOD_WINOGRAD &&
        FN(lampas_winograd_gradWeight)(s, input, gradOutput, gradWeight, gradBias, scale) == 0)
        return 0;
    const struct cut c = plan(s);
    const double products = (double)s->batch * c.area * s->nOutputPlane * c.depth;
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    size_t bytes;
    divide(&c, NULL, &bytes);
    lampas_workspace *space = lampas_workspace_reserve(c.planes_bytes, bytes, most);
    if (!space)
        return -1;
    const struct part whole = {.scale = scale, .gradWeight = gradWeight, .gradBias = gradBias};
#pragma omp parallel num_threads(most) if (most > 1)
    work(&c, space, input, gradOutput, whole);
    return 0;
}

/* Convolution as one multiplication whose right-hand matrix is never built ("implicit GEMM")
 *
 *   result[m][pixel] = start[m] + W[m][k] * P[k][pixel]      k = (channel, kh, kw), pixels counted through the whole batch
 *
 * P, each pixel's window as a column, would be kH * kW times the input. Only a panel of it exists at a time, TILE_LANES pixels
 * wide, in the second cache. With the windows laid out by planes.c, row k of a panel is TILE_LANES neighbouring elements of the
 * planes wherever the pixels are of one row, and else a few such pieces: packing copies whole vectors piece by piece, from left to right, and
 * lets each overwrite what the one before put too far to the right. So it needs no mask, and the pieces are the same for every k.
 *
 *   for each group of images (planes of a few MB, padded by all threads together):
 *     for each group of panels of my pixels (PANEL_BYTES):
 *       for each slice of k (whole channels, about DEPTH):  pack the panels
 *         for each block of rows of mine:  for each panel:  tile
 *
 * W is read in place: a row of it is contiguous, and the micro-kernel takes single elements. Only gradInput, which needs W's transpose, copies blocks
 * of it, once for all panels where there are many.
 * A tile inside one image goes straight to the result, whose pixels are as contiguous as the panel's; one that spans images goes through scratch.
 *
 * Arithmetic bounds it, but for 1 x 1 windows and for few input channels, where writing the result does: results larger than
 * the caches are stored around them.
 *
 * Parallel: a grid of threads over pixels and rows; each packs for itself, so there is no barrier but the one after the planes of
 * a group are filled. Slices depend on the shape alone: the numbers do not depend on the number of threads. */
#include "nn/SpatialConvolution_correlate.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>

enum {
    DEPTH = 1152,              /* rows of a panel at a time: a block of W (TILE_ROWS * DEPTH) nearly fits the first cache */
    PANEL_BYTES = 256 << 10,   /* packed panels at a time: half of a usual second cache */
    MOST_PANELS = 16,
    PLANE_BYTES = 4 << 20,     /* padded planes at a time: a share of the third cache */
    STREAM_BYTES = 32 << 20,   /* results from this size on are stored around the caches */
    AHEAD = 4,                 /* channels to prefetch while packing */
    SERIAL = 40000,            /* multiply-adds below which a second thread costs more than it brings */
};

struct piece {
    long offset; /* in the planes */
    int lane, length;
};

struct panel {
    long pixel; /* its first, counted from the group's first image */
    int vectors, lanes, pieces;
    int careful;  /* whole vectors would read past the source's end */
    real *to;     /* its first row in the result or in scratch */
    long ld;
    int in_place; /* `to` is in the result */
    int stream;
    struct piece piece[TILE_LANES];
};

/* How the work is cut; the same for every thread. */
struct cut {
    long taps, channels, area;
    long groups, images_most;  /* groups of images; images of the largest group */
    long slices, depth_most;
    long panels_most;          /* panels packed at a time */
    long blocks;
    int prepacked;             /* transposed blocks are copied once, for all threads */
    size_t planes_bytes, block_elements;
};

/* A thread's own scratch. */
struct scratch {
    real *panels;   /* [panels_most][depth_most * TILE_LANES + VL] */
    real *result;   /* [panels_most][rows][TILE_LANES] */
    real *block;    /* [depth_most * TILE_ROWS] */
    long *tap;      /* [taps] */
    struct panel *panel;
};

static inline long smaller(long a, long b) { return a < b ? a : b; }
static inline long ceiling(long a, long b) { return (a + b - 1) / b; }
static inline size_t line(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

static struct cut plan(const FN(lampas_correlation) *job)
{
    const lampas_planes *p = &job->planes;
    struct cut c = {.taps = job->kH * job->kW, .channels = p->channels, .area = p->outputHeight * p->outputWidth};
    if (p->direct) {
        c.images_most = job->images;
        c.groups = 1;
    } else {
        const long fit = PLANE_BYTES / (p->image * (long)sizeof(real));
        c.groups = ceiling(job->images, fit < 1 ? 1 : fit);
        c.images_most = ceiling(job->images, c.groups);
        c.planes_bytes = line((size_t)(c.images_most * p->image + FN(lampas_planes_slack)()) * sizeof(real));
    }
    const long channels_fit = DEPTH / c.taps < 1 ? 1 : DEPTH / c.taps;
    c.slices = ceiling(c.channels, channels_fit);
    c.depth_most = ceiling(c.channels, c.slices) * c.taps;
    const long fit = PANEL_BYTES / (c.depth_most * TILE_LANES * (long)sizeof(real));
    c.panels_most = fit < 1 ? 1 : smaller(fit, MOST_PANELS);
    c.blocks = ceiling(job->rows, TILE_ROWS);
    c.block_elements = (size_t)(c.channels * c.taps * TILE_ROWS);
    c.prepacked = job->transposed && job->images * c.area > c.panels_most * TILE_LANES;
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const FN(lampas_correlation) *job, const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s;
    *bytes = 0;
    s.panels = lampas_workspace_part(block, bytes, (size_t)(c->panels_most * (c->depth_most * TILE_LANES + VL)) * sizeof(real));
    s.result = lampas_workspace_part(block, bytes, (size_t)(c->panels_most * job->rows * TILE_LANES) * sizeof(real));
    s.block = lampas_workspace_part(block, bytes, (size_t)(c->depth_most * TILE_ROWS) * sizeof(real));
    s.tap = lampas_workspace_part(block, bytes, (size_t)c->taps * sizeof(long));
    s.panel = lampas_workspace_part(block, bytes, (size_t)c->panels_most * sizeof(struct panel));
    return s;
}

/* Which pixels of the source a panel's lanes are, and where its tiles go. `left`: elements of planes from their start to their end. */
static void describe(const FN(lampas_correlation) *job, const struct cut *c, struct panel *panel, long pixel, int vectors, int lanes, long left,
                     real *result, real *scratch)
{
    const lampas_planes *p = &job->planes;
    long reach = 0;
    *panel = (struct panel){.pixel = pixel, .vectors = vectors, .lanes = lanes};
    for (int lane = 0; lane < lanes;) {
        long offset;
        long run = FN(lampas_planes_run)(p, pixel + lane, lanes - lane, &offset);
        for (; run > 0; run -= VL, offset += VL) {
            const int length = (int)smaller(run, VL);
            panel->piece[panel->pieces++] = (struct piece){offset, lane, length};
            lane += length;
            reach = offset > reach ? offset : reach;
        }
    }
    panel->careful = reach + FN(lampas_planes_tap)(p, c->channels - 1, job->kH - 1, job->kW - 1) + VL > left;
    const long image = pixel / c->area, rest = pixel - image * c->area;
    panel->in_place = lanes == vectors * VL && rest + lanes <= c->area;
    panel->ld = panel->in_place ? c->area : TILE_LANES;
    panel->to = panel->in_place ? result + image * job->rows * c->area + rest : scratch;
    panel->stream = panel->in_place && c->slices == 1 && (uintptr_t)panel->to % 64 == 0 && vectors * VECTOR_BYTES % 64 == 0 &&
                    (size_t)c->area * sizeof(real) % 64 == 0 &&
                    (size_t)(job->images * job->rows * c->area) * sizeof(real) >= STREAM_BYTES;
}

/* PIECES is a literal of at most 4: the pieces' offsets stay in registers. */
static inline __attribute__((always_inline)) void pack_pieces(const int PIECES, const struct panel *panel, const real *from, long channels,
                                                              long channel_step, long taps, long kernel_row, const long *tap, real *to)
{
    long offset[4], lane[4];
    for (int i = 0; i < PIECES; i++) {
        offset[i] = panel->piece[i].offset;
        lane[i] = panel->piece[i].lane;
    }
    for (long c = 0; c < channels; c++, from += channel_step) {
        for (long t = 0; t < taps; t += kernel_row) /* channels lie too far apart for the hardware to prefetch */
            for (int i = 0; i < PIECES; i++)
                __builtin_prefetch(from + AHEAD * channel_step + tap[t] + offset[i]);
        for (long t = 0; t < taps; t++, to += panel->vectors * VL)
            for (int i = 0; i < PIECES; i++)
                vec_store(to + lane[i], vec_load(from + tap[t] + offset[i]));
    }
}

static void pack_many(const struct panel *panel, const real *from, long channels, long channel_step, long taps, const long *tap, real *to)
{
    for (long c = 0; c < channels; c++, from += channel_step)
        for (long t = 0; t < taps; t++, to += panel->vectors * VL)
            for (int i = 0; i < panel->pieces; i++)
                vec_store(to + panel->piece[i].lane, vec_load(from + tap[t] + panel->piece[i].offset));
}

/* Near the source's end: what no window needs is not read. */
static void pack_carefully(const struct panel *panel, const real *from, long channels, long channel_step, long taps, const long *tap, real *to)
{
    for (long c = 0; c < channels; c++, from += channel_step)
        for (long t = 0; t < taps; t++, to += panel->vectors * VL)
            for (int i = 0; i < panel->pieces; i++)
                vec_store(to + panel->piece[i].lane, vec_load_partial(from + tap[t] + panel->piece[i].offset, panel->piece[i].length));
}

/* Rows of all channels from `from` on; `to` has room for one vector more than the panel. */
static void pack(const struct panel *panel, const real *from, long channels, long channel_step, long taps, long kernel_row, const long *tap, real *to)
{
    if (panel->careful) {
        pack_carefully(panel, from, channels, channel_step, taps, tap, to);
        return;
    }
    switch (panel->pieces) {
    case 1: pack_pieces(1, panel, from, channels, channel_step, taps, kernel_row, tap, to); break;
    case 2: pack_pieces(2, panel, from, channels, channel_step, taps, kernel_row, tap, to); break;
    case 3: pack_pieces(3, panel, from, channels, channel_step, taps, kernel_row, tap, to); break;
    case 4: pack_pieces(4, panel, from, channels, channel_step, taps, kernel_row, tap, to); break;
    default: pack_many(panel, from, channels, channel_step, taps, tap, to);
    }
}

static inline long first_row(const FN(lampas_correlation) *job, const struct cut *c, long block) { return job->rows * block / c->blocks; }

/* Transposed weights: a block's rows of channels [first, last), to [row][channel][tap]. */
static void copy_block(const FN(lampas_correlation) *job, const struct cut *c, long block, long first, long last, real *to)
{
    const long m = first_row(job, c, block), rows = first_row(job, c, block + 1) - m, depth = (last - first) * c->taps;
    for (long channel = first; channel < last; channel++, to += c->taps) {
        const real *from = job->weight + (channel * job->rows + m) * c->taps;
        for (long i = 0; i < rows; i++, from += c->taps) {
            real *row = to + i * depth;
            long t = 0;
            for (; t + VL <= c->taps; t += VL)
                vec_store(row + t, vec_load(from + t));
            vec_copy_few(row + t, from + t, c->taps - t);
        }
    }
}

/* One slice of k: blocks [block0, block1) with the packed panels. */
static void multiply(const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, const real *prepacked, long panels, long slice,
                     long block0, long block1)
{
    const long first = c->channels * slice / c->slices, last = c->channels * (slice + 1) / c->slices, depth = (last - first) * c->taps;
    const long base = first_row(job, c, block0);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->taps * (job->transposed ? last - first : c->channels);
    for (long block = block0; block < block1; block++) {
        const long m = first_row(job, c, block);
        const int rows = (int)(first_row(job, c, block + 1) - m);
        const real *a = own->block;
        if (!job->transposed)
            a = job->weight + (m * c->channels + first) * c->taps;
        else if (prepacked)
            a = prepacked + (size_t)block * c->block_elements + first * c->taps * TILE_ROWS;
        else
            copy_block(job, c, block, first, last, own->block);
        for (long i = 0; i < panels; i++) {
            const struct panel *p = own->panel + i;
            const int mode = slice > 0 ? LAMPAS_TILE_ADD : p->stream ? LAMPAS_TILE_STREAM : LAMPAS_TILE_STORE;
            const struct FN(lampas_tile) t = {
                .depth = depth, .a = a, .row = row, .b = own->panels + i * (c->depth_most * TILE_LANES + VL),
                .start = job->start && slice == 0 ? job->start + m : NULL, .alpha = 1,
                .c = p->to + (p->in_place ? m : m - base) * p->ld, .ldc = p->ld, .mode = mode,
            };
            FN(lampas_tile)(rows, p->vectors, &t);
        }
    }
}

/* Rows [m0, m1) of a panel that spans images, from scratch to the result. */
static void scatter(const FN(lampas_correlation) *job, const struct cut *c, const struct panel *panel, long m0, long m1, real *result)
{
    for (int lane = 0; lane < panel->lanes;) {
        const long image = (panel->pixel + lane) / c->area, rest = panel->pixel + lane - image * c->area;
        const long n = smaller(c->area - rest, panel->lanes - lane);
        real *to = result + (image * job->rows + m0) * c->area + rest;
        const real *from = panel->to + lane;
        for (long m = m0; m < m1; m++, to += c->area, from += TILE_LANES) {
            long i = 0;
            for (; i + VL <= n; i += VL)
                vec_store(to + i, vec_load(from + i));
            vec_copy_few(to + i, from + i, n - i);
        }
        lane += (int)n;
    }
}

/* Panels [panel0, panel1) of all `panels` of a group of images, blocks [block0, block1). */
static void correlate_part(const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, const real *prepacked, const real *planes,
                           long left, real *result, long pixels, long panels, long panel0, long panel1, long block0, long block1)
{
    const lampas_planes *p = &job->planes;
    const long vectors = ceiling(pixels, VL), m0 = first_row(job, c, block0), m1 = first_row(job, c, block1);
    for (long at = panel0; at < panel1; at += c->panels_most) {
        const long n = smaller(c->panels_most, panel1 - at);
        for (long i = 0; i < n; i++) {
            const long first = vectors * (at + i) / panels, count = vectors * (at + i + 1) / panels - first;
            describe(job, c, own->panel + i, first * VL, (int)count, (int)smaller(count * VL, pixels - first * VL), left, result,
                     own->result + i * (m1 - m0) * TILE_LANES);
        }
        for (long slice = 0; slice < c->slices; slice++) {
            const long channel = c->channels * slice / c->slices, channels = c->channels * (slice + 1) / c->slices - channel;
            const long step = p->phasesH * p->phasesW * p->plane;
            for (long i = 0; i < n; i++)
                pack(own->panel + i, planes + channel * step, channels, step, c->taps, job->kW, own->tap, own->panels + i * (c->depth_most * TILE_LANES + VL));
            multiply(job, c, own, prepacked, n, slice, block0, block1);
        }
        for (long i = 0; i < n; i++)
            if (!own->panel[i].in_place)
                scatter(job, c, own->panel + i, m0, m1, result);
    }
}

/* Where the taps lie in the planes. */
static void make_taps(const FN(lampas_correlation) *job, const struct cut *c, long *tap)
{
    for (long t = 0; t < c->taps; t++) {
        const long kH = t / job->kW, kW = t % job->kW;
        tap[t] = job->transposed ? FN(lampas_planes_tap)(&job->planes, 0, job->kH - 1 - kH, job->kW - 1 - kW)
                                 : FN(lampas_planes_tap)(&job->planes, 0, kH, kW);
    }
}

/* One thread of the team. */
static void work(const FN(lampas_correlation) *job, const struct cut *c, lampas_workspace *space)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const lampas_planes *p = &job->planes;
    real *planes = space->shared, *prepacked = (real *)((char *)space->shared + c->planes_bytes);
    size_t bytes;
    struct scratch own = divide(job, c, space->each[me], &bytes);
    make_taps(job, c, own.tap);
    if (c->prepacked)
        for (long block = c->blocks * me / threads; block < c->blocks * (me + 1) / threads; block++)
            for (long slice = 0; slice < c->slices; slice++) {
                const long first = c->channels * slice / c->slices, last = c->channels * (slice + 1) / c->slices;
                copy_block(job, c, block, first, last, prepacked + (size_t)block * c->block_elements + first * c->taps * TILE_ROWS);
            }
    for (long group = 0; group < c->groups; group++) {
        const long image = job->images * group / c->groups, images = job->images * (group + 1) / c->groups - image;
        const long pixels = images * c->area, panels = ceiling(ceiling(pixels, VL), TILE_VECTORS), all = images * p->channels;
        const real *source = job->source + image * p->channels * p->height * p->width;
        if (!p->direct)
            FN(lampas_planes_fill)(p, source, planes, all * me / threads, all * (me + 1) / threads);
#pragma omp barrier
        const double packing = 3.0 / TILE_ROWS;
        const int down = lampas_threads_grid(threads, c->blocks, panels, packing), across = threads / down;
        const int y = me / across, x = me % across;
        if (y < down)
            correlate_part(job, c, &own, c->prepacked ? prepacked : NULL, p->direct ? source : planes,
                           images * p->image + (p->direct ? 0 : FN(lampas_planes_slack)()), job->result + image * job->rows * c->area, pixels, panels,
                           panels * x / across, panels * (x + 1) / across, c->blocks * y / down, c->blocks * (y + 1) / down);
        if (group + 1 < c->groups) {
#pragma omp barrier
        }
    }
    vec_stream_end();
}

int FN(lampas_correlate)(const FN(lampas_correlation) *job)
{
    if (job->images <= 0)
        return 0;
    const double products = (double)job->images * job->planes.outputHeight * job->planes.outputWidth * job->rows * job->planes.channels * job->kH * job->kW;
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    const struct cut c = plan(job);
    size_t bytes;
    divide(job, &c, NULL, &bytes);
    lampas_workspace *space =
        lampas_workspace_reserve(c.planes_bytes + (c.prepacked ? (size_t)c.blocks * c.block_elements * sizeof(real) : 0), bytes, most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    work(job, &c, space);
    return 0;
}

/* Convolution as one multiplication whose right-hand matrix is never built ("implicit GEMM")
 *
 *   result[m][pixel] = start[m] + W[m][k] * P[k][pixel]      k = (channel, kh, kw), pixels counted through the whole batch
 *
 * P, each pixel's window as a column, would be kH * kW times the input. Only panels of TILE_LANES pixels are looked at at a time
 * (panels.c): wide maps slide past the micro-kernel where planes.c laid them out, small ones are packed into the second cache.
 *
 *   for each group of images (planes of a few MB, padded by all threads together):
 *     for each group of panels of my pixels (of what is packed, a share of the second cache):
 *       for each slice of k (whole channels, about DEPTH):  pack the panels
 *         for each block of rows of mine:  for each panel:  tile
 *
 * W is read in place: a row of it is contiguous, and the micro-kernel takes single elements. Only gradInput, which needs
 * W's transpose, copies blocks of it, once for all panels where there are many. A tile inside one image goes straight to
 * the result, whose pixels are as contiguous as the panel's; one that spans images, or lines with gaps, goes through scratch.
 *
 * Arithmetic bounds it, but for 1 x 1 windows and for few input channels, where writing the result does: results larger
 * than the caches are stored around them.
 *
 * Parallel: a grid of threads over pixels and rows; each packs for itself, so there is no barrier but the one after the
 * planes of a group are filled. Slices depend on the shape alone: the numbers do not depend on the number of threads. */
#include "nn/SpatialConvolution_correlate.h"
#include "engine/convolution.h"
#include "engine/streaming.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/panels.h"
#include "nn/tile.h"
#include "tile_size.h"

#include <omp.h>


enum {
    DEPTH = 1152,              /* rows of a panel at a time: a block of W (TILE_ROWS * DEPTH) nearly fits the first cache */
    MOST_PANELS = 16,
    NEAR_PANELS = 4,           /* enough to write a few lines of a row of the result one after the other */
    PACK_CHANNELS = 8,         /* packed for one panel before the next */
    AHEAD_WEIGHTS = 8,         /* channels to prefetch while copying transposed weights */
    LINE = 64 / (int)sizeof(real),
    SERIAL = 40000,            /* multiply-adds below which a second thread costs more than it brings */
};

static const double PACKING = 3.0 / TILE_ROWS; /* cost of packing a panel, in blocks multiplied with it, where they are many */

struct panel {
    lampas_panel at;
    real *to;     /* row 0 of the result; NULL: tiles go through scratch */
    int stream;
};

/* Neighbouring pixels of one image whose results go through scratch. */
struct run {
    long to;     /* of the first, in row 0 of the result */
    long lane;   /* in a row of scratch */
    long length;
};

/* How the work is cut; the same for every thread. */
struct cut {
    long taps, channels, area;
    long groups, images_most;  /* groups of images; images of the largest group */
    long slices, depth_most;
    lampas_lines lines;
    long panels_most;          /* panels at hand at a time */
    long blocks;
    int prepacked;             /* transposed blocks are copied once, for all threads */
    int stream;                /* the result is stored around the caches, where lines allow it */
    size_t planes_bytes;
};

/* One thread's part of a group of images. */
struct part {
    const real *planes;
    long end;             /* elements of the planes that may be read */
    real *result;         /* of the group's first image */
    const real *weights;  /* transposed and copied, or NULL */
    long images, panels;  /* of the group */
    long panel0, panel1, block0, block1; /* mine */
};

/* A thread's own scratch. */
struct scratch {
    real *panels;   /* [panels_most][depth_most * TILE_LANES + VL] */
    real *result;   /* [TILE_ROWS, or with several slices rows][panels_most * TILE_LANES] */
    real *block;    /* [depth_most * TILE_ROWS] */
    long *tap;      /* [channels * taps] */
    struct panel *panel;
    struct run *run;
};

static inline size_t line(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

static struct cut plan(const FN(lampas_correlation) *job)
{
    const lampas_planes *p = &job->planes;
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    struct cut c = {.taps = p->taps, .channels = p->channels, .area = p->pixels};
    if (p->direct) {
        c.images_most = job->images;
        c.groups = 1;
    } else {
        const long fit = shares.planes / (p->image * (long)sizeof(real));
        c.groups = ceiling(job->images, fit < 1 ? 1 : fit);
        c.images_most = ceiling(job->images, c.groups);
        c.planes_bytes = line((size_t)(c.images_most * p->image + FN(lampas_panels_slack)()) * sizeof(real));
    }
    const long channels_fit = DEPTH / c.taps < 1 ? 1 : DEPTH / c.taps;
    c.slices = ceiling(c.channels, channels_fit);
    c.depth_most = ceiling(c.channels, c.slices) * c.taps;
    c.blocks = ceiling(job->rows, TILE_ROWS);
    c.lines = FN(lampas_panels_lines)(p, c.blocks);
    const long row_bytes = c.depth_most * (long)sizeof(real), fit = shares.panels / (row_bytes * TILE_LANES);
    const int near = c.lines.count && job->rows * row_bytes < shares.panels; /* windows that slide past weights in the second cache */
    c.panels_most = near ? NEAR_PANELS : fit < 1 ? 1 : smaller(fit, MOST_PANELS);
    c.stream = c.slices == 1 && c.area % LINE == 0 && lampas_streaming(job->images * job->rows * c.area * (long)sizeof(real));
    c.prepacked = job->transposed && job->images * c.area > c.panels_most * TILE_LANES;
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const FN(lampas_correlation) *job, const struct cut *c, void *block, size_t *bytes)
{
    const size_t lanes = (size_t)(c->panels_most * TILE_LANES);
    struct scratch s;
    *bytes = 0;
    s.panels = lampas_workspace_part(block, bytes, (size_t)(c->panels_most * (c->depth_most * TILE_LANES + VL)) * sizeof(real));
    s.result = lampas_workspace_part(block, bytes, (size_t)(c->slices > 1 ? job->rows : TILE_ROWS) * lanes * sizeof(real));
    s.block = lampas_workspace_part(block, bytes, (size_t)(c->depth_most * TILE_ROWS) * sizeof(real));
    s.tap = lampas_workspace_part(block, bytes, (size_t)(c->channels * c->taps) * sizeof(long));
    s.panel = lampas_workspace_part(block, bytes, (size_t)c->panels_most * sizeof(struct panel));
    s.run = lampas_workspace_part(block, bytes, lanes * sizeof(struct run));
    return s;
}

/* Panel number `index` of the group, and where its results go. */
static void describe(const FN(lampas_correlation) *job, const struct cut *c, const struct part *part, long index, struct panel *panel)
{
    lampas_panel *at = &panel->at;
    FN(lampas_panel_describe)(&job->planes, &c->lines, part->images, part->end, index, at);
    panel->to = at->whole ? part->result + at->pixel / c->area * (job->rows - 1) * c->area + at->pixel : NULL;
    panel->stream = c->stream && (uintptr_t)panel->to % (LINE * sizeof(real)) == 0 && at->vectors * VL % LINE == 0;
}

/* The pixels of the n panels at hand that go through scratch; how many runs they are. */
static long find_runs(const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long n)
{
    long runs = 0, pixel;
    for (long i = 0; i < n; i++)
        for (long lane = 0, length; !own->panel[i].to && lane < own->panel[i].at.lanes; lane += length) {
            length = FN(lampas_panel_run)(&job->planes, &c->lines, &own->panel[i].at, lane, &pixel);
            if (pixel < 0)
                continue;
            own->run[runs++] = (struct run){pixel / c->area * (job->rows - 1) * c->area + pixel, i * TILE_LANES + lane, length};
        }
    return runs;
}

/* `rows` rows from number m on, from scratch to the result. */
static void spread(const struct cut *c, const struct part *part, const struct scratch *own, long runs, const real *from, long m, int rows)
{
    for (int r = 0; r < rows; r++, from += c->panels_most * TILE_LANES)
        for (long i = 0; i < runs; i++)
            vec_copy(part->result + (m + r) * c->area + own->run[i].to, from + own->run[i].lane, own->run[i].length);
}

static inline long first_row(const FN(lampas_correlation) *job, const struct cut *c, long block) { return job->rows * block / c->blocks; }
static inline long first_channel(const struct cut *c, long slice) { return c->channels * slice / c->slices; }
static inline real *panel_data(const struct cut *c, const struct scratch *own, long i)
{
    return own->panels + i * (c->depth_most * TILE_LANES + VL);
}

/* Transposed weights: a block's rows of a slice's channels, to [row][channel][tap]. */
static void copy_block(const FN(lampas_correlation) *job, const struct cut *c, long block, long slice, real *to)
{
    const long m = first_row(job, c, block), rows = first_row(job, c, block + 1) - m;
    const long first = first_channel(c, slice), last = first_channel(c, slice + 1), depth = (last - first) * c->taps;
    for (long channel = first; channel < last; channel++, to += c->taps) {
        const real *from = job->weight + (channel * job->rows + m) * c->taps;
        if (channel + AHEAD_WEIGHTS < last) /* pages apart: the hardware does not prefetch */
            for (long x = 0; x < rows * c->taps; x += LINE)
                __builtin_prefetch(from + AHEAD_WEIGHTS * job->rows * c->taps + x);
        for (long i = 0; i < rows; i++, from += c->taps)
            vec_copy(to + i * depth, from, c->taps);
    }
}

/* Where a block's copy of a slice's weights is kept for all threads. */
static inline size_t block_place(const struct cut *c, long block, long slice)
{
    return (size_t)((block * c->channels + first_channel(c, slice)) * c->taps * TILE_ROWS);
}

/* One slice of k: my blocks with the `panels` at hand. */
static void multiply(const FN(lampas_correlation) *job, const struct cut *c, const struct part *part, const struct scratch *own,
                     long panels, long runs, long slice)
{
    const long first = first_channel(c, slice), channels = first_channel(c, slice + 1) - first, base = first_row(job, c, part->block0);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->taps * (job->transposed ? channels : c->channels);
    struct FN(lampas_tile) t = {.depth = channels * c->taps, .row = row, .alpha = 1};
    for (long block = part->block0; block < part->block1; block++) {
        const long m = first_row(job, c, block);
        const int rows = (int)(first_row(job, c, block + 1) - m);
        if (!job->transposed) {
            t.a = job->weight + (m * c->channels + first) * c->taps;
        } else if (part->weights) {
            t.a = part->weights + block_place(c, block, slice);
        } else {
            copy_block(job, c, block, slice, own->block);
            t.a = own->block;
        }
        t.start = job->start && slice == 0 ? job->start + m : NULL;
        real *scratch = own->result + (c->slices > 1 ? (m - base) * c->panels_most * TILE_LANES : 0);
        for (long i = 0; i < panels; i++) {
            const struct panel *p = own->panel + i;
            t.b = p->at.slides ? part->planes + p->at.place : panel_data(c, own, i);
            t.place = p->at.slides ? own->tap + first * c->taps : NULL;
            t.c = p->to ? p->to + m * c->area : scratch + i * TILE_LANES;
            t.ldc = p->to ? c->area : c->panels_most * TILE_LANES;
            t.mode = slice > 0 ? LAMPAS_TILE_ADD : p->to && p->stream ? LAMPAS_TILE_STREAM : LAMPAS_TILE_STORE;
            FN(lampas_tile)(rows, p->at.vectors, &t);
        }
        if (slice == c->slices - 1)
            spread(c, part, own, runs, scratch, m, rows);
    }
}

/* One slice of k of the n panels at hand, some channels at a time: neighbouring panels read neighbouring elements of a channel. */
static void pack_slice(const struct cut *c, const struct part *part, const struct scratch *own, struct FN(lampas_panel_source) *s, long n, long slice)
{
    const long first = first_channel(c, slice), last = first_channel(c, slice + 1);
    for (long channel = first; channel < last; channel += s->channels) {
        s->channels = smaller(PACK_CHANNELS, last - channel);
        s->from = part->planes + channel * s->step;
        for (long i = 0; i < n; i++)
            if (!own->panel[i].at.slides)
                FN(lampas_panel_pack)(&own->panel[i].at, s, panel_data(c, own, i) + (channel - first) * c->taps * own->panel[i].at.vectors * VL);
    }
}

static void correlate_part(const FN(lampas_correlation) *job, const struct cut *c, const struct part *part, const struct scratch *own)
{
    const lampas_planes *p = &job->planes;
    struct FN(lampas_panel_source) s = {.step = p->channel, .taps = c->taps, .kernel_row = p->kernel[2], .tap = own->tap};
    for (long at = part->panel0; at < part->panel1; at += c->panels_most) {
        const long n = smaller(c->panels_most, part->panel1 - at);
        for (long i = 0; i < n; i++)
            describe(job, c, part, at + i, own->panel + i);
        const long runs = find_runs(job, c, own, n);
        for (long slice = 0; slice < c->slices; slice++) {
            pack_slice(c, part, own, &s, n, slice);
            multiply(job, c, part, own, n, runs, slice);
        }
    }
}

/* Where the taps lie in the planes. */
static void make_taps(const FN(lampas_correlation) *job, const struct cut *c, long *tap)
{
    for (long t = 0; t < c->taps; t++)
        tap[t] = FN(lampas_planes_tap)(&job->planes, 0, job->transposed ? c->taps - 1 - t : t);
    for (long i = c->taps; i < c->channels * c->taps; i++)
        tap[i] = tap[i - c->taps] + job->planes.channel;
}

/* One thread of the team. */
static void work(const FN(lampas_correlation) *job, const struct cut *c, lampas_workspace *space)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const lampas_planes *p = &job->planes;
    real *planes = space->shared, *weights = (real *)((char *)space->shared + c->planes_bytes);
    size_t bytes;
    const struct scratch own = divide(job, c, space->each[me], &bytes);
    make_taps(job, c, own.tap);
    for (long block = c->blocks * me / threads; c->prepacked && block < c->blocks * (me + 1) / threads; block++)
        for (long slice = 0; slice < c->slices; slice++)
            copy_block(job, c, block, slice, weights + block_place(c, block, slice));
    for (long group = 0; group < c->groups; group++) {
        const long image = job->images * group / c->groups, images = job->images * (group + 1) / c->groups - image;
        const real *source = job->source + image * p->channels * p->area;
        struct part part = {.planes = p->direct ? source : planes, .weights = c->prepacked ? weights : NULL, .images = images};
        part.result = job->result + image * job->rows * c->area;
        part.end = images * p->image + (p->direct ? 0 : FN(lampas_panels_slack)());
        part.panels = FN(lampas_panels_count)(p, &c->lines, images);
        const int down = lampas_threads_grid(threads, c->blocks, part.panels, c->lines.count ? 0 : PACKING), across = threads / down;
        const int y = me / across, x = me % across;
        part.panel0 = part.panels * x / across;
        part.panel1 = part.panels * (x + 1) / across;
        part.block0 = c->blocks * y / down;
        part.block1 = c->blocks * (y + 1) / down;
        if (!p->direct)
            FN(lampas_planes_fill_part)(p, source, planes, images * p->channels, me, threads);
#pragma omp barrier
        if (y < down)
            correlate_part(job, c, &part, &own);
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
    const struct cut c = plan(job);
    const double products = (double)job->images * c.area * job->rows * c.channels * c.taps;
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    const size_t weights = c.prepacked ? block_place(&c, c.blocks, 0) * sizeof(real) : 0;
    size_t bytes;
    divide(job, &c, NULL, &bytes);
    lampas_workspace *space = lampas_workspace_reserve(c.planes_bytes + weights, bytes, most);
    if (!space)
        return -1;
#pragma omp parallel num_threads(most) if (most > 1)
    work(job, &c, space);
    return 0;
}

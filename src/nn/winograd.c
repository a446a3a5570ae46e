/* Correlation with filters of 3 x 3 and 5 x 5 by Winograd's algorithm: SpatialConvolution's output and its gradInput
 *
 * The result is cut into tiles of 4 x 4 pixels (of 2 x 2 for 5 x 5 filters); each looks at 6 x 6 elements of the source. With the
 * transforms of src/winograd_transforms.h
 *
 *   U[p][c][m] = (G g G') of filter (m, c)          p < 36
 *   V[p][t][c] = (B' d B) of channel c of the source at tile t
 *   M[p][t][m] = sum over c of V[p][t][c] * U[p][c][m]: 36 multiplications of matrices, by the micro-kernel
 *   result's tile (m, t) = A' M A + start[m]
 *
 * 36 multiply-adds do the work of 144 (of 100). Less is saved where tiles reach over the result's edges, and where there are few
 * channels or rows to share the transforms of a tile.
 *
 * One of U and V is made by all threads together and passes by from the third cache; of the other a thread makes as much as fits
 * its second cache, multiplies that, and goes on. M is a panel of rows wide, TILE_LANES of them:
 *
 *   U, shared (many tiles):                            V, shared (many filters, few tiles):
 *   for each block of tiles of mine:  V                for each panel of rows and block of tiles of mine:
 *     for each panel of rows of mine:                    for each block of channels:  U, and M added to
 *       M, result                                        result
 *
 * Lanes of vectors are rows m in U and M, and channels in V: pixels are transposed on their way in and out, VL x VL at a time, so
 * that no tile shares a vector with another, whatever their number. U is made anew in each call, as weights change between calls.
 *
 * Errors: with float below 1e-5 of the result's largest magnitude (2e-6 is usual), where the direct method has 1e-6. Infinity and
 * not-a-number would reach the whole of a tile. So the caller is told when a result is not finite, and repeats the job directly.
 *
 * Arithmetic bounds it: the multiplications take about two thirds of the time, the transforms most of the rest.
 *
 * Parallel: a grid of threads over tiles and panels of rows. Each element is summed in the order of the channels, in blocks that do not
 * depend on the number of threads. */
#include "nn/winograd.h"
#include "nn/SpatialConvolution_correlate.h"
#include "engine/convolution.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"
#include "winograd_transforms.h"
#include "winograd_tiles.h"

#include <omp.h>

enum {
    SERIAL = 40000,  /* multiply-adds below which a second thread costs more than it brings */
    READ_TILES = 32, /* whose V a thread makes at a time, where V is shared */
    COLUMNS = VL > POINTS - 2 ? VL : POINTS - 2, /* pixels of a row that are put together from a few tiles */
};

static const double SLOWER = 1.25;

/* How the work is cut; the same for every thread. */
struct cut {
    struct maps maps; /* the source */
    long rows, tiles;
    long vectors, panels;           /* of rows: in VL, in TILE_LANES at most */
    long tiles_most;                /* at a time */
    long depth, blocks;             /* channels at a time, and how many times */
    int share_source;               /* 1: V is shared and U a thread's own; 0: the other way round */
    long u_plane, v_plane, m_plane; /* elements from one p to the next */
};

/* A thread's own scratch. */
struct scratch {
    real *own;     /* V [PLANES][tiles_most][depth] or U [PLANES][depth][VL times the panel's vectors] */
    real *m;       /* [PLANES][tiles_most][VL times the panel's vectors] */
    real *lines;   /* of VL channels, a run of tiles' rows */
    real *filters; /* [VL][taps][VL]: of VL channels, lanes are rows */
    struct tiles tiles;
};

static inline long first_vector(const struct cut *c, long panel) { return c->vectors * panel / c->panels; }
static inline long panel_lanes(const struct cut *c, long panel) { return (first_vector(c, panel + 1) - first_vector(c, panel)) * VL; }

/* Bytes that pass by from the third cache decide what is shared; V's more slowly, as few at a time follow one another. */
static void plan_blocks(struct cut *c, int threads)
{
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    const long plane = PLANES * (long)sizeof(real), channels = ceiling(c->maps.planes, VL) * VL;
    const long most = larger(1, shares.tiles / (plane * (channels + TILE_LANES)));
    const double all_u = (double)(plane * channels) * (double)(c->vectors * VL), all_v = (double)(plane * channels) * (double)c->tiles;
    c->share_source = all_u > (double)shares.filters && SLOWER * all_v * (double)(c->panels + 1) < all_u * (double)(ceiling(c->tiles, most) + 1);
    if (c->share_source) {
        const long vectors = channels / VL, fit = larger(1, shares.filters / (plane * TILE_LANES * VL));
        c->panels = smaller(c->vectors, ceiling(c->panels, threads) * threads);
        c->tiles_most = larger(TILE_ROWS, shares.products / (plane * TILE_LANES));
        c->depth = ceiling(vectors, ceiling(vectors, fit)) * VL;
    } else {
        c->tiles_most = most;
        c->depth = channels;
    }
    c->tiles_most = smaller(c->tiles, c->tiles_most);
    c->blocks = ceiling(channels, c->depth);
}

static struct cut plan(const FN(lampas_correlation) *job, int threads)
{
    const lampas_planes *p = &job->planes;
    struct cut c = {.rows = job->rows};
    c.maps = (struct maps){
        .data = job->source, .planes = p->channels, .height = p->source[1], .width = p->source[2],
        .top = p->before[1], .left = p->before[2], .spacing = OTHER(p->kernel[1]),
    };
    c.maps.tilesH = ceiling(p->output[1], c.maps.spacing);
    c.maps.tilesW = ceiling(p->output[2], c.maps.spacing);
    c.tiles = job->images * c.maps.tilesH * c.maps.tilesW;
    c.vectors = ceiling(c.rows, VL);
    c.panels = ceiling(c.vectors, TILE_VECTORS);
    plan_blocks(&c, threads);
    c.u_plane = whole_lines(c.depth * TILE_LANES);
    c.v_plane = whole_lines((c.share_source ? c.tiles : c.tiles_most) * c.depth);
    c.m_plane = whole_lines(c.tiles_most * TILE_LANES);
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s;
    *bytes = 0;
    s.own = lampas_workspace_part(block, bytes, (size_t)(PLANES * (c->share_source ? c->u_plane : c->v_plane)) * sizeof(real));
    s.m = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->m_plane) * sizeof(real));
    s.lines = lampas_workspace_part(block, bytes, (size_t)(POINTS * (LINE_OF(FEW_COLUMNS) + VL * VL)) * sizeof(real));
    s.filters = lampas_workspace_part(block, bytes, VL * (POINTS - 1) * (POINTS - 1) * VL * sizeof(real));
    s.tiles.run = lampas_workspace_part(block, bytes, (size_t)larger(c->tiles_most, READ_TILES) * sizeof(struct run));
    return s;
}

/* ---- filters ---- */

/* Filters of VL rows from m on (the last one again, where there are not so many) and `count` channels, to own->filters. */
INLINE void gather_filters(const int TAPS, const FN(lampas_correlation) *job, const struct cut *c, long m, long channel, long count,
                           real *to)
{
    const long last = c->rows - 1 - m;
    vec r[VL];
    if (job->transposed) { /* a channel's filters stand side by side, and run backwards */
        for (long i = 0; i < count; i++, to += TAPS * VL) {
            const real *from = job->weight + ((channel + i) * c->rows + m) * TAPS;
            for (int t = 0; t < TAPS; t += VL) {
#pragma GCC unroll 16
                for (int k = 0; k < VL; k++)
                    r[k] = t + VL > TAPS ? vec_load_partial(from + smaller(k, last) * TAPS + t, TAPS - t)
                                         : vec_load(from + smaller(k, last) * TAPS + t);
                vec_transpose(r);
#pragma GCC unroll 16
                for (int k = 0; k < VL; k++)
                    if (t + k < TAPS)
                        vec_store(to + (TAPS - 1 - t - k) * VL, r[k]);
            }
        }
    } else {
        for (long i = 0; i < count * TAPS; i += VL) {
            const real *from = job->weight + (m * c->maps.planes + channel) * TAPS + i;
            const long row = c->maps.planes * TAPS;
            if (i + VL <= count * TAPS) {
#pragma GCC unroll 16
                for (int k = 0; k < VL; k++)
                    r[k] = vec_load(from + smaller(k, last) * row);
            } else {
                for (int k = 0; k < VL; k++)
                    r[k] = vec_load_partial(from + smaller(k, last) * row, count * TAPS - i);
            }
            vec_transpose(r);
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                vec_store(to + (i + k) * VL, r[k]);
        }
    }
}

/* U of VL filters, as gathered. */
INLINE void transform_filter(const int FILTER, const real *from, long plane, real *u)
{
    vec half[POINTS][POINTS], g[POINTS], out[POINTS];
    for (int j = 0; j < FILTER; j++) {
        for (int i = 0; i < FILTER; i++)
            g[i] = vec_load(from + (i * FILTER + j) * VL);
        winograd_values(FILTER, g, out);
        winograd_divide(out);
        for (int i = 0; i < POINTS; i++)
            half[i][j] = out[i];
    }
    for (int i = 0; i < POINTS; i++) {
        winograd_values(FILTER, half[i], out);
        winograd_divide(out);
        for (int j = 0; j < POINTS; j++, u += plane)
            vec_store(u, out[j]);
    }
}

/* U of a panel's VL rows from vector v on, and VL channels of the block that begins at channel `first`; u: the panel's. */
INLINE void transform_filters(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long panel,
                              long v, long channel, long first, real *u)
{
    const long count = smaller(VL, c->maps.planes - channel), lanes = panel_lanes(c, panel);
    gather_filters(FILTER * FILTER, job, c, v * VL, channel, count, own->filters);
    u += (channel - first) * lanes + (v - first_vector(c, panel)) * VL;
    for (long i = 0; i < count; i++)
        transform_filter(FILTER, own->filters + i * FILTER * FILTER * VL, c->u_plane, u + i * lanes);
}

/* ---- source ---- */

/* V of VL channels from `channel` on and the tiles at hand, to v: the block of channels' first tile. */
INLINE void transform_source(const int FILTER, const struct cut *c, const struct scratch *own, long channel, real *v)
{
    long offset[VL];
    channel_offsets(&c->maps, smaller(VL, c->maps.planes - channel), offset);
    for (long run = 0; run < own->tiles.runs; run++)
        tiles_signals(OTHER(FILTER), &c->maps, own->tiles.run + run, channel, offset, own->lines, v + channel % c->depth, c->depth, c->v_plane);
}

/* ---- products ---- */

/* M of a panel and the tiles at hand, over `depth` channels. */
static void multiply(const struct cut *c, const struct scratch *own, long panel, const real *u, const real *v, long depth, int mode)
{
    const long count = own->tiles.count, cuts = ceiling(count, TILE_ROWS), lanes = panel_lanes(c, panel);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->depth;
    struct FN(lampas_tile) t = {.depth = depth, .row = row, .alpha = 1, .ldc = lanes, .mode = mode};
    for (int p = 0; p < PLANES; p++, u += c->u_plane, v += c->v_plane) {
        t.b = u;
        for (long i = 0; i < cuts; i++) {
            const long tile = count * i / cuts;
            t.a = v + tile * c->depth;
            t.c = own->m + p * c->m_plane + tile * lanes;
            FN(lampas_tile)((int)(count * (i + 1) / cuts - tile), (int)(lanes / VL), &t);
        }
    }
}

/* ---- result ---- */

/* A tile's pixels of VL rows, out of M, to `pixels` [OUTPUTS][columns][VL]. Returns not-a-number in lanes that are not finite, else zero. */
INLINE vec transform_products(const int OUTPUTS, const real *m, long plane, vec start, real *pixels, long columns)
{
    vec half[POINTS][POINTS], in[POINTS], out[POINTS], bad = {0};
    for (int j = 0; j < POINTS; j++) {
        for (int i = 0; i < POINTS; i++)
            in[i] = vec_load(m + (i * POINTS + j) * plane);
        winograd_sums(OUTPUTS, in, out);
        for (int i = 0; i < OUTPUTS; i++)
            half[i][j] = out[i];
    }
    for (int i = 0; i < OUTPUTS; i++) {
        winograd_sums(OUTPUTS, half[i], out);
        if (i == 0 || i == OUTPUTS - 1)
            bad += (out[0] + out[OUTPUTS - 1]) * vec_set(0); /* these corners hold every one of the 36 products */
        for (int j = 0; j < OUTPUTS; j++)
            vec_store(pixels + (i * columns + j) * VL, out[j] + start);
    }
    return bad;
}

/* `wide` columns of `pixels`, at most VL, to the result's first `count` rows there, which are `plane` elements apart. */
INLINE void store_pixels(const real *pixels, long wide, long count, real *to, long plane)
{
    vec r[VL];
#pragma GCC unroll 16
    for (int k = 0; k < VL; k++)
        r[k] = vec_load(pixels + k * VL);
    vec_transpose(r);
    if (wide == VL && count == VL) {
#pragma GCC unroll 16
        for (int k = 0; k < VL; k++)
            vec_store(to + k * plane, r[k]);
    } else if (count == VL) {
#pragma GCC unroll 16
        for (int k = 0; k < VL; k++)
            vec_store_partial(to + k * plane, r[k], wide);
    } else {
        for (int k = 0; k < count; k++)
            vec_store_partial(to + k * plane, r[k], wide);
    }
}

/* The result of a panel and the tiles at hand. */
INLINE vec transform_results(const int OUTPUTS, const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own,
                             long panel)
{
    const int TILES = COLUMNS / OUTPUTS;
    const long height = job->planes.output[1], width = job->planes.output[2], lanes = panel_lanes(c, panel);
    real pixels[(POINTS - 2) * COLUMNS * VL] __attribute__((aligned(VECTOR_BYTES)));
    vec bad = {0};
    for (long v = first_vector(c, panel); v < first_vector(c, panel + 1); v++) {
        const long rows = smaller(VL, c->rows - v * VL);
        const vec start = job->start ? vec_load_partial(job->start + v * VL, rows) : (vec){0};
        const real *m = own->m + (v - first_vector(c, panel)) * VL;
        for (const struct run *run = own->tiles.run; run < own->tiles.run + own->tiles.runs; run++)
            for (long tile = 0; tile < run->tiles; tile += TILES) {
                const long y = OUTPUTS * run->y, x = OUTPUTS * (run->x + tile), tiles = smaller(TILES, run->tiles - tile);
                real *to = job->result + ((run->image * c->rows + v * VL) * height + y) * width + x;
                const long wide = smaller(tiles * OUTPUTS, width - x), high = smaller(OUTPUTS, height - y);
                for (long k = 0; k < rows; k++)
                    for (long i = 0; i < high; i++)
                        __builtin_prefetch(to + k * height * width + i * width + wide - 1, 1); /* planes lie too far apart for the hardware */
                for (long i = 0; i < tiles; i++)
                    bad += transform_products(OUTPUTS, m + (run->lane + tile + i) * lanes, c->m_plane, start, pixels + i * OUTPUTS * VL, COLUMNS);
                for (long i = 0; i < high; i++)
                    for (long j = 0; j < wide; j += VL)
                        store_pixels(pixels + (i * COLUMNS + j) * VL, smaller(VL, wide - j), rows, to + i * width + j, height * width);
            }
    }
    return bad;
}

/* ---- the two schedules ---- */

/* Turn to part `block` of `blocks` of the tiles [first, last). Returns its first. */
static long turn(const struct cut *c, struct scratch *own, long first, long last, long block, long blocks)
{
    const long tile = first + (last - first) * block / blocks;
    tiles_turn(&own->tiles, &c->maps, FEW_COLUMNS, tile, first + (last - first) * (block + 1) / blocks - tile);
    return tile;
}

/* A thread's part of the work, U being shared. Returns whether a result was not finite. */
INLINE int share_filters(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, real *u)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const int down = lampas_threads_grid(threads, c->panels, ceiling(c->tiles, TILE_ROWS), 1), across = threads / down;
    const int y = me / across, x = me % across;
    const long groups = c->depth / VL, items = c->vectors * groups;
    vec bad = {0};
    for (long item = items * me / threads; item < items * (me + 1) / threads; item++) {
        const long v = item / groups, panel = ((v + 1) * c->panels - 1) / c->vectors;
        transform_filters(FILTER, job, c, own, panel, v, item % groups * VL, 0, u + panel * PLANES * c->u_plane);
    }
#pragma omp barrier
    const long first = c->tiles * x / across, last = y < down ? c->tiles * (x + 1) / across : first;
    const long blocks = ceiling(last - first, c->tiles_most);
    for (long block = 0; block < blocks; block++) {
        turn(c, own, first, last, block, blocks);
        for (long group = 0; group < groups; group++)
            transform_source(FILTER, c, own, group * VL, own->own);
        for (long panel = c->panels * y / down; panel < c->panels * (y + 1) / down; panel++) {
            multiply(c, own, panel, u + panel * PLANES * c->u_plane, own->own, c->maps.planes, LAMPAS_TILE_STORE);
            bad += transform_results(OTHER(FILTER), job, c, own, panel);
        }
    }
    return vec_any(bad);
}

/* The same, V being shared. */
INLINE int share_source(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, real *v)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const int across = lampas_threads_grid(threads, ceiling(c->tiles, TILE_ROWS), c->panels, 1), down = threads / across;
    const int y = me / across, x = me % across;
    const long channels = c->maps.planes, groups = ceiling(channels, VL), reads = ceiling(c->tiles, READ_TILES), items = reads * groups;
    const long v_block = PLANES * c->v_plane;
    long made = -1;
    vec bad = {0};
    for (long item = items * me / threads; item < items * (me + 1) / threads; item++) {
        const long channel = item % groups * VL, tile = turn(c, own, 0, c->tiles, item / groups, reads);
        transform_source(FILTER, c, own, channel, v + channel / c->depth * v_block + tile * c->depth);
    }
#pragma omp barrier
    const long first = c->tiles * x / across, last = y < down ? c->tiles * (x + 1) / across : first;
    const long cuts = ceiling(last - first, c->tiles_most);
    for (long panel = c->panels * y / down; panel < c->panels * (y + 1) / down; panel++)
        for (long cut = 0; cut < cuts; cut++) {
            const long tile = turn(c, own, first, last, cut, cuts);
            for (long block = 0; block < c->blocks; block++) {
                const long channel = block * c->depth, end = smaller(channels, channel + c->depth);
                for (long i = first_vector(c, panel); i < first_vector(c, panel + 1) && made != panel * c->blocks + block; i++)
                    for (long k = channel; k < end; k += VL)
                        transform_filters(FILTER, job, c, own, panel, i, k, channel, own->own);
                made = panel * c->blocks + block;
                multiply(c, own, panel, own->own, v + block * v_block + tile * c->depth, end - channel,
                         block > 0 ? LAMPAS_TILE_ADD : LAMPAS_TILE_STORE);
            }
            bad += transform_results(OTHER(FILTER), job, c, own, panel);
        }
    return vec_any(bad);
}

/* The filter's size is a literal here, and so in all of the transforms. */
static int work(const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, real *shared)
{
    if (c->maps.spacing == OTHER(3))
        return c->share_source ? share_source(3, job, c, own, shared) : share_filters(3, job, c, own, shared);
    return c->share_source ? share_source(5, job, c, own, shared) : share_filters(5, job, c, own, shared);
}

int FN(lampas_winograd)(const FN(lampas_correlation) *job)
{
    if (job->images <= 0)
        return 0;
    const double products = (double)(job->images * job->planes.pixels) * (double)(job->rows * job->planes.channels);
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    const struct cut c = plan(job, most);
    size_t bytes;
    divide(&c, NULL, &bytes);
    const size_t shared = (size_t)(PLANES * (c.share_source ? c.blocks * c.v_plane : c.panels * c.u_plane)) * sizeof(real);
    lampas_workspace *space = lampas_workspace_reserve(shared, bytes, most);
    if (!space)
        return -1;
    int bad = 0;
#pragma omp parallel num_threads(most) reduction(| : bad) if (most > 1)
    {
        size_t used;
        struct scratch own = divide(&c, space->each[omp_get_thread_num()], &used);
        bad = work(job, &c, &own, space->shared);
    }
    return bad;
}

/* Correlation with filters of 3 x 3 and 5 x 5 by Winograd's algorithm: SpatialConvolution's output and its gradInput
 *
 * The result is cut into tiles of 4 x 4 pixels (of 2 x 2 for 5 x 5 filters); each looks at 6 x 6 elements of the source. With the
 * transforms of src/winograd_transforms.h
 *
 *   U[p][m][c] = (G g G') of filter (m, c)          p < 36
 *   V[p][c][t] = (B' d B) of channel c at tile t
 *   M[p][m][t] = sum over c of U[p][m][c] * V[p][c][t]: 36 multiplications of matrices, by the micro-kernel
 *   result's tile (m, t) = A' M A + start[m]
 *
 * 36 multiply-adds do the work of 144 (of 100). Less is saved where tiles reach over the result's edges, and where there are few
 * channels or rows to share the transforms of a tile.
 *
 * One of U and V, the smaller, is made by all threads together and passes by from the third cache; of the other a thread makes as
 * much as fits its second cache, multiplies that, and goes on:
 *
 *   U, shared:                                         V, shared (many filters, few tiles):
 *   for each block of tiles of mine:    V              for each chunk of rows of mine:     U
 *     for each chunk of rows of mine:   M, result        for each block of tiles:          M, result
 *
 * Lanes of vectors are tiles; src/winograd_tiles.h tells how they are read from the source, in place, whatever the padding. A row of
 * the result's tiles is put together from the lanes in the first cache and copied from there, without what reaches over the edges.
 * U is made anew in each call, as weights change between calls.
 *
 * Errors: with float below 1e-5 of the result's largest magnitude (2e-6 is usual), where the direct method has 1e-6. Infinity and
 * not-a-number would reach the whole of a tile. So the caller is told when a result is not finite, and repeats the job directly.
 *
 * Arithmetic bounds it: the multiplications take about two thirds of the time, the transforms most of the rest.
 *
 * Parallel: a grid of threads over blocks of tiles and chunks of rows, or over chunks alone. Each element is summed in the order of
 * the channels, whatever the number of threads. */
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
    PANELS_MOST = 4, /* tiles at a time, in panels: more would take room in the second cache and save little */
    CHUNK = 48,      /* rows of the result at a time */
    FILTERS = 64, FILTER_ROWS = 8, /* channels and rows whose filters are transformed together */
    SERIAL = 40000,  /* multiply-adds below which a second thread costs more than it brings */
};

/* How the work is cut; the same for every thread. */
struct cut {
    struct maps maps; /* the source */
    long rows, tiles;
    long panels, panels_most;          /* of TILE_LANES tiles: all, and at a time */
    long lanes;                        /* tiles at a time */
    long chunks, chunk_most;           /* of rows of the result */
    int share_source;                  /* 1: V is shared and U a thread's own; 0: the other way round */
    long u_plane, v_plane, m_plane;    /* elements from one p to the next */
};

/* A thread's own scratch. */
struct scratch {
    real *own;     /* V [PLANES][panels_most][channels][TILE_LANES] or U [PLANES][chunk_most][channels] */
    real *m;       /* [PLANES][chunk_most][lanes], planes m_plane apart */
    real *pixels;  /* [spacing][spacing * lanes]: rows of the result */
    real *filters; /* [FILTER_ROWS][taps][FILTERS] */
    struct reader reader;
};

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
    c.panels = ceiling(c.tiles, TILE_LANES);
    const long panel_bytes = PLANES * p->channels * TILE_LANES * (long)sizeof(real), row_bytes = PLANES * p->channels * (long)sizeof(real);
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    c.share_source = c.panels * panel_bytes < c.rows * row_bytes;
    if (c.share_source) {
        const long fit = shares.filters / row_bytes / TILE_ROWS * TILE_ROWS;
        c.panels_most = smaller(c.panels, PANELS_MOST);
        c.chunks = ceiling(c.rows, larger(2 * TILE_ROWS, smaller(fit, CHUNK)));
        c.chunks = smaller(ceiling(c.chunks, threads) * threads, ceiling(c.rows, TILE_ROWS));
    } else {
        c.panels_most = larger(1, smaller(smaller(c.panels, PANELS_MOST), shares.tiles / panel_bytes));
        c.chunks = ceiling(c.rows, CHUNK);
    }
    c.lanes = c.panels_most * TILE_LANES;
    c.chunk_most = ceiling(c.rows, c.chunks);
    c.u_plane = whole_lines((c.share_source ? c.chunk_most : c.rows) * p->channels);
    c.v_plane = whole_lines((c.share_source ? c.panels * TILE_LANES : c.lanes) * p->channels);
    c.m_plane = whole_lines(c.chunk_most * c.lanes);
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s = {.reader = reader_of(c->maps.spacing, c->lanes)};
    *bytes = 0;
    s.own = lampas_workspace_part(block, bytes, (size_t)(PLANES * (c->share_source ? c->u_plane : c->v_plane)) * sizeof(real));
    s.m = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->m_plane) * sizeof(real));
    s.pixels = lampas_workspace_part(block, bytes, (size_t)(c->maps.spacing * c->maps.spacing * c->lanes) * sizeof(real));
    s.filters = lampas_workspace_part(block, bytes, FILTER_ROWS * POINTS * POINTS * FILTERS * sizeof(real));
    reader_divide(&s.reader, block, bytes);
    return s;
}

/* ---- filters ---- */

/* Filters of rows [m, m + rows) and channels [channel, channel + count), to own->filters [row][tap][FILTERS]: lanes are channels. */
INLINE void gather_filters(const int TAPS, const FN(lampas_correlation) *job, const struct cut *c, long m, long rows, long channel,
                           long count, real *to)
{
    if (job->transposed) { /* a channel's filters stand side by side, and run backwards */
        for (long i = 0; i < count; i++) {
            const real *from = job->weight + ((channel + i) * c->rows + m) * TAPS;
            for (long r = 0; r < rows; r++)
                for (long t = 0; t < TAPS; t++)
                    to[(r * TAPS + t) * FILTERS + i] = from[r * TAPS + TAPS - 1 - t];
        }
    } else {
        for (long r = 0; r < rows; r++) {
            const real *from = job->weight + ((m + r) * c->maps.planes + channel) * TAPS;
            for (long i = 0; i < count; i++)
                for (long t = 0; t < TAPS; t++)
                    to[(r * TAPS + t) * FILTERS + i] = from[i * TAPS + t];
        }
    }
}

/* U of VL filters, as gathered. */
INLINE void transform_filter(const int FILTER, const real *from, long plane, long count, real *u)
{
    vec half[POINTS][POINTS], g[POINTS], out[POINTS];
    for (int j = 0; j < FILTER; j++) {
        for (int i = 0; i < FILTER; i++)
            g[i] = vec_load(from + (i * FILTER + j) * FILTERS);
        winograd_values(FILTER, g, out);
        winograd_divide(out);
        for (int i = 0; i < POINTS; i++)
            half[i][j] = out[i];
    }
    for (int i = 0; i < POINTS; i++) {
        winograd_values(FILTER, half[i], out);
        winograd_divide(out);
        for (int j = 0; j < POINTS; j++, u += plane)
            if (count >= VL)
                vec_store(u, out[j]);
            else
                vec_store_partial(u, out[j], count);
    }
}

/* U of rows [m, last), to u. */
INLINE void transform_filters(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long m,
                              long last, real *u)
{
    for (; m < last; m += FILTER_ROWS, u += FILTER_ROWS * c->maps.planes) {
        const long rows = smaller(FILTER_ROWS, last - m);
        for (long channel = 0; channel < c->maps.planes; channel += FILTERS) {
            const long count = smaller(FILTERS, c->maps.planes - channel);
            gather_filters(FILTER * FILTER, job, c, m, rows, channel, count, own->filters);
            for (long r = 0; r < rows; r++)
                for (long i = 0; i < count; i += VL)
                    transform_filter(FILTER, own->filters + r * FILTER * FILTER * FILTERS + i, c->u_plane, count - i,
                                     u + r * c->maps.planes + channel + i);
        }
    }
}

/* ---- source ---- */

/* V of channels [channel, last) and the tiles at hand, to v. */
INLINE void transform_source(const int FILTER, const struct cut *c, const struct scratch *own, long channel, long last, real *v)
{
    const long plane = c->v_plane, panels = ceiling(own->reader.tiles.count, TILE_LANES);
    for (; channel < last; channel++) {
        reader_read(POINTS, OTHER(FILTER), &own->reader, &c->maps, channel, NULL);
        for (long panel = 0; panel < panels; panel++) {
            real *to = v + (panel * c->maps.planes + channel) * TILE_LANES;
            for (int i = 0; i < POINTS; i++, to += POINTS * plane)
                for (int x = 0; x < TILE_LANES; x += VL) {
                    vec t[POINTS];
                    reader_transform(POINTS, &own->reader, i, panel * TILE_LANES + x, t);
                    for (int j = 0; j < POINTS; j++)
                        vec_store(to + j * plane + x, t[j]);
                }
        }
    }
}

/* ---- products ---- */

/* M of the tiles at hand and `rows` rows, from their U and V. */
static void multiply(const struct cut *c, const struct scratch *own, const real *u, const real *v, long rows)
{
    const long blocks = ceiling(rows, TILE_ROWS), panels = ceiling(own->reader.tiles.count, TILE_LANES), channels = c->maps.planes;
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * channels;
    struct FN(lampas_tile) t = {.depth = channels, .row = row, .alpha = 1, .ldc = c->lanes, .mode = LAMPAS_TILE_STORE};
    for (int p = 0; p < PLANES; p++, u += c->u_plane, v += c->v_plane)
        for (long block = 0; block < blocks; block++) {
            const long m = rows * block / blocks;
            t.a = u + m * channels;
            for (long panel = 0; panel < panels; panel++) {
                t.b = v + panel * channels * TILE_LANES;
                t.c = own->m + p * c->m_plane + m * c->lanes + panel * TILE_LANES;
                FN(lampas_tile)((int)(rows * (block + 1) / blocks - m), TILE_VECTORS, &t);
            }
        }
}

/* ---- result ---- */

/* VL tiles of a row of M, from its plane 0 on, as rows of pixels. Returns not-a-number in lanes whose tile is not finite, else zero. */
INLINE vec transform_products(const int OUTPUTS, const struct cut *c, const real *m, real start, real *pixels)
{
    vec half[POINTS][POINTS], in[POINTS], out[POINTS];
    for (int j = 0; j < POINTS; j++) {
        for (int i = 0; i < POINTS; i++)
            in[i] = vec_load(m + (i * POINTS + j) * c->m_plane);
        winograd_sums(OUTPUTS, in, out);
        for (int i = 0; i < OUTPUTS; i++)
            half[i][j] = out[i];
    }
    vec bad = {0};
    for (int i = 0; i < OUTPUTS; i++) {
        winograd_sums(OUTPUTS, half[i], out);
        if (i == 0 || i == OUTPUTS - 1)
            bad += (out[0] + out[OUTPUTS - 1]) * vec_set(0); /* these corners hold every one of the 36 products */
        for (int j = 0; j < OUTPUTS; j++)
            out[j] += vec_set(start);
        store_by(OUTPUTS, out, pixels + i * OUTPUTS * c->lanes);
    }
    return bad;
}

/* Rows [first, first + rows) of the result's tiles at hand. */
INLINE vec transform_results(const int OUTPUTS, const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own,
                             long first, long rows)
{
    const long height = job->planes.output[1], width = job->planes.output[2];
    vec bad = {0};
    for (long m = 0; m < rows; m++) {
        const real start = job->start ? job->start[first + m] : 0;
        for (long lane = 0; lane < own->reader.tiles.count; lane += VL)
            bad += transform_products(OUTPUTS, c, own->m + m * c->lanes + lane, start, own->pixels + OUTPUTS * lane);
        for (long i = 0; i < own->reader.tiles.runs; i++) {
            const struct run *run = own->reader.tiles.run + i;
            const long y = OUTPUTS * run->y, x = OUTPUTS * run->x;
            const long high = smaller(OUTPUTS, height - y), wide = smaller(OUTPUTS * run->tiles, width - x);
            const real *from = own->pixels + OUTPUTS * run->lane;
            real *to = job->result + ((run->image * c->rows + first + m) * height + y) * width + x;
            for (long r = 0; r < high; r++)
                vec_copy(to + r * width, from + r * OUTPUTS * c->lanes, wide);
        }
    }
    return bad;
}

/* ---- the two schedules ---- */

static inline long first_row(const struct cut *c, long chunk) { return c->rows * chunk / c->chunks; }

/* Turn to up to panels_most panels of tiles. */
static void turn(const struct cut *c, struct scratch *own, long panel, long last)
{
    const long tile = panel * TILE_LANES, panels = smaller(c->panels_most, last - panel);
    tiles_turn(&own->reader.tiles, &c->maps, tile, smaller(panels * TILE_LANES, c->tiles - tile));
}

/* One thread of the team, U being shared: the tiles' V stays in the second cache while U passes by. Returns 1 when something is not
 * finite. */
INLINE int share_filters(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, real *u)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const int down = lampas_threads_grid(threads, c->chunks, c->panels, 1), across = threads / down, y = me / across, x = me % across;
    const long first = c->rows * me / threads, last = y < down ? c->panels * (x + 1) / across : 0;
    vec bad = {0};
    transform_filters(FILTER, job, c, own, first, c->rows * (me + 1) / threads, u + first * c->maps.planes);
#pragma omp barrier
    for (long panel = c->panels * x / across; panel < last; panel += c->panels_most) {
        turn(c, own, panel, last);
        transform_source(FILTER, c, own, 0, c->maps.planes, own->own);
        for (long chunk = c->chunks * y / down; chunk < c->chunks * (y + 1) / down; chunk++) {
            const long m = first_row(c, chunk), rows = first_row(c, chunk + 1) - m;
            multiply(c, own, u + m * c->maps.planes, own->own, rows);
            bad += transform_results(OTHER(FILTER), job, c, own, m, rows);
        }
    }
    return vec_any(bad);
}

/* The same, V being shared: a chunk's U stays in the second cache while V passes by. */
INLINE int share_source(const int FILTER, const FN(lampas_correlation) *job, const struct cut *c, struct scratch *own, real *v)
{
    const long me = omp_get_thread_num(), threads = omp_get_num_threads();
    const long channels = c->maps.planes, groups = ceiling(channels, VL), items = ceiling(c->panels, c->panels_most) * groups;
    vec bad = {0};
    for (long item = items * me / threads; item < items * (me + 1) / threads; item++) {
        const long panel = item / groups * c->panels_most, channel = item % groups * VL;
        turn(c, own, panel, c->panels);
        transform_source(FILTER, c, own, channel, smaller(channels, channel + VL), v + panel * channels * TILE_LANES);
    }
#pragma omp barrier
    for (long chunk = c->chunks * me / threads; chunk < c->chunks * (me + 1) / threads; chunk++) {
        const long m = first_row(c, chunk), rows = first_row(c, chunk + 1) - m;
        transform_filters(FILTER, job, c, own, m, m + rows, own->own);
        for (long panel = 0; panel < c->panels; panel += c->panels_most) {
            turn(c, own, panel, c->panels);
            multiply(c, own, own->own, v + panel * channels * TILE_LANES, rows);
            bad += transform_results(OTHER(FILTER), job, c, own, m, rows);
        }
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
    const size_t shared = (size_t)(PLANES * (c.share_source ? c.v_plane : c.u_plane)) * sizeof(real);
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

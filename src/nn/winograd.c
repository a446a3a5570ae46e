/* Correlation with 3 x 3 filters by Winograd's F(4 x 4, 3 x 3): SpatialConvolution's output and its gradInput
 *
 * The result is cut into tiles of 4 x 4 pixels; each looks at 6 x 6 elements of the source. With the transforms of src/winograd_transforms.h
 *
 *   U[p][m][c] = (G g G') of filter (m, c)          p < 36
 *   V[p][c][t] = (B' d B) of channel c at tile t
 *   M[p][m][t] = sum over c of U[p][m][c] * V[p][c][t]: 36 multiplications of matrices, by the micro-kernel
 *   result's tile (m, t) = A' M A + start[m]
 *
 * 36 multiply-adds do the work of 144. Less is saved where tiles reach over the result's edges, and where there are few channels or
 * rows to share the transforms of a tile.
 *
 *   U, by all threads together
 *   for each block of tiles of mine (BLOCK_BYTES of V):    V
 *     for each chunk of rows of mine (CHUNK_BYTES of M):
 *       for each p:  for each block of rows:  for each panel of tiles:  tile of the micro-kernel
 *       the result's pixels
 *
 * Tiles are counted through the whole batch, and lanes of vectors are tiles. A block's tiles lie in a few runs, each in one row of
 * tiles of one image. The six rows of pixels that a run looks at are transformed vertically first, as they stand, so that what
 * neighbouring tiles share is computed once, then taken apart into every fourth element, which makes lanes tiles, and
 * transformed horizontally. Padding is written as zeros on the way: the source is read once, in place. A result's four rows of pixels are
 * put together from the lanes in the first cache and copied from there, without what reaches over the edges.
 *
 * U is made anew in each call, as weights change between calls. It need not fit the second cache: a block of tiles reads each element once.
 *
 * Errors: with float below 1e-5 of the result's largest magnitude (2e-6 is usual), where the direct method has 1e-6.
 * Infinity and not-a-number would reach the whole of a tile. So the caller is told when a result is not finite, and repeats the job directly.
 *
 * Arithmetic bounds it: the multiplications take about three quarters of the time.
 *
 * Parallel: a grid of threads over blocks of tiles and chunks of rows. Each element is summed in the order of the channels, whatever the
 * number of threads. */
#include "nn/winograd.h"
#include "nn/SpatialConvolution_correlate.h"
#include "engine/cache.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"
#include "winograd_transforms.h"
#include "winograd_tiles.h"

#include <omp.h>

enum {
    PANELS_MOST = 4, /* more would only take room in the second cache: rows of U are read from the third often enough as it is */
    CHUNK = 48,      /* rows of the result at a time */
    FILTERS = 64, FILTER_ROWS = 8, /* channels and rows whose filters are transformed together */
};

/* How the work is cut; the same for every thread. */
struct cut {
    struct maps maps; /* the source */
    long rows, tiles;
    long panels, panels_most;          /* of TILE_LANES tiles: all, and at a time */
    long lanes;                        /* tiles at a time */
    long chunks, chunk_most;           /* of rows of the result */
    long u_plane, v_plane, m_plane;    /* elements from one p to the next */
    size_t u_bytes;
};

/* A thread's own scratch. */
struct scratch {
    real *v;       /* [PLANES][panels][channels][TILE_LANES], planes v_plane apart */
    real *m;       /* [PLANES][chunk_most][lanes], planes m_plane apart */
    real *pixels;  /* [OUTPUTS][OUTPUTS * lanes]: rows of the result */
    real *filters; /* [FILTER_ROWS][FILTER * FILTER][FILTERS] */
    struct reader reader;
};

static struct cut plan(const FN(lampas_correlation) *job)
{
    const lampas_planes *p = &job->planes;
    struct cut c = {.rows = job->rows};
    c.maps = (struct maps){
        .data = job->source, .planes = p->channels, .height = p->source[1], .width = p->source[2], .top = p->before[1], .left = p->before[2],
        .tilesH = ceiling(p->output[1], OUTPUTS), .tilesW = ceiling(p->output[2], OUTPUTS),
    };
    c.tiles = job->images * c.maps.tilesH * c.maps.tilesW;
    c.panels = ceiling(c.tiles, TILE_LANES);
    const long panel_bytes = PLANES * p->channels * TILE_LANES * (long)sizeof(real);
    c.panels_most = larger(1, smaller(smaller(c.panels, PANELS_MOST), 5 * lampas_cache_bytes(2) / 4 / panel_bytes));
    c.lanes = c.panels_most * TILE_LANES;
    c.chunks = ceiling(c.rows, CHUNK);
    c.chunk_most = ceiling(c.rows, c.chunks);
    c.u_plane = whole_lines(c.rows * p->channels);
    c.v_plane = whole_lines(p->channels * c.lanes);
    c.m_plane = whole_lines(c.chunk_most * c.lanes);
    c.u_bytes = (size_t)(PLANES * c.u_plane) * sizeof(real);
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s = {.reader = reader_of(c->lanes)};
    *bytes = 0;
    s.v = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->v_plane) * sizeof(real));
    s.m = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->m_plane) * sizeof(real));
    s.pixels = lampas_workspace_part(block, bytes, (size_t)(OUTPUTS * OUTPUTS * c->lanes) * sizeof(real));
    s.filters = lampas_workspace_part(block, bytes, FILTER_ROWS * FILTER * FILTER * FILTERS * sizeof(real));
    reader_divide(&s.reader, block, bytes);
    return s;
}

/* ---- filters ---- */

/* Filters of rows [m, m + rows) and channels [channel, channel + count), to own->filters [row][tap][FILTERS]: lanes are channels. */
static inline void gather_filters(const FN(lampas_correlation) *job, const struct cut *c, long m, long rows, long channel, long count, real *to)
{
    enum { TAPS = FILTER * FILTER };
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
static inline void transform_filter(const real *from, long plane, long count, real *u)
{
    vec half[POINTS][FILTER], out[POINTS];
    for (int j = 0; j < FILTER; j++) {
        const vec g[FILTER] = {vec_load(from + j * FILTERS), vec_load(from + (FILTER + j) * FILTERS), vec_load(from + (2 * FILTER + j) * FILTERS)};
        winograd_filter(g, out);
        for (int i = 0; i < POINTS; i++)
            half[i][j] = out[i];
    }
    for (int i = 0; i < POINTS; i++) {
        winograd_filter(half[i], out);
        for (int j = 0; j < POINTS; j++, u += plane)
            if (count >= VL)
                vec_store(u, out[j]);
            else
                vec_store_partial(u, out[j], count);
    }
}

/* U of rows [m, last). */
static void transform_filters(const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long m, long last, real *u)
{
    for (; m < last; m += FILTER_ROWS) {
        const long rows = smaller(FILTER_ROWS, last - m);
        for (long channel = 0; channel < c->maps.planes; channel += FILTERS) {
            const long count = smaller(FILTERS, c->maps.planes - channel);
            gather_filters(job, c, m, rows, channel, count, own->filters);
            for (long r = 0; r < rows; r++)
                for (long i = 0; i < count; i += VL)
                    transform_filter(own->filters + r * FILTER * FILTER * FILTERS + i, c->u_plane, count - i,
                                     u + (m + r) * c->maps.planes + channel + i);
        }
    }
}

/* ---- source ---- */

/* V of the tiles at hand. */
static void transform_source(const struct cut *c, const struct scratch *own, long panels)
{
    const long plane = c->v_plane;
    for (long channel = 0; channel < c->maps.planes; channel++) {
        reader_read(POINTS, &own->reader, &c->maps, channel, NULL);
        for (long panel = 0; panel < panels; panel++) {
            real *to = own->v + (panel * c->maps.planes + channel) * TILE_LANES;
            for (int i = 0; i < POINTS; i++, to += POINTS * plane)
                for (int v = 0; v < TILE_LANES; v += VL) {
                    vec t[POINTS];
                    reader_transform(POINTS, &own->reader, i, panel * TILE_LANES + v, t);
                    for (int j = 0; j < POINTS; j++)
                        vec_store(to + j * plane + v, t[j]);
                }
        }
    }
}

/* ---- products ---- */

/* M of rows [first, first + rows). */
static void multiply(const struct cut *c, const struct scratch *own, const real *u, long first, long rows, long panels)
{
    const long blocks = ceiling(rows, TILE_ROWS);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->maps.planes;
    struct FN(lampas_tile) t = {.depth = c->maps.planes, .row = row, .alpha = 1, .ldc = c->lanes, .mode = LAMPAS_TILE_STORE};
    for (int p = 0; p < PLANES; p++)
        for (long block = 0; block < blocks; block++) {
            const long m = rows * block / blocks;
            t.a = u + p * c->u_plane + (first + m) * c->maps.planes;
            for (long panel = 0; panel < panels; panel++) {
                t.b = own->v + p * c->v_plane + panel * c->maps.planes * TILE_LANES;
                t.c = own->m + p * c->m_plane + m * c->lanes + panel * TILE_LANES;
                FN(lampas_tile)((int)(rows * (block + 1) / blocks - m), TILE_VECTORS, &t);
            }
        }
}

/* ---- result ---- */

/* VL tiles of a row of M, from its plane 0 on, as pixels [OUTPUTS][row]. Returns not-a-number in lanes whose tile is not finite, else zero. */
INLINE vec transform_products(const struct cut *c, const real *m, real start, real *pixels)
{
    vec half[OUTPUTS][POINTS], in[POINTS], out[OUTPUTS];
    for (int j = 0; j < POINTS; j++) {
        for (int i = 0; i < POINTS; i++)
            in[i] = vec_load(m + (i * POINTS + j) * c->m_plane);
        winograd_outputs(in, out);
        for (int i = 0; i < OUTPUTS; i++)
            half[i][j] = out[i];
    }
    vec bad = {0};
    for (int i = 0; i < OUTPUTS; i++) {
        winograd_outputs(half[i], out);
        if (i == 0 || i == OUTPUTS - 1)
            bad += (out[0] + out[OUTPUTS - 1]) * vec_set(0); /* these corners hold every one of the 36 products */
        for (int j = 0; j < OUTPUTS; j++)
            out[j] += vec_set(start);
        store_by_four(out, pixels + i * OUTPUTS * c->lanes);
    }
    return bad;
}

/* Rows [first, first + rows) of the result's tiles at hand. */
static vec transform_results(const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long first, long rows)
{
    const long height = job->planes.output[1], width = job->planes.output[2];
    vec bad = {0};
    for (long m = 0; m < rows; m++) {
        for (long lane = 0; lane < own->reader.count; lane += VL)
            bad += transform_products(c, own->m + m * c->lanes + lane, job->start ? job->start[first + m] : 0, own->pixels + OUTPUTS * lane);
        for (long i = 0; i < own->reader.runs; i++) {
            const struct run *run = own->reader.run + i;
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

/* One thread of the team; 1: something is not finite. */
static int work(const FN(lampas_correlation) *job, const struct cut *c, lampas_workspace *space)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const int down = lampas_threads_grid(threads, c->chunks, c->panels, 1), across = threads / down;
    const int y = me / across, x = me % across;
    real *u = space->shared;
    size_t bytes;
    struct scratch own = divide(c, space->each[me], &bytes);
    vec bad = {0};
    transform_filters(job, c, &own, c->rows * me / threads, c->rows * (me + 1) / threads, u);
#pragma omp barrier
    const long last = y < down ? c->panels * (x + 1) / across : 0;
    for (long panel = c->panels * x / across; panel < last; panel += c->panels_most) {
        const long panels = smaller(c->panels_most, last - panel);
        const long count = smaller(panels * TILE_LANES, c->tiles - panel * TILE_LANES);
        reader_turn(&own.reader, &c->maps, panel * TILE_LANES, count);
        transform_source(c, &own, panels);
        for (long chunk = c->chunks * y / down; chunk < c->chunks * (y + 1) / down; chunk++) {
            const long first = c->rows * chunk / c->chunks, rows = c->rows * (chunk + 1) / c->chunks - first;
            multiply(c, &own, u, first, rows, panels);
            bad += transform_results(job, c, &own, first, rows);
        }
    }
    return vec_any(bad);
}

int FN(lampas_winograd)(const FN(lampas_correlation) *job)
{
    if (job->images <= 0)
        return 0;
    const struct cut c = plan(job);
    const int most = omp_get_max_threads();
    size_t bytes;
    divide(&c, NULL, &bytes);
    lampas_workspace *space = lampas_workspace_reserve(c.u_bytes, bytes, most);
    if (!space)
        return -1;
    int bad = 0;
#pragma omp parallel num_threads(most) reduction(| : bad) if (most > 1)
    bad = work(job, &c, space);
    return bad;
}

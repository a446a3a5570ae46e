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

#include <omp.h>

enum {
    PANELS_MOST = 4, /* more would only take room in the second cache: rows of U are read from the third often enough as it is */
    CHUNK = 48,      /* rows of the result at a time */
    LINE = 64 / sizeof(real),
    AHEAD = 2, /* channels to prefetch */
    FILTERS = 64, FILTER_ROWS = 8, /* channels and rows whose filters are transformed together */
};

/* How the work is cut; the same for every thread. */
struct cut {
    long channels, rows, tilesH, tilesW, tiles;
    long panels, panels_most;          /* of TILE_LANES tiles: all, and at a time */
    long lanes;                        /* tiles at a time */
    long lane_step;                    /* the same, and a vector that stores may run over */
    long chunks, chunk_most;           /* of rows of the result */
    long u_plane, v_plane, m_plane;    /* elements from one p to the next */
    long row;                          /* elements of a row of pixels of a block */
    size_t u_bytes;
};

/* Tiles side by side. */
struct run {
    long image, y, x, tiles, lane;
};

/* A thread's own scratch. */
struct scratch {
    real *v;      /* [PLANES][panels][channels][TILE_LANES], planes v_plane apart */
    real *m;      /* [PLANES][chunk_most][lanes], planes m_plane apart */
    real *rows;   /* [POINTS][row]: rows of pixels, transformed vertically */
    real *split;  /* [POINTS][POINTS][lane_step], and a vector before: the same, lanes being tiles */
    real *pixels; /* [OUTPUTS][row]: rows of the result */
    real *zeros;  /* [row] */
    real *filters; /* [FILTER_ROWS][FILTER * FILTER][FILTERS] */
    struct run *run;
};

static long odd_lines(long elements) { return (ceiling(elements * (long)sizeof(real), 64) | 1) * 64 / (long)sizeof(real); }

static struct cut plan(const FN(lampas_correlation) *job)
{
    const lampas_planes *p = &job->planes;
    struct cut c = {.channels = p->channels, .rows = job->rows, .tilesH = ceiling(p->output[1], OUTPUTS), .tilesW = ceiling(p->output[2], OUTPUTS)};
    c.tiles = job->images * c.tilesH * c.tilesW;
    c.panels = ceiling(c.tiles, TILE_LANES);
    const long panel_bytes = PLANES * c.channels * TILE_LANES * (long)sizeof(real);
    c.panels_most = larger(1, smaller(smaller(c.panels, PANELS_MOST), 5 * lampas_cache_bytes(2) / 4 / panel_bytes));
    c.lanes = c.panels_most * TILE_LANES;
    c.lane_step = c.lanes + VL;
    c.chunks = ceiling(c.rows, CHUNK);
    c.chunk_most = ceiling(c.rows, c.chunks);
    c.u_plane = odd_lines(c.rows * c.channels);
    c.v_plane = odd_lines(c.channels * c.lanes);
    c.m_plane = odd_lines(c.chunk_most * c.lanes);
    c.row = OUTPUTS * c.lanes + 4 * VL;
    c.u_bytes = (size_t)(PLANES * c.u_plane) * sizeof(real);
    return c;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s;
    *bytes = 0;
    s.v = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->v_plane) * sizeof(real));
    s.m = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->m_plane) * sizeof(real));
    s.rows = lampas_workspace_part(block, bytes, (size_t)(POINTS * c->row) * sizeof(real));
    s.split = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->lane_step + VL) * sizeof(real));
    s.pixels = lampas_workspace_part(block, bytes, (size_t)(OUTPUTS * c->row) * sizeof(real));
    s.zeros = lampas_workspace_part(block, bytes, (size_t)c->row * sizeof(real));
    s.filters = lampas_workspace_part(block, bytes, FILTER_ROWS * FILTER * FILTER * FILTERS * sizeof(real));
    s.run = lampas_workspace_part(block, bytes, (size_t)c->lanes * sizeof(struct run));
    if (block) {
        s.split += VL;
        memset(s.zeros, 0, (size_t)c->row * sizeof(real));
    }
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
            const real *from = job->weight + ((m + r) * c->channels + channel) * TAPS;
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
        for (long channel = 0; channel < c->channels; channel += FILTERS) {
            const long count = smaller(FILTERS, c->channels - channel);
            gather_filters(job, c, m, rows, channel, count, own->filters);
            for (long r = 0; r < rows; r++)
                for (long i = 0; i < count; i += VL)
                    transform_filter(own->filters + r * FILTER * FILTER * FILTERS + i, c->u_plane, count - i,
                                     u + (m + r) * c->channels + channel + i);
        }
    }
}

/* ---- source ---- */

/* The runs of tiles [first, first + count); how many. */
static long find_runs(const struct cut *c, long first, long count, struct run *run)
{
    long n = 0;
    for (long lane = 0; lane < count; n++) {
        const long row = (first + lane) / c->tilesW, x = (first + lane) % c->tilesW;
        run[n] = (struct run){.image = row / c->tilesH, .y = row % c->tilesH, .x = x, .lane = lane, .tiles = smaller(c->tilesW - x, count - lane)};
        lane += run[n].tiles;
    }
    return n;
}

/* The six rows of pixels that a run looks at, transformed vertically, to `rows`. `plane`: the channel, in the run's image. */
static inline void transform_rows(const lampas_planes *p, const struct cut *c, const struct scratch *own, const struct run *run,
                                  const real *plane)
{
    const long width = OUTPUTS * run->tiles + 2, top = OUTPUTS * run->y - p->before[1], left = OUTPUTS * run->x - p->before[2];
    const long first = smaller(width, larger(0, -left)), last = larger(first, smaller(width, p->source[2] - left)); /* columns that the source has */
    const long row = c->row, ahead = AHEAD * p->area;
    real *to = own->rows;
    const real *from[POINTS];
    for (int i = 0; i < POINTS; i++) {
        from[i] = own->zeros - first;
        if (top + i >= 0 && top + i < p->source[1]) {
            from[i] = plane + (top + i) * p->source[2] + left;
            for (long x = first; x < last; x += LINE) /* channels lie too far apart for the hardware to prefetch */
                __builtin_prefetch(from[i] + ahead + x);
        }
    }
    vec d[POINTS], t[POINTS];
    for (long x = 0; x < first; x += VL)
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, (vec){0});
    long x = first;
    for (; x + VL <= last; x += VL) {
        for (int i = 0; i < POINTS; i++)
            d[i] = vec_load(from[i] + x);
        winograd_signal(d, t);
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, t[i]);
    }
    if (x < last) {
        for (int i = 0; i < POINTS; i++)
            d[i] = vec_load_partial(from[i] + x, last - x);
        winograd_signal(d, t);
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, t[i]);
    }
    for (x = last; x < width; x += VL)
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, (vec){0});
}

/* A run's rows to its lanes of `split`. Stores run over its last lane; the next run overwrites that. */
static inline void split_rows(const struct cut *c, const struct scratch *own, const struct run *run)
{
    const long step = c->lane_step, row = c->row, tiles = run->tiles;
    const real *from = own->rows;
    real *to = own->split + run->lane;
    vec part[4];
    for (int i = 0; i < POINTS; i++, from += row, to += POINTS * step) {
        real *next4 = to + 4 * step - 1, *next5 = to + 5 * step - 1; /* elements 4 and 5 of a tile are 0 and 1 of the next */
        const real before4 = *next4, before5 = *next5;
        for (long x = 0; x < tiles; x += VL) {
            load_by_four(from + OUTPUTS * x, part);
            for (int j = 0; j < 4; j++)
                vec_store(to + j * step + x, part[j]);
            vec_store(next4 + x, part[0]);
            vec_store(next5 + x, part[1]);
        }
        *next4 = before4;
        *next5 = before5;
        next4[tiles] = from[OUTPUTS * tiles];
        next5[tiles] = from[OUTPUTS * tiles + 1];
    }
}

/* One channel of V, from `split`. */
static inline void transform_lanes(const struct cut *c, const struct scratch *own, long channel, long panels)
{
    const long step = c->lane_step, plane = c->v_plane;
    vec d[POINTS], t[POINTS];
    for (long panel = 0; panel < panels; panel++) {
        const real *from = own->split + panel * TILE_LANES;
        real *to = own->v + (panel * c->channels + channel) * TILE_LANES;
        for (int i = 0; i < POINTS; i++, from += POINTS * step, to += POINTS * plane)
            for (int v = 0; v < TILE_LANES; v += VL) {
                for (int j = 0; j < POINTS; j++)
                    d[j] = vec_load(from + j * step + v);
                winograd_signal(d, t);
                for (int j = 0; j < POINTS; j++)
                    vec_store(to + j * plane + v, t[j]);
            }
    }
}

static void transform_source(const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long runs, long count)
{
    const lampas_planes *p = &job->planes;
    const long panels = ceiling(count, TILE_LANES);
    for (long channel = 0; channel < c->channels; channel++) {
        for (long i = 0; i < runs; i++) {
            const struct run *run = own->run + i;
            transform_rows(p, c, own, run, job->source + (run->image * c->channels + channel) * p->area);
            split_rows(c, own, run);
        }
        for (int i = 0; i < PLANES && count < panels * TILE_LANES; i++) /* lanes without a tile */
            memset(own->split + i * c->lane_step + count, 0, (size_t)(panels * TILE_LANES - count) * sizeof(real));
        transform_lanes(c, own, channel, panels);
    }
}

/* ---- products ---- */

/* M of rows [first, first + rows). */
static void multiply(const struct cut *c, const struct scratch *own, const real *u, long first, long rows, long panels)
{
    const long blocks = ceiling(rows, TILE_ROWS);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->channels;
    struct FN(lampas_tile) t = {.depth = c->channels, .row = row, .alpha = 1, .ldc = c->lanes, .mode = LAMPAS_TILE_STORE};
    for (int p = 0; p < PLANES; p++)
        for (long block = 0; block < blocks; block++) {
            const long m = rows * block / blocks;
            t.a = u + p * c->u_plane + (first + m) * c->channels;
            for (long panel = 0; panel < panels; panel++) {
                t.b = own->v + p * c->v_plane + panel * c->channels * TILE_LANES;
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
        store_by_four(out, pixels + i * c->row);
    }
    return bad;
}

/* Rows [first, first + rows) of the block's result. */
static vec transform_results(const FN(lampas_correlation) *job, const struct cut *c, const struct scratch *own, long runs, long count,
                             long first, long rows)
{
    const lampas_planes *p = &job->planes;
    vec bad = {0};
    for (long m = 0; m < rows; m++) {
        for (long lane = 0; lane < count; lane += VL)
            bad += transform_products(c, own->m + m * c->lanes + lane, job->start ? job->start[first + m] : 0, own->pixels + OUTPUTS * lane);
        for (long i = 0; i < runs; i++) {
            const struct run *run = own->run + i;
            const long y = OUTPUTS * run->y, x = OUTPUTS * run->x;
            const long high = smaller(OUTPUTS, p->output[1] - y), wide = smaller(OUTPUTS * run->tiles, p->output[2] - x);
            real *to = job->result + ((run->image * c->rows + first + m) * p->output[1] + y) * p->output[2] + x;
            for (long r = 0; r < high; r++)
                vec_copy(to + r * p->output[2], own->pixels + r * c->row + OUTPUTS * run->lane, wide);
        }
    }
    return bad;
}

static int any(vec bad)
{
    for (int i = 0; i < VL; i++)
        if (bad[i] != 0)
            return 1;
    return 0;
}

/* One thread of the team; 1: something is not finite. */
static int work(const FN(lampas_correlation) *job, const struct cut *c, lampas_workspace *space)
{
    const int me = omp_get_thread_num(), threads = omp_get_num_threads();
    const int down = lampas_threads_grid(threads, c->chunks, c->panels, 1), across = threads / down;
    const int y = me / across, x = me % across;
    real *u = space->shared;
    size_t bytes;
    const struct scratch own = divide(c, space->each[me], &bytes);
    vec bad = {0};
    transform_filters(job, c, &own, c->rows * me / threads, c->rows * (me + 1) / threads, u);
#pragma omp barrier
    const long last = y < down ? c->panels * (x + 1) / across : 0;
    for (long panel = c->panels * x / across; panel < last; panel += c->panels_most) {
        const long panels = smaller(c->panels_most, last - panel);
        const long count = smaller(panels * TILE_LANES, c->tiles - panel * TILE_LANES);
        const long runs = find_runs(c, panel * TILE_LANES, count, own.run);
        transform_source(job, c, &own, runs, count);
        for (long chunk = c->chunks * y / down; chunk < c->chunks * (y + 1) / down; chunk++) {
            const long first = c->rows * chunk / c->chunks, rows = c->rows * (chunk + 1) / c->chunks - first;
            multiply(c, &own, u, first, rows, panels);
            bad += transform_results(job, c, &own, runs, count, first, rows);
        }
    }
    return any(bad);
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

/* gradWeight and gradBias of 3 x 3 and 5 x 5 convolutions by Winograd's algorithm
 *
 * gradOutput is cut into tiles of 4 x 4 pixels (of 2 x 2 for 5 x 5 filters); with each goes the input's tile of 6 x 6 elements that it
 * looks at. A filter's gradient is the sum over tiles of the correlation of the two. With the transforms of src/winograd_transforms.h
 *
 *   Y[i][j][o][t] = (G d G') of plane o of gradOutput at tile t      i, j < 6
 *   V[i][j][t][c] = (B' d B) of channel c of the input at tile t
 *   S[i][j][o][c] = sum over t of Y[i][j][o][t] * V[i][j][t][c]: 36 multiplications of matrices, by the micro-kernel
 *   H[i][l][o][c] = sum over j of A'[l][j] * S[i][j][o][c]
 *   gradWeight[o][c][k][l] += scale * sum over i of A'[k][i] * H[i][l][o][c]
 *
 * 36 multiply-adds do the work of 144 (of 100); the last two transforms are made once, not for each tile.
 *
 * The six i have nothing to do with each other until the last line. So a thread takes some of them, and nothing that it makes before
 * that line is another's business:
 *
 *   for each few i of mine and block of planes o, whose S stays in the second cache:
 *     for each group of tiles, whose Y and V of one i stay there as well:
 *       for each i:
 *         V: for VL channels: rows of pixels to row i of the tiles they belong to, VL x VL of them transposed, then columns j
 *         Y: for each o: rows of pixels to row i, taken apart so that lanes are tiles, then columns j
 *         for each j:  for each panel of channels:  for each block of rows:  tile of the micro-kernel
 *     H
 *   wait for the others, then my part of gradWeight
 *
 * Lanes of vectors are channels in V, as in the multiplication; what is transposed for that are pixels, of which there are fewer than of V.
 * Maps are read once for each few i, by each thread: six times at most, in order, from the third cache.
 *
 * Errors: with float below 1e-5 of gradWeight's largest magnitude (2e-6 is usual). Infinity and not-a-number reach H; the caller
 * is told before anything is added, and repeats the pass directly.
 *
 * Arithmetic bounds it: the multiplications take about two thirds of the time, the transforms most of the rest.
 *
 * Parallel: the greatest common divisor of 6 and the number of threads divides the i, the rest of it a grid of planes o and panels of
 * channels. Every element is summed in the order of the tiles, in groups that do not depend on the threads, and so the numbers
 * do not either. */
#include "nn/winograd_gradWeight.h"
#include "engine/convolution.h"
#include "engine/threads.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"
#include "winograd_transforms.h"
#include "winograd_tiles.h"

#include <omp.h>

enum {
    BLOCK_ROWS = 64,  /* planes o of a block, at least: each needs V */
    GROUP_LEAST = 48, /* tiles of a group, at least: each loads and stores S */
    SERIAL = 40000,   /* multiply-adds below which a second thread costs more than it brings */
};

struct cut {
    struct maps input, gradOutput;
    long rows, channels, tiles;
    long vectors, panels, lanes;     /* of channels: in VL, in TILE_LANES at most; vectors * VL */
    long points_of_thread, points;   /* how many i a thread has, and takes at a time */
    long block_rows;                 /* planes o at a time */
    long groups, group_most;         /* of tiles */
    long v_plane, y_row, y_plane, s_plane; /* elements from one j to the next; y_row: from one o to the next */
    real scale, *gradWeight, *gradBias;
};

/* What the team shares. */
struct shared {
    real *h;    /* [POINTS][FILTER][rows][lanes] */
    real *bias; /* [rows][VL]: sums over gradOutput */
    int *bad;
};

struct scratch {
    real *v;     /* [POINTS][panels][group_most][VL times the panel's vectors] */
    real *y;     /* [POINTS][block_rows][y_row] */
    real *s;     /* [points][POINTS][block_rows][lanes] */
    real *line;  /* [columns][VL]: row i of the tiles of a run, of VL channels */
    real *split; /* [SPACING][y_row + VL]: of the tiles at hand, of a plane of gradOutput */
    struct tiles tiles;
};

/* A thread's share of the work. */
struct part {
    long i0, i1, o0, o1, panel0, panel1;
};

static long common_divisor(long a, long b) { return b ? common_divisor(b, a % b) : a; }
static inline long first_vector(const struct cut *c, long panel) { return c->vectors * panel / c->panels; }

static void plan_blocks(struct cut *c)
{
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    const long plane = POINTS * (long)sizeof(real), sums = plane * c->lanes; /* bytes of S for a plane o and an i */
    const long few = smaller(c->rows, BLOCK_ROWS);
    c->points = c->points_of_thread;
    if (c->tiles * plane * (c->lanes + few) <= shares.panels) { /* then S needs no room for more than a block */
        c->points = 1;
        c->group_most = c->tiles;
        c->block_rows = smaller(shares.panels / sums, shares.panels / (plane * c->tiles) - c->lanes);
    } else {
        while (c->points > 1 && (c->points_of_thread % c->points || c->points * c->rows * sums > shares.panels))
            c->points--;
        c->block_rows = shares.panels / (c->points * sums);
    }
    c->block_rows = smaller(c->rows, larger(few, c->block_rows / TILE_ROWS * TILE_ROWS));
    if (c->group_most == 0)
        c->group_most = smaller(c->tiles, larger(GROUP_LEAST, shares.transforms / (plane * (c->lanes + c->block_rows))));
    c->groups = ceiling(c->tiles, c->group_most);
    c->group_most = ceiling(ceiling(c->tiles, c->groups), VL) * VL;
    c->groups = ceiling(c->tiles, c->group_most);
}

static struct cut plan(const SpatialConvolution_shape *s, int threads)
{
    const long spacing = OTHER(s->kH), tilesH = ceiling(s->outputHeight, spacing), tilesW = ceiling(s->outputWidth, spacing);
    struct cut c = {.rows = s->nOutputPlane, .channels = s->nInputPlane, .tiles = s->batch * tilesH * tilesW};
    c.input = (struct maps){.planes = s->nInputPlane, .height = s->inputHeight, .width = s->inputWidth, .top = s->padH, .left = s->padW};
    c.gradOutput = (struct maps){.planes = s->nOutputPlane, .height = s->outputHeight, .width = s->outputWidth};
    c.input.spacing = c.gradOutput.spacing = spacing;
    c.input.tilesH = c.gradOutput.tilesH = tilesH;
    c.input.tilesW = c.gradOutput.tilesW = tilesW;
    c.vectors = ceiling(c.channels, VL);
    c.panels = ceiling(c.vectors, TILE_VECTORS);
    c.lanes = c.vectors * VL;
    c.points_of_thread = POINTS / common_divisor(POINTS, threads);
    plan_blocks(&c);
    c.v_plane = whole_lines(c.lanes * c.group_most);
    c.y_row = whole_lines(c.group_most);
    c.y_plane = whole_lines(c.block_rows * c.y_row);
    c.s_plane = whole_lines(c.block_rows * c.lanes);
    return c;
}

static struct shared divide_shared(const struct cut *c, void *block, size_t *bytes)
{
    struct shared s;
    *bytes = 0;
    s.h = lampas_workspace_part(block, bytes, (size_t)(POINTS * OTHER(c->input.spacing) * c->rows * c->lanes) * sizeof(real));
    s.bias = lampas_workspace_part(block, bytes, (size_t)(c->rows * VL) * sizeof(real));
    s.bad = lampas_workspace_part(block, bytes, sizeof(int));
    return s;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s;
    *bytes = 0;
    s.v = lampas_workspace_part(block, bytes, (size_t)(POINTS * c->v_plane) * sizeof(real));
    s.y = lampas_workspace_part(block, bytes, (size_t)(POINTS * c->y_plane) * sizeof(real));
    s.s = lampas_workspace_part(block, bytes, (size_t)(c->points * POINTS * c->s_plane) * sizeof(real));
    s.line = lampas_workspace_part(block, bytes, (size_t)LINE_OF(MANY_COLUMNS) * sizeof(real));
    s.split = lampas_workspace_part(block, bytes, (size_t)(c->input.spacing * (c->y_row + VL)) * sizeof(real));
    s.tiles.run = lampas_workspace_part(block, bytes, (size_t)c->group_most * sizeof(struct run));
    return s;
}

static struct part part_of(const struct cut *c)
{
    const int threads = omp_get_num_threads(), me = omp_get_thread_num();
    const int across_points = (int)common_divisor(POINTS, threads), parts = threads / across_points;
    const int down = lampas_threads_grid(parts, ceiling(c->rows, TILE_ROWS), c->panels, 1), across = parts / down;
    const int y = me / across_points / across, x = me / across_points % across, i = me % across_points;
    if (y >= down)
        return (struct part){0};
    return (struct part){
        .i0 = POINTS * i / across_points, .i1 = POINTS * (i + 1) / across_points,
        .o0 = c->rows * y / down, .o1 = c->rows * (y + 1) / down,
        .panel0 = c->panels * x / across, .panel1 = c->panels * (x + 1) / across,
    };
}

/* ---- transforms ---- */

/* V[i] of the channels of vector k and the tiles at hand. */
INLINE void transform_input(const int SPACING, const struct cut *c, const struct scratch *own, int i, long k)
{
    const long panel = ((k + 1) * c->panels - 1) / c->vectors, first = first_vector(c, panel), channel = k * VL;
    real *v = own->v + first * VL * c->group_most + (k - first) * VL;
    long offset[VL];
    channel_offsets(&c->input, smaller(VL, c->channels - channel), offset);
    for (const struct run *run = own->tiles.run; run < own->tiles.run + own->tiles.runs; run++)
        tiles_signal(SPACING, &c->input, run, i, channel, offset, own->line, v,
                     (first_vector(c, panel + 1) - first) * VL, c->v_plane);
}

/* Y[i] of plane o and the tiles at hand, to y, its column 0. */
INLINE void transform_gradOutput(const int OUTPUTS, const struct cut *c, const struct scratch *own, int i, long o, real *y)
{
    const long step = c->y_row + VL;
    real factor[POINTS];
    vec d[POINTS], t[POINTS];
    winograd_values_row(OUTPUTS, i, factor);
    for (const struct run *run = own->tiles.run; run < own->tiles.run + own->tiles.runs; run++) {
        const struct sum sum = sum_of(OUTPUTS, factor, &c->gradOutput, run, o);
        sum_split(OUTPUTS, &sum, run->tiles, own->split + run->lane, step);
    }
    for (long lane = 0; lane < own->tiles.count; lane += VL) {
        for (int j = 0; j < OUTPUTS; j++)
            d[j] = vec_load(own->split + j * step + lane);
        winograd_values(OUTPUTS, d, t);
        for (int j = 0; j < POINTS; j++)
            vec_store(y + j * c->y_plane + lane, t[j]);
    }
}

/* Plane o of gradOutput, in the tiles at hand, added to VL sums. */
static void sum_plane(const struct cut *c, const struct scratch *own, long o, real *sums)
{
    const struct maps *maps = &c->gradOutput;
    vec sum = vec_load(sums);
    for (const struct run *run = own->tiles.run; run < own->tiles.run + own->tiles.runs; run++) {
        const long y = maps->spacing * run->y, x = maps->spacing * run->x, last = smaller(maps->spacing * run->tiles, maps->width - x);
        const real *from = maps->data + ((run->image * maps->planes + o) * maps->height + y) * maps->width + x;
        for (long row = y; row < smaller(y + maps->spacing, maps->height); row++, from += maps->width) {
            long k = 0;
            for (; k + VL <= last; k += VL)
                sum += vec_load(from + k);
            sum += vec_load_partial(from + k, last - k);
        }
    }
    vec_store(sums, sum);
}

/* ---- products ---- */

/* S of planes [0, rows) of the block. */
static void multiply(const struct cut *c, const struct part *part, const struct scratch *own, long rows, real *s, int mode)
{
    const long cuts = ceiling(rows, TILE_ROWS);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->y_row;
    struct FN(lampas_tile) t = {.depth = own->tiles.count, .row = row, .alpha = 1, .ldc = c->lanes, .mode = mode};
    for (int j = 0; j < POINTS; j++)
        for (long panel = part->panel0; panel < part->panel1; panel++) {
            const long first = first_vector(c, panel) * VL;
            t.b = own->v + j * c->v_plane + first * c->group_most;
            for (long i = 0; i < cuts; i++) {
                const long o = rows * i / cuts;
                t.a = own->y + j * c->y_plane + o * c->y_row;
                t.c = s + j * c->s_plane + o * c->lanes + first;
                FN(lampas_tile)((int)(rows * (i + 1) / cuts - o), (int)(first_vector(c, panel + 1) - first_vector(c, panel)), &t);
            }
        }
}

/* H[i] of planes [o, o + rows), from their S. Returns whether all of it is finite. */
INLINE int sum_columns(const int FILTER, const struct cut *c, const struct part *part, const real *s, int i, long o, long rows, real *h)
{
    vec in[POINTS], out[POINTS], bad = {0};
    const long first = first_vector(c, part->panel0) * VL, last = first_vector(c, part->panel1) * VL, plane = c->rows * c->lanes;
    for (long row = 0; row < rows; row++)
        for (long lane = first; lane < last; lane += VL) {
            for (int j = 0; j < POINTS; j++)
                in[j] = vec_load(s + j * c->s_plane + row * c->lanes + lane);
            winograd_divide(in);
            winograd_sums(FILTER, in, out);
            bad += (out[0] + out[FILTER - 1]) * vec_set(0); /* which hold every one of the six */
            for (int l = 0; l < FILTER; l++)
                vec_store(h + (i * FILTER + l) * plane + (o + row) * c->lanes + lane, out[l]);
        }
    return !vec_any(bad);
}

/* The gradients of row o's filters of `count` channels, at most VL, from their place in H on. */
INLINE void add_gradients(const int FILTER, const struct cut *c, const real *h, long count, real *to)
{
    const int TAPS = FILTER * FILTER;
    const long plane = c->rows * c->lanes;
    vec in[POINTS], out[POINTS], taps[(POINTS - 1) * (POINTS - 1) + VL] = {{0}};
    for (int l = 0; l < FILTER; l++) {
        for (int i = 0; i < POINTS; i++)
            in[i] = vec_load(h + (i * FILTER + l) * plane);
        winograd_divide(in);
        winograd_sums(FILTER, in, out);
        for (int k = 0; k < FILTER; k++)
            taps[k * FILTER + l] = vec_set(c->scale) * out[k];
    }
    for (int tap = 0; tap < TAPS; tap += VL) {
        vec_transpose(taps + tap);
        for (long k = 0; k < count; k++) {
            real *at = to + k * TAPS + tap;
            if (tap + VL <= TAPS)
                vec_store(at, vec_load(at) + taps[tap + k]);
            else
                vec_store_partial(at, vec_load_partial(at, TAPS - tap) + taps[tap + k], TAPS - tap);
        }
    }
}

/* ---- the pass ---- */

/* S of the part's planes [o, o + rows) and i in [i0, i1), and H. `made`: the group and i that V was made of last. */
INLINE void accumulate(const int FILTER, const struct cut *c, const struct part *part, const struct shared *shared, struct scratch *own,
                       int i0, long o, long rows, long *made)
{
    const int i1 = (int)smaller(i0 + c->points, part->i1);
    const long first = first_vector(c, part->panel0), last = first_vector(c, part->panel1);
    for (long group = 0; group < c->groups; group++) {
        const long tile = group * c->group_most;
        tiles_turn(&own->tiles, &c->input, MANY_COLUMNS, tile, smaller(c->group_most, c->tiles - tile));
        for (int i = i0; i < i1; i++) {
            for (long k = first; k < last && *made != group * POINTS + i; k++)
                transform_input(OTHER(FILTER), c, own, i, k);
            *made = group * POINTS + i;
            for (long row = 0; row < rows; row++) {
                transform_gradOutput(OTHER(FILTER), c, own, i, o + row, own->y + row * c->y_row);
                if (i == 1 && first == 0 && c->gradBias)
                    sum_plane(c, own, o + row, shared->bias + (o + row) * VL);
            }
            multiply(c, part, own, rows, own->s + (i - i0) * POINTS * c->s_plane, group > 0 ? LAMPAS_TILE_ADD : LAMPAS_TILE_STORE);
        }
    }
    for (int i = i0; i < i1; i++)
        if (!sum_columns(FILTER, c, part, own->s + (i - i0) * POINTS * c->s_plane, i, o, rows, shared->h)) {
#pragma omp atomic write
            *shared->bad = 1;
        }
}

/* One thread of the team. The filter's size is a literal. */
INLINE void work(const int FILTER, const struct cut *c, const struct shared *shared, void *block)
{
    const long me = omp_get_thread_num(), threads = omp_get_num_threads();
    const struct part part = part_of(c);
    size_t bytes;
    struct scratch own = divide(c, block, &bytes);
    long made = -1;
    if (part.i0 <= 1 && 1 < part.i1 && part.panel0 == 0)
        memset(shared->bias + part.o0 * VL, 0, (size_t)((part.o1 - part.o0) * VL) * sizeof(real));
    for (int i = (int)part.i0; i < part.i1; i += (int)c->points)
        for (long o = part.o0; o < part.o1; o += c->block_rows)
            accumulate(FILTER, c, &part, shared, &own, i, o, smaller(c->block_rows, part.o1 - o), &made);
#pragma omp barrier
    if (*shared->bad)
        return;
    for (long o = c->rows * me / threads; o < c->rows * (me + 1) / threads; o++) {
        for (long channel = 0; channel < c->channels; channel += VL)
            add_gradients(FILTER, c, shared->h + o * c->lanes + channel, smaller(VL, c->channels - channel),
                          c->gradWeight + (o * c->channels + channel) * FILTER * FILTER);
        for (int i = 1; i < VL && c->gradBias; i++)
            shared->bias[o * VL] += shared->bias[o * VL + i];
        if (c->gradBias)
            c->gradBias[o] += c->scale * shared->bias[o * VL];
    }
}

int FN(lampas_winograd_gradWeight)(const SpatialConvolution_shape *s, const real *input, const real *gradOutput, real *gradWeight,
                                   real *gradBias, real scale)
{
    if (s->batch <= 0)
        return 0;
    const double products = (double)(s->batch * s->outputHeight * s->outputWidth) * (double)(s->nOutputPlane * s->nInputPlane);
    const int most = products < SERIAL ? 1 : omp_get_max_threads();
    struct cut c = plan(s, most);
    c.input.data = input;
    c.gradOutput.data = gradOutput;
    c.scale = scale;
    c.gradWeight = gradWeight;
    c.gradBias = gradBias;
    size_t bytes, shared_bytes;
    divide(&c, NULL, &bytes);
    divide_shared(&c, NULL, &shared_bytes);
    lampas_workspace *space = lampas_workspace_reserve(shared_bytes, bytes, most);
    if (!space)
        return -1;
    const struct shared shared = divide_shared(&c, space->shared, &shared_bytes);
    *shared.bad = 0;
#pragma omp parallel num_threads(most) if (most > 1)
    {
        if (c.input.spacing == OTHER(3))
            work(3, &c, &shared, space->each[omp_get_thread_num()]);
        else
            work(5, &c, &shared, space->each[omp_get_thread_num()]);
    }
    return *shared.bad;
}

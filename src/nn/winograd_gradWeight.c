/* gradWeight and gradBias of 3 x 3 and 5 x 5 convolutions by Winograd's algorithm
 *
 * gradOutput is cut into tiles of 4 x 4 pixels (of 2 x 2 for 5 x 5 filters); with each goes the input's tile of 6 x 6 elements that it
 * looks at. A filter's gradient is the sum over tiles of the correlation of the two. With the transforms of src/winograd_transforms.h
 *
 *   Y[p][o][t] = (G d G') of plane o of gradOutput at tile t      p < 36
 *   V[p][t][c] = (B' d B) of channel c of the input at tile t
 *   S[p][o][c] = sum over t of Y[p][o][t] * V[p][t][c]: 36 multiplications of matrices, by the micro-kernel
 *   gradWeight[o][c] += scale * A' S A
 *
 * 36 multiply-adds do the work of 144 (of 100); the last transform is made once, not for each tile.
 *
 *   for each group of tiles (all, or a share of the third cache in Y and V):
 *     Y and V, by all threads together
 *     for each block of S of mine (about 200 KB):
 *       for each p:  for each panel of channels:  for each block of rows:  tile of the micro-kernel
 *       after the last group: gradWeight
 *
 * Lanes of vectors are tiles in the transforms and channels in the multiplication: so V, and not Y, is transposed on the way, VL
 * channels at a time. With one group a block of S never leaves the second cache; with several it waits in the third for the next.
 *
 * Errors: with float below 1e-5 of gradWeight's largest magnitude (2e-6 is usual). The caller is told of infinity and not-a-number
 * before anything is added, and repeats the pass directly.
 *
 * Arithmetic bounds it: the multiplications take about half of the time, the transforms the rest.
 *
 * Parallel: the transforms over tiles and planes, then the blocks of S, each of which has one owner. Every element is summed in the
 * order of the tiles, in groups that do not depend on the threads, and so the numbers do not either. */
#include "nn/winograd_gradWeight.h"
#include "engine/convolution.h"
#include "engine/workspace.h"
#include "nn/tile.h"
#include "tile_size.h"
#include "winograd_transforms.h"
#include "winograd_tiles.h"

#include <omp.h>

enum {
    READ_LANES = 32,         /* tiles that are read at a time */
    BLOCK_ROWS = 24,         /* of a block of S, at most, */
    BLOCK_PANELS = TILE_LANES * sizeof(real) > 64 ? 2 : 4, /* and its channels: about 200 KB, half of a usual second cache */
    SERIAL = 40000,          /* multiply-adds below which a second thread costs more than it brings */
};

struct cut {
    struct maps input, gradOutput;
    long rows, channels, tiles;
    long groups, group_most;       /* tiles of the largest group, rounded up to whole reads */
    long panels;                   /* of TILE_LANES channels */
    long blocksO, blocksC;         /* blocks of S */
    long y_plane, v_plane, s_plane; /* elements from one p to the next */
    long block;                    /* elements of a block of S */
    real scale, *gradWeight, *gradBias;
};

/* What the team shares. */
struct shared {
    real *y;    /* [PLANES][rows][group_most] */
    real *v;    /* [PLANES][panels][group_most][TILE_LANES] */
    real *s;    /* [blocks][PLANES][BLOCK_ROWS][BLOCK_PANELS * TILE_LANES]; with one group a thread's own serves all */
    real *bias; /* [all reads][rows][VL]: gradOutput's sums over the tiles that were read together */
    int *bad;
};

struct scratch {
    real *s;       /* a block */
    real *columns; /* [VL][PLANES][READ_LANES]: V of some channels, before it is transposed */
    struct reader reader;
};

static struct cut plan(const SpatialConvolution_shape *s, int threads)
{
    const long spacing = OTHER(s->kH), tilesH = ceiling(s->outputHeight, spacing), tilesW = ceiling(s->outputWidth, spacing);
    struct cut c = {.rows = s->nOutputPlane, .channels = s->nInputPlane, .tiles = s->batch * tilesH * tilesW};
    c.input = (struct maps){.planes = s->nInputPlane, .height = s->inputHeight, .width = s->inputWidth, .top = s->padH, .left = s->padW};
    c.gradOutput = (struct maps){.planes = s->nOutputPlane, .height = s->outputHeight, .width = s->outputWidth};
    c.input.spacing = c.gradOutput.spacing = spacing;
    c.input.tilesH = c.gradOutput.tilesH = tilesH;
    c.input.tilesW = c.gradOutput.tilesW = tilesW;
    c.panels = ceiling(c.channels, TILE_LANES);
    const long tile_bytes = PLANES * (c.rows + c.panels * TILE_LANES) * (long)sizeof(real);
    const lampas_convolution_shares shares = lampas_convolution_blocks();
    const long fit = larger(1, shares.group / tile_bytes / READ_LANES) * READ_LANES;
    c.groups = c.tiles * tile_bytes <= shares.whole ? 1 : ceiling(c.tiles, fit);
    c.group_most = ceiling(ceiling(c.tiles, c.groups), READ_LANES) * READ_LANES;
    c.groups = ceiling(c.tiles, c.group_most);
    c.blocksC = ceiling(c.panels, BLOCK_PANELS);
    c.blocksO = smaller(c.rows, ceiling(ceiling(c.rows, BLOCK_ROWS), threads) * threads);
    c.y_plane = whole_lines(c.rows * c.group_most);
    c.v_plane = whole_lines(c.panels * c.group_most * TILE_LANES);
    c.s_plane = whole_lines(BLOCK_ROWS * BLOCK_PANELS * TILE_LANES);
    c.block = PLANES * c.s_plane;
    return c;
}

static struct shared divide_shared(const struct cut *c, void *block, size_t *bytes)
{
    const long blocks = c->groups > 1 ? c->blocksO * c->blocksC : 0;
    struct shared s;
    *bytes = 0;
    s.y = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->y_plane) * sizeof(real));
    s.v = lampas_workspace_part(block, bytes, (size_t)(PLANES * c->v_plane) * sizeof(real));
    s.s = lampas_workspace_part(block, bytes, (size_t)(blocks * c->block) * sizeof(real));
    s.bias = lampas_workspace_part(block, bytes, (size_t)(c->groups * c->group_most / READ_LANES * c->rows * VL) * sizeof(real));
    s.bad = lampas_workspace_part(block, bytes, sizeof(int));
    return s;
}

/* A thread's block divided (NULL: measured); its size in *bytes. */
static struct scratch divide(const struct cut *c, void *block, size_t *bytes)
{
    struct scratch s = {.reader = reader_of(c->input.spacing, READ_LANES)};
    *bytes = 0;
    s.s = lampas_workspace_part(block, bytes, (size_t)c->block * sizeof(real));
    s.columns = lampas_workspace_part(block, bytes, VL * PLANES * READ_LANES * sizeof(real));
    reader_divide(&s.reader, block, bytes);
    return s;
}

/* ---- transforms ---- */

/* Y of row o and the tiles at hand, the group's from `tile` on; `read`: the number of this reading. Returns not-a-number in some lane
 * if something is not finite, else zero. */
INLINE vec transform_gradOutput(const int OUTPUTS, const struct cut *c, const struct shared *shared, const struct scratch *own, long o,
                                long tile, long read)
{
    vec sum = {0}, bad = {0}, t[POINTS];
    reader_read(OUTPUTS, OUTPUTS, &own->reader, &c->gradOutput, o, c->gradBias ? &sum : NULL);
    for (int i = 0; i < POINTS; i++)
        for (long lane = 0; lane < READ_LANES; lane += VL) {
            reader_transform(OUTPUTS, &own->reader, i, lane, t);
            if (i == 1)
                bad += t[1] * vec_set(0); /* which has a part of every element */
            for (int j = 0; j < POINTS; j++)
                vec_store(shared->y + (i * POINTS + j) * c->y_plane + o * c->group_most + tile + lane, t[j]);
        }
    vec_store(shared->bias + (read * c->rows + o) * VL, sum);
    return bad;
}

/* V of VL channels from `channel` on (zero beyond the last) and the tiles at hand. */
INLINE vec transform_input(const int OUTPUTS, const struct cut *c, const struct shared *shared, const struct scratch *own, long channel,
                           long tile)
{
    vec bad = {0}, t[POINTS], r[VL];
    for (long k = 0; k < VL; k++) {
        real *column = own->columns + k * PLANES * READ_LANES;
        if (channel + k >= c->channels) {
            memset(column, 0, PLANES * READ_LANES * sizeof(real));
            continue;
        }
        reader_read(POINTS, OUTPUTS, &own->reader, &c->input, channel + k, NULL);
        for (int i = 0; i < POINTS; i++)
            for (long lane = 0; lane < READ_LANES; lane += VL) {
                reader_transform(POINTS, &own->reader, i, lane, t);
                if (i == 0 || i == POINTS - 1)
                    bad += (t[0] + t[POINTS - 1]) * vec_set(0); /* these four have a part of every element */
                for (int j = 0; j < POINTS; j++)
                    vec_store(column + (i * POINTS + j) * READ_LANES + lane, t[j]);
            }
    }
    real *to = shared->v + (channel / TILE_LANES * c->group_most + tile) * TILE_LANES + channel % TILE_LANES;
    for (int p = 0; p < PLANES; p++, to += c->v_plane)
        for (long lane = 0; lane < own->reader.count; lane += VL) {
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                r[k] = vec_load(own->columns + (k * PLANES + p) * READ_LANES + lane);
            vec_transpose(r);
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                vec_store(to + (lane + k) * TILE_LANES, r[k]);
        }
    return bad;
}

/* My part of Y and V of the group's tiles [first, first + count). */
INLINE int transform(const int OUTPUTS, const struct cut *c, const struct shared *shared, struct scratch *own, long first, long count)
{
    const long reads = ceiling(count, READ_LANES), vectors = c->panels * TILE_VECTORS, all = c->rows + vectors;
    const long me = omp_get_thread_num(), threads = omp_get_num_threads();
    vec bad = {0};
    long before = -1;
    for (long item = reads * all * me / threads; item < reads * all * (me + 1) / threads; item++) {
        const long read = item / all, plane = item % all, tile = read * READ_LANES;
        if (read != before)
            reader_turn(&own->reader, &c->input, first + tile, smaller(READ_LANES, count - tile));
        before = read;
        bad += plane < c->rows ? transform_gradOutput(OUTPUTS, c, shared, own, plane, tile, first / READ_LANES + read)
                               : transform_input(OUTPUTS, c, shared, own, (plane - c->rows) * VL, tile);
    }
    return vec_any(bad);
}

/* ---- products ---- */

/* A block of S: rows [o, o + rows), panels [panel, panel + panels) of channels. */
struct block {
    long o, rows, panel, panels;
    real *s; /* [PLANES][rows][panels * TILE_LANES], planes s_plane apart */
};

static struct block block_of(const struct cut *c, const struct shared *shared, const struct scratch *own, long index)
{
    const long y = index / c->blocksC, x = index % c->blocksC;
    struct block b = {.o = c->rows * y / c->blocksO, .panel = c->panels * x / c->blocksC};
    b.rows = c->rows * (y + 1) / c->blocksO - b.o;
    b.panels = c->panels * (x + 1) / c->blocksC - b.panel;
    b.s = c->groups > 1 ? shared->s + index * c->block : own->s;
    return b;
}

static void multiply(const struct cut *c, const struct shared *shared, const struct block *b, long count, int mode)
{
    const long cuts = ceiling(b->rows, TILE_ROWS);
    long row[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i++)
        row[i] = i * c->group_most;
    struct FN(lampas_tile) t = {.depth = count, .row = row, .alpha = 1, .ldc = b->panels * TILE_LANES, .mode = mode};
    for (int p = 0; p < PLANES; p++)
        for (long panel = 0; panel < b->panels; panel++) {
            t.b = shared->v + p * c->v_plane + (b->panel + panel) * c->group_most * TILE_LANES;
            for (long i = 0; i < cuts; i++) {
                const long o = b->rows * i / cuts;
                t.a = shared->y + p * c->y_plane + (b->o + o) * c->group_most;
                t.c = b->s + p * c->s_plane + o * t.ldc + panel * TILE_LANES;
                FN(lampas_tile)((int)(b->rows * (i + 1) / cuts - o), TILE_VECTORS, &t);
            }
        }
}

/* The gradients of VL filters of row o, from `channel` on, out of their places in plane 0 of S. */
INLINE void add_gradients(const int FILTER, const struct cut *c, const real *s, long o, long channel)
{
    const int TAPS = FILTER * FILTER;
    vec half[POINTS][POINTS], in[POINTS], out[POINTS];
    real sums[PLANES][VL];
    for (int j = 0; j < POINTS; j++) {
        for (int i = 0; i < POINTS; i++)
            in[i] = vec_load(s + (i * POINTS + j) * c->s_plane);
        winograd_divide(in);
        winograd_sums(FILTER, in, out);
        for (int i = 0; i < FILTER; i++)
            half[i][j] = out[i];
    }
    for (int i = 0; i < FILTER; i++) {
        winograd_divide(half[i]);
        winograd_sums(FILTER, half[i], out);
        for (int j = 0; j < FILTER; j++)
            vec_store(sums[i * FILTER + j], vec_set(c->scale) * out[j]);
    }
    real *to = c->gradWeight + (o * c->channels + channel) * TAPS;
    for (long k = 0; k < smaller(VL, c->channels - channel); k++)
        for (long t = 0; t < TAPS; t++)
            to[k * TAPS + t] += sums[t][k];
}

/* ---- the pass ---- */

/* A thread's part of the sums over gradOutput's planes, in the order of the reads. */
static void add_bias(const struct cut *c, const struct shared *shared)
{
    const long reads = ceiling(c->tiles, READ_LANES);
    const long me = omp_get_thread_num(), threads = omp_get_num_threads();
    for (long o = c->rows * me / threads; o < c->rows * (me + 1) / threads; o++) {
        vec sum = {0};
        for (long read = 0; read < reads; read++)
            sum += vec_load(shared->bias + (read * c->rows + o) * VL);
        real total = 0;
        for (int i = 0; i < VL; i++)
            total += sum[i];
        c->gradBias[o] += c->scale * total;
    }
}

/* One thread of the team. The filter's size is a literal. */
INLINE void work(const int FILTER, const struct cut *c, const struct shared *shared, void *block)
{
    const long me = omp_get_thread_num(), threads = omp_get_num_threads(), blocks = c->blocksO * c->blocksC;
    size_t bytes;
    struct scratch own = divide(c, block, &bytes);
    for (long group = 0; group < c->groups; group++) {
        const long first = group * c->group_most, count = smaller(c->group_most, c->tiles - first);
        if (transform(OTHER(FILTER), c, shared, &own, first, count)) {
#pragma omp atomic write
            *shared->bad = 1;
        }
#pragma omp barrier
        if (*shared->bad)
            return;
        for (long index = blocks * me / threads; index < blocks * (me + 1) / threads; index++) {
            const struct block b = block_of(c, shared, &own, index);
            multiply(c, shared, &b, count, group > 0 ? LAMPAS_TILE_ADD : LAMPAS_TILE_STORE);
            for (long o = 0; group + 1 == c->groups && o < b.rows; o++)
                for (long lane = 0; lane < b.panels * TILE_LANES && b.panel * TILE_LANES + lane < c->channels; lane += VL)
                    add_gradients(FILTER, c, b.s + o * b.panels * TILE_LANES + lane, b.o + o, b.panel * TILE_LANES + lane);
        }
#pragma omp barrier
    }
    if (c->gradBias)
        add_bias(c, shared);
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

/* Convolutions that connect single planes
 *
 *   output[n][to][pixel] = start[to] + sum over connections (from, to, filter) and taps t of
 *                          weight[filter][t] * element t of the pixel's window in input[n][from]
 *
 * and its gradients. Where every output plane sums over every input plane, windows are shared and a matrix multiplication
 * (SpatialConvolution.c) is quicker; here each plane meets one or a few filters. The windows slide over the padded planes of planes.c.
 *
 * Output. An image's pixels are cut into vectors that do not cross a row's end, and GROUP vectors at a time stay in registers while all
 * connections and taps pass: a broadcast weight, GROUP loads, GROUP multiply-adds.
 *
 * gradInput. The same sums, for each phase of the input's planes by itself: an element of a phase is reached by the taps of that phase alone,
 * and neighbouring elements by neighbouring gradOutputs (lampas_planes_init_back). So they are gathered, too, and nothing is
 * added in memory.
 *
 * gradWeight. For each connection up to GROUP taps at a time: their sums over the pixels stay in registers as vectors, are added up image by
 * image in accreal.
 *
 * Loads bound it, one for each multiply-add; for few taps the traffic of the planes. Parallel over images and planes of the result, or
 * over connections and taps. Each sum has one owner and one order: the numbers do not depend on the number of threads. */
#include "nn/PlaneFilters.h"
#include "engine/workspace.h"
#include "nn/planes.h"
#include "tile_size.h"

#include <omp.h>

enum {
    GROUP = 8,
    PLANE_BYTES = 1 << 20, /* padded planes at a time */
    SERIAL = 40000,        /* multiply-adds below which a second thread costs more than it brings */
};

/* Up to VL neighbouring pixels: their windows lie `offset` elements into the planes of their channel. */
struct piece {
    long offset, pixel, length;
};

struct link {
    long plane, filter;
};

/* The taps of one phase of the result: their numbers, and where they lie in a window. */
struct phase {
    long taps, *tap, *place;
};

struct cut {
    lampas_planes planes; /* of the source */
    long images_most;     /* in the planes at a time */
    long results, result_size; /* planes of the result in an image, elements of one */
    size_t planes_bytes, shared_bytes;
    /* in the shared workspace */
    real *source;
    struct piece *piece;
    long pieces;
    struct link *link; /* grouped by plane of the result: first[r] … first[r + 1] */
    long *first;
    struct phase *phase;
    long phases;
    long *tap, *place; /* [taps] */
};

/* ---- what all passes prepare -------------------------------------------------------------------------------------------- */

static void plan(struct cut *c, const SpatialConvolution_shape *s)
{
    c->images_most = larger(1, smaller(s->batch, PLANE_BYTES / (c->planes.image * (long)sizeof(real))));
    c->planes_bytes = (size_t)(c->images_most * c->planes.image + FN(lampas_planes_slack)()) * sizeof(real);
    c->phases = 1;
}

/* The shared workspace divided (NULL: measured). */
static void divide(struct cut *c, long connections, void *block)
{
    const long rows = c->planes.output[0] * c->planes.output[1], taps = c->planes.taps;
    size_t *used = &c->shared_bytes;
    *used = 0;
    c->source = lampas_workspace_part(block, used, c->planes_bytes);
    c->piece = lampas_workspace_part(block, used, (size_t)(rows * ceiling(c->planes.output[2], VL)) * sizeof *c->piece);
    c->link = lampas_workspace_part(block, used, (size_t)connections * sizeof *c->link);
    c->first = lampas_workspace_part(block, used, (size_t)(c->results + 1) * sizeof *c->first);
    c->phase = lampas_workspace_part(block, used, (size_t)c->phases * sizeof *c->phase);
    c->tap = lampas_workspace_part(block, used, (size_t)taps * sizeof(long));
    c->place = lampas_workspace_part(block, used, (size_t)taps * sizeof(long));
}

static void find_pieces(struct cut *c)
{
    c->pieces = 0;
    for (long pixel = 0; pixel < c->planes.pixels;) {
        long offset, run = FN(lampas_planes_run)(&c->planes, pixel, c->planes.pixels - pixel, &offset);
        for (; run > 0; run -= VL, offset += VL) {
            const long length = smaller(run, VL);
            c->piece[c->pieces++] = (struct piece){offset, pixel, length};
            pixel += length;
        }
    }
}

/* Connections by the plane that they add to. */
static void sort_links(struct cut *c, const lampas_connections *connections, const long *result, const long *source)
{
    for (long r = 0; r <= c->results; r++)
        c->first[r] = 0;
    for (long i = 0; i < connections->count; i++)
        c->first[result[i]]++;
    for (long r = 0, sum = 0; r <= c->results; r++) {
        const long n = c->first[r];
        c->first[r] = sum;
        sum += n;
    }
    for (long i = 0; i < connections->count; i++)
        c->link[c->first[result[i]]++] = (struct link){source[i], connections->filter[i]};
    for (long r = c->results; r > 0; r--)
        c->first[r] = c->first[r - 1];
    c->first[0] = 0;
}

/* One of the team: fill the planes with images from `image` on; all wait. */
static void fill(const struct cut *c, const real *source, long image, long images)
{
    const long all = images * c->planes.channels, me = omp_get_thread_num(), threads = omp_get_num_threads();
    FN(lampas_planes_fill)(&c->planes, source + image * c->planes.channels * c->planes.area, c->source, all * me / threads,
                           all * (me + 1) / threads);
#pragma omp barrier
}

/* ---- sums of a plane ------------------------------------------------------------------------------------------------------ */

/* VECTORS, a literal, pieces of one plane of the result. */
static inline __attribute__((always_inline)) void sum_pieces(const int VECTORS, const struct cut *c, const struct phase *phase, long result,
                                                             const struct piece *piece, const real *planes, const real *weight, real start,
                                                             real *to)
{
    vec sum[GROUP];
    const real *at[GROUP];
    for (int j = 0; j < VECTORS; j++)
        sum[j] = vec_set(start);
    for (long l = c->first[result]; l < c->first[result + 1]; l++) {
        const real *filter = weight + c->link[l].filter * c->planes.taps;
        for (int j = 0; j < VECTORS; j++)
            at[j] = planes + c->link[l].plane * c->planes.channel + piece[j].offset;
        for (long t = 0; t < phase->taps; t++) {
            const vec w = vec_broadcast(filter + phase->tap[t]);
#pragma GCC unroll 8
            for (int j = 0; j < VECTORS; j++)
                sum[j] += w * vec_load(at[j] + phase->place[t]);
        }
    }
    for (int j = 0; j < VECTORS; j++)
        if (piece[j].length == VL)
            vec_store(to + piece[j].pixel, sum[j]);
        else
            vec_store_partial(to + piece[j].pixel, sum[j], piece[j].length);
}

/* All pixels of one plane of the result; `planes`: of its image. */
static void sum_plane(const struct cut *c, const struct phase *phase, long result, const real *planes, const real *weight, real start, real *to)
{
    long i = 0;
    for (; i + GROUP <= c->pieces; i += GROUP)
        sum_pieces(GROUP, c, phase, result, c->piece + i, planes, weight, start, to);
    for (; i + GROUP / 2 <= c->pieces; i += GROUP / 2)
        sum_pieces(GROUP / 2, c, phase, result, c->piece + i, planes, weight, start, to);
    for (; i < c->pieces; i++)
        sum_pieces(1, c, phase, result, c->piece + i, planes, weight, start, to);
}

static double products(const SpatialConvolution_shape *s, const lampas_connections *connections)
{
    return (double)s->batch * s->outputDepth * s->outputHeight * s->outputWidth * s->kT * s->kH * s->kW * connections->count;
}

int FN(PlaneFilters_updateOutput)(const SpatialConvolution_shape *s, const lampas_connections *connections, const real *input,
                                  const real *weight, const real *start, real *output)
{
    if (s->batch <= 0)
        return 0;
    struct cut c = {.results = s->nOutputPlane};
    FN(lampas_planes_init)(&c.planes, s);
    plan(&c, s);
    divide(&c, connections->count, NULL);
    lampas_workspace *space = lampas_workspace_reserve(c.shared_bytes, 0, 1);
    if (!space)
        return -1;
    divide(&c, connections->count, space->shared);
    find_pieces(&c);
    sort_links(&c, connections, connections->to, connections->from);
    for (long t = 0; t < c.planes.taps; t++) {
        c.tap[t] = t;
        c.place[t] = FN(lampas_planes_tap)(&c.planes, 0, t);
    }
    const struct phase all = {c.planes.taps, c.tap, c.place};
#pragma omp parallel if (products(s, connections) > SERIAL)
    for (long image = 0; image < s->batch; image += c.images_most) {
        const long images = smaller(c.images_most, s->batch - image);
        fill(&c, input, image, images);
#pragma omp for schedule(static)
        for (long i = 0; i < images * c.results; i++) {
            const long r = i % c.results;
            sum_plane(&c, &all, r, c.source + i / c.results * c.planes.image, weight, start ? start[r] : 0,
                      output + (image * c.results + i) * c.planes.pixels);
        }
    }
    return 0;
}

/* ---- gradInput -------------------------------------------------------------------------------------------------------------- */

/* The taps of each phase of the planes p; c's planes are those of lampas_planes_init_back. */
static void find_phases(struct cut *c, const lampas_planes *p)
{
    long n = 0;
    for (long i = 0; i < c->phases; i++) {
        const long wanted[3] = {i / p->phases[2] / p->phases[1], i / p->phases[2] % p->phases[1], i % p->phases[2]};
        c->phase[i] = (struct phase){0, c->tap + n, c->place + n};
        for (long t = 0; t < p->taps; t++) {
            const long k[3] = {t / p->kernel[2] / p->kernel[1], t / p->kernel[2] % p->kernel[1], t % p->kernel[2]};
            long place = 0;
            int belongs = 1;
            for (int d = 0; d < 3; d++) {
                const long at = k[d] * p->dilation[d];
                belongs &= at % p->stride[d] == wanted[d];
                place = place * c->planes.extent[d] + c->planes.before[d] - at / p->stride[d];
            }
            if (belongs) {
                c->tap[n] = t;
                c->place[n++] = place;
                c->phase[i].taps++;
            }
        }
    }
}

/* Plane r of gradInput of an image, through the phases in `scratch`. */
static void sum_back(const struct cut *c, const lampas_planes *p, long r, const real *planes, const real *weight, real start, real *scratch,
                     real *to)
{
    for (long i = 0; i < c->phases; i++)
        sum_plane(c, c->phase + i, r, planes, weight, 0, scratch + i * p->plane);
    FN(lampas_planes_collect)(p, scratch, to, 0, 1);
    for (long i = 0; start != 0 && i < p->area; i++)
        to[i] += start;
}

int FN(PlaneFilters_updateGradInput)(const SpatialConvolution_shape *s, const lampas_connections *connections, const real *gradOutput,
                                     const real *weight, const real *start, real *gradInput)
{
    if (s->batch <= 0)
        return 0;
    const int most = products(s, connections) > SERIAL ? omp_get_max_threads() : 1;
    struct cut c = {.results = s->nInputPlane};
    lampas_planes p;
    FN(lampas_planes_init)(&p, s);
    FN(lampas_planes_init_back)(&c.planes, s, &p);
    c.planes.taps = p.taps;
    plan(&c, s);
    c.phases = p.phases[0] * p.phases[1] * p.phases[2];
    divide(&c, connections->count, NULL);
    lampas_workspace *space = lampas_workspace_reserve(c.shared_bytes, (size_t)p.channel * sizeof(real), most);
    if (!space)
        return -1;
    divide(&c, connections->count, space->shared);
    find_pieces(&c);
    sort_links(&c, connections, connections->from, connections->to);
    find_phases(&c, &p);
#pragma omp parallel num_threads(most) if (most > 1)
    for (long image = 0; image < s->batch; image += c.images_most) {
        const long images = smaller(c.images_most, s->batch - image);
        fill(&c, gradOutput, image, images);
#pragma omp for schedule(static)
        for (long i = 0; i < images * c.results; i++) {
            const long r = i % c.results;
            sum_back(&c, &p, r, c.source + i / c.results * c.planes.image, weight, start ? start[r] : 0, space->each[omp_get_thread_num()],
                     gradInput + (image * c.results + i) * p.area);
        }
    }
    return 0;
}

/* ---- gradWeight --------------------------------------------------------------------------------------------------------------- */

/* TAPS, a literal, taps of one connection: sum[t] += over an image's pixels of window element t times gradOutput. */
static inline __attribute__((always_inline)) void dot_pieces(const int TAPS, const struct cut *c, const long *place, const real *plane,
                                                             const real *gradOutput, accreal *total)
{
    vec sum[GROUP] = {{0}};
    for (long i = 0; i < c->pieces; i++) {
        const struct piece *piece = c->piece + i;
        const real *at = plane + piece->offset;
        if (piece->length == VL) {
            const vec g = vec_load(gradOutput + piece->pixel);
#pragma GCC unroll 8
            for (int t = 0; t < TAPS; t++)
                sum[t] += g * vec_load(at + place[t]);
        } else { /* what lies beyond a row's end may not be a number */
            const vec g = vec_load_partial(gradOutput + piece->pixel, piece->length);
            for (int t = 0; t < TAPS; t++)
                sum[t] += g * vec_load_partial(at + place[t], piece->length);
        }
    }
    for (int t = 0; t < TAPS; t++)
        for (int lane = 0; lane < VL; lane++)
            total[t] += sum[t][lane];
}

static void dot(int taps, const struct cut *c, const long *place, const real *plane, const real *gradOutput, accreal *total)
{
    switch (taps) {
    case 1: dot_pieces(1, c, place, plane, gradOutput, total); break;
    case 2: dot_pieces(2, c, place, plane, gradOutput, total); break;
    case 3: dot_pieces(3, c, place, plane, gradOutput, total); break;
    case 4: dot_pieces(4, c, place, plane, gradOutput, total); break;
    case 5: dot_pieces(5, c, place, plane, gradOutput, total); break;
    case 6: dot_pieces(6, c, place, plane, gradOutput, total); break;
    case 7: dot_pieces(7, c, place, plane, gradOutput, total); break;
    case 8: dot_pieces(8, c, place, plane, gradOutput, total); break;
    }
}

int FN(PlaneFilters_accGradParameters)(const SpatialConvolution_shape *s, const lampas_connections *connections, const real *input,
                                       const real *gradOutput, real *gradWeight, real scale)
{
    if (s->batch <= 0)
        return 0;
    struct cut c = {.results = s->nOutputPlane};
    FN(lampas_planes_init)(&c.planes, s);
    plan(&c, s);
    divide(&c, connections->count, NULL);
    lampas_workspace *space = lampas_workspace_reserve(c.shared_bytes, 0, 1);
    if (!space)
        return -1;
    divide(&c, connections->count, space->shared);
    find_pieces(&c);
    const long taps = c.planes.taps, blocks = ceiling(taps, GROUP);
    for (long t = 0; t < taps; t++)
        c.place[t] = FN(lampas_planes_tap)(&c.planes, 0, t);
#pragma omp parallel if (products(s, connections) > SERIAL)
    for (long image = 0; image < s->batch; image += c.images_most) {
        const long images = smaller(c.images_most, s->batch - image);
        fill(&c, input, image, images);
#pragma omp for schedule(static)
        for (long i = 0; i < connections->count * blocks; i++) {
            const long link = i / blocks, block = i % blocks, first = taps * block / blocks, last = taps * (block + 1) / blocks;
            accreal total[GROUP] = {0};
            for (long n = 0; n < images; n++)
                dot((int)(last - first), &c, c.place + first, c.source + n * c.planes.image + connections->from[link] * c.planes.channel,
                    gradOutput + ((image + n) * s->nOutputPlane + connections->to[link]) * c.planes.pixels, total);
            for (long t = first; t < last; t++)
                gradWeight[connections->filter[link] * taps + t] += scale * (real)total[t - first];
        }
    }
    return 0;
}

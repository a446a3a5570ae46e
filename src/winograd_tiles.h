/* How Winograd's algorithm reads maps: tiles of a plane to lanes of vectors, transformed vertically on the way
 *
 * Tiles lie SPACING rows and columns apart and are counted through all images. Consecutive ones lie in a few runs, each within one
 * row of tiles of one image. Of a run the rows of pixels are transformed vertically first, as they stand, so that what neighbouring
 * tiles share is computed once; then they are taken apart into every second or fourth element, which makes lanes tiles. What lies
 * outside of the map counts as zero and is never read.
 *
 * A tile's EXTENT is POINTS for a signal, whose tiles overlap, and SPACING for what a filter's gradient multiplies it with.
 * Include after "winograd_transforms.h". */
#ifndef LAMPAS_WINOGRAD_TILES_H
#define LAMPAS_WINOGRAD_TILES_H

enum {
    CACHE_LINE = 64 / sizeof(real),
    AHEAD = 2, /* channels to prefetch: they lie too far apart for the hardware to do it */
};

/* Elements of a plane rounded up to an odd number of cache lines: the 36 that a tile is spread over do not crowd the same cache sets. */
static inline long whole_lines(long elements) { return (ceiling(elements, CACHE_LINE) | 1) * CACHE_LINE; }

/* Some lane is not zero. */
static inline int vec_any(vec v)
{
    for (int i = 0; i < VL; i++)
        if (v[i] != 0)
            return 1;
    return 0;
}

/* Maps [image][planes][height][width], cut into tiles of which the first begins at row -top, column -left. */
struct maps {
    const real *data;
    long planes, height, width, top, left, spacing, tilesH, tilesW;
};

/* Tiles side by side. */
struct run {
    long image, y, x, tiles, lane;
};

/* The tiles at hand. */
struct tiles {
    struct run *run;
    long runs, count;
};

/* Turn to the tiles [first, first + count). */
static inline void tiles_turn(struct tiles *t, const struct maps *maps, long first, long count)
{
    t->count = count;
    t->runs = 0;
    for (long lane = 0; lane < count;) {
        const long row = (first + lane) / maps->tilesW, x = (first + lane) % maps->tilesW, tiles = smaller(maps->tilesW - x, count - lane);
        t->run[t->runs++] = (struct run){.image = row / maps->tilesH, .y = row % maps->tilesH, .x = x, .tiles = tiles, .lane = lane};
        lane += tiles;
    }
}

/* ---- all six rows of the transforms ---- */

/* A thread's scratch for `lanes` tiles. */
struct reader {
    real *rows;  /* [POINTS][row]: rows of pixels, transformed vertically */
    real *split; /* [POINTS][POINTS][step]: the same, lanes being tiles */
    real *zeros; /* [row] */
    struct tiles tiles;
    long lanes, row, step;
};

static inline struct reader reader_of(long spacing, long lanes)
{
    return (struct reader){.lanes = lanes, .row = spacing * (lanes + VL) + POINTS + VL, .step = lanes + VL};
}

/* Its arrays, from a thread's block (NULL: measured). */
static inline void reader_divide(struct reader *r, void *block, size_t *bytes)
{
    r->rows = lampas_workspace_part(block, bytes, (size_t)(POINTS * r->row) * sizeof(real));
    r->split = lampas_workspace_part(block, bytes, (size_t)(PLANES * r->step) * sizeof(real));
    r->zeros = lampas_workspace_part(block, bytes, (size_t)r->row * sizeof(real));
    r->tiles.run = lampas_workspace_part(block, bytes, (size_t)r->lanes * sizeof(struct run));
    if (block)
        memset(r->zeros, 0, (size_t)r->row * sizeof(real));
}

/* The rows of pixels that a run looks at, transformed vertically, to `rows`. Adds what it reads to *sum, unless NULL. */
INLINE void reader_rows(const int EXTENT, const int SPACING, const struct reader *r, const struct maps *maps, const struct run *run,
                        long channel, vec *sum)
{
    const real *plane = maps->data + (run->image * maps->planes + channel) * maps->height * maps->width;
    const long width = SPACING * run->tiles + EXTENT - SPACING, top = SPACING * run->y - maps->top, left = SPACING * run->x - maps->left;
    const long first = smaller(width, larger(0, -left)), last = larger(first, smaller(width, maps->width - left)); /* columns of the map */
    const long row = r->row, ahead = AHEAD * maps->height * maps->width;
    real *to = r->rows;
    const real *from[POINTS];
    for (int i = 0; i < EXTENT; i++) {
        from[i] = r->zeros - first;
        if (top + i >= 0 && top + i < maps->height) {
            from[i] = plane + (top + i) * maps->width + left;
            for (long x = first; x < last; x += CACHE_LINE)
                __builtin_prefetch(from[i] + ahead + x);
        }
    }
    vec d[POINTS], t[POINTS];
    for (long x = 0; x < first; x += VL)
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, (vec){0});
    for (long x = first; x < last; x += VL) {
        if (x + VL <= last)
            for (int i = 0; i < EXTENT; i++)
                d[i] = vec_load(from[i] + x);
        else
            for (int i = 0; i < EXTENT; i++)
                d[i] = vec_load_partial(from[i] + x, last - x);
        if (EXTENT == POINTS)
            winograd_signal(d, t);
        else
            winograd_values(EXTENT, d, t);
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, t[i]);
        for (int i = 0; sum && i < EXTENT; i++)
            *sum += d[i];
    }
    for (long x = last; x < width; x += VL)
        for (int i = 0; i < POINTS; i++)
            vec_store(to + i * row + x, (vec){0});
}

/* A run's rows to its lanes of `split`. Stores run over its last lane; the next run overwrites that. */
INLINE void reader_split(const int EXTENT, const int SPACING, const struct reader *r, const struct run *run)
{
    const long step = r->step, row = r->row, tiles = run->tiles;
    const real *from = r->rows;
    real *to = r->split + run->lane;
    vec part[POINTS + 2]; /* a signal's second four elements are two too many */
    for (int i = 0; i < POINTS; i++, from += row, to += EXTENT * step)
        for (long x = 0; x < tiles; x += VL) {
            for (int j = 0; j < EXTENT; j += SPACING) {
                for (int k = 0; k < SPACING; k++)
                    part[j + k] = vec_load(from + SPACING * x + j + k * VL);
                split_by(SPACING, part + j);
            }
            for (int j = 0; j < EXTENT; j++)
                vec_store(to + j * step + x, part[j]);
        }
}

/* The tiles at hand of one channel, in `split`. */
INLINE void reader_read(const int EXTENT, const int SPACING, const struct reader *r, const struct maps *maps, long channel, vec *sum)
{
    for (long i = 0; i < r->tiles.runs; i++) {
        reader_rows(EXTENT, SPACING, r, maps, r->tiles.run + i, channel, sum);
        reader_split(EXTENT, SPACING, r, r->tiles.run + i);
    }
    for (int i = 0; i < POINTS * EXTENT && r->tiles.count < r->lanes; i++)
        memset(r->split + i * r->step + r->tiles.count, 0, (size_t)(r->lanes - r->tiles.count) * sizeof(real));
}

/* Row i of the transforms of VL tiles from `lane` on, after `reader_read`. */
INLINE void reader_transform(const int EXTENT, const struct reader *r, int i, long lane, vec t[POINTS])
{
    const real *from = r->split + i * EXTENT * r->step + lane;
    vec d[POINTS];
    for (int j = 0; j < EXTENT; j++)
        d[j] = vec_load(from + j * r->step);
    if (EXTENT == POINTS)
        winograd_signal(d, t);
    else
        winograd_values(EXTENT, d, t);
}

/* ---- one row of the transforms ---- */

/* A sum of rows of pixels: row i of a run's tiles. */
enum { TERMS = 4 };
struct sum {
    const real *row[TERMS]; /* at the tiles' left edge */
    real factor[TERMS];
    long first, last, width; /* columns: [first, last) of width lie in the map */
};

/* The run's rows y with factor[y], out of `extent`; TERMS of them at most are not zero. */
static inline struct sum sum_of(int extent, const real *factor, const struct maps *maps, const struct run *run, long plane)
{
    const long top = maps->spacing * run->y - maps->top, left = maps->spacing * run->x - maps->left;
    const real *map = maps->data + (run->image * maps->planes + plane) * maps->height * maps->width + left;
    struct sum s = {.width = maps->spacing * run->tiles + extent - maps->spacing};
    s.first = smaller(s.width, larger(0, -left));
    s.last = larger(s.first, smaller(s.width, maps->width - left));
    int terms = 0;
    for (int y = 0; y < extent; y++)
        if (factor[y] != 0 && top + y >= 0 && top + y < maps->height) {
            s.row[terms] = map + (top + y) * maps->width;
            s.factor[terms++] = factor[y];
        }
    for (; terms < TERMS; terms++) {
        s.row[terms] = map + larger(0, smaller(top, maps->height - 1)) * maps->width; /* any */
        s.factor[terms] = 0;
    }
    return s;
}

/* Its VL columns from x on, the first n of them, zero in other lanes. */
INLINE vec sum_at(const int COUNT, const struct sum *s, const vec factor[TERMS], long x, long n)
{
    vec total = factor[0] * (n < VL ? vec_load_partial(s->row[0] + x, n) : vec_load(s->row[0] + x));
    for (int y = 1; y < COUNT; y++)
        total += factor[y] * (n < VL ? vec_load_partial(s->row[y] + x, n) : vec_load(s->row[y] + x));
    return total;
}

/* All columns of VL maps, of which the k-th lies offset[k] elements on, to `line` [columns, up to VL - 1 more][VL]. */
INLINE void sum_transposed(const struct sum *s, const long offset[VL], real *line)
{
    vec factor[TERMS], r[VL];
    for (int y = 0; y < TERMS; y++)
        factor[y] = vec_set(s->factor[y]);
    long x = 0;
    for (; x < s->first; x++)
        vec_store(line + x * VL, (vec){0});
    for (; x < s->last; x += VL) {
        if (x + VL <= s->last) {
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                r[k] = sum_at(TERMS, s, factor, x + offset[k], VL);
        } else {
            for (int k = 0; k < VL; k++)
                r[k] = sum_at(TERMS, s, factor, x + offset[k], s->last - x);
        }
        vec_transpose(r);
#pragma GCC unroll 16
        for (int k = 0; k < VL; k++)
            vec_store(line + (x + k) * VL, r[k]);
    }
    for (; x < s->width; x++)
        vec_store(line + x * VL, (vec){0});
}

/* Every SPACING-th column to one row of `split`, rows `step` elements apart. Stores run over the last tile by up to VL - 1. */
INLINE void sum_split(const int SPACING, const struct sum *s, long tiles, real *split, long step)
{
    vec factor[TERMS], part[TERMS];
    for (int y = 0; y < SPACING; y++)
        factor[y] = vec_set(s->factor[y]);
    for (long tile = 0; tile < tiles; tile += VL) {
        for (int j = 0; j < SPACING; j++) {
            const long x = SPACING * tile + j * VL;
            part[j] = x < s->last ? sum_at(SPACING, s, factor, x, smaller(VL, s->last - x)) : (vec){0};
        }
        split_by(SPACING, part);
        for (int j = 0; j < SPACING; j++)
            vec_store(split + j * step + tile, part[j]);
    }
}

#endif

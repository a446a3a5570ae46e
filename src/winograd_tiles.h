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

/* A thread's scratch for `lanes` tiles. */
struct reader {
    real *rows;  /* [POINTS][row]: rows of pixels, transformed vertically */
    real *split; /* [POINTS][extent][step]: the same, lanes being tiles */
    real *zeros; /* [row] */
    struct run *run;
    long lanes, row, step;
    long runs, count; /* of the tiles at hand; lanes from count on are zero */
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
    r->run = lampas_workspace_part(block, bytes, (size_t)r->lanes * sizeof(struct run));
    if (block)
        memset(r->zeros, 0, (size_t)r->row * sizeof(real));
}

/* Turn to the tiles [first, first + count), count <= lanes. */
static inline void reader_turn(struct reader *r, const struct maps *maps, long first, long count)
{
    r->count = count;
    r->runs = 0;
    for (long lane = 0; lane < count;) {
        const long row = (first + lane) / maps->tilesW, x = (first + lane) % maps->tilesW, tiles = smaller(maps->tilesW - x, count - lane);
        r->run[r->runs++] = (struct run){.image = row / maps->tilesH, .y = row % maps->tilesH, .x = x, .tiles = tiles, .lane = lane};
        lane += tiles;
    }
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
            for (int j = 0; j < EXTENT; j += SPACING)
                load_by(SPACING, from + SPACING * x + j, part + j);
            for (int j = 0; j < EXTENT; j++)
                vec_store(to + j * step + x, part[j]);
        }
}

/* The tiles at hand of one channel, in `split`. */
INLINE void reader_read(const int EXTENT, const int SPACING, const struct reader *r, const struct maps *maps, long channel, vec *sum)
{
    for (long i = 0; i < r->runs; i++) {
        reader_rows(EXTENT, SPACING, r, maps, r->run + i, channel, sum);
        reader_split(EXTENT, SPACING, r, r->run + i);
    }
    for (int i = 0; i < POINTS * EXTENT && r->count < r->lanes; i++)
        memset(r->split + i * r->step + r->count, 0, (size_t)(r->lanes - r->count) * sizeof(real));
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

#endif

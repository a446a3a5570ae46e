/* How Winograd's algorithm reads maps: tiles of a plane, a row of their transforms at a time
 *
 * Tiles lie SPACING rows and columns apart and are counted through all images. Consecutive ones lie in a few runs, each within one
 * row of tiles of one image. Row i of the transforms of a run's tiles is made of rows of pixels, before their columns are looked at: a sum
 * of four of them at most, which neighbouring tiles share. What lies outside of the map counts as zero and is never read.
 *
 * A signal's tiles are POINTS wide and overlap; VL channels of it are transposed, so that lanes are channels. What a filter's gradient
 * multiplies it with has tiles of SPACING, which are taken apart so that lanes are tiles.
 * Include after "winograd_transforms.h". */
#ifndef LAMPAS_WINOGRAD_TILES_H
#define LAMPAS_WINOGRAD_TILES_H

enum {
    CACHE_LINE = 64 / sizeof(real),
    FEW_COLUMNS = VL > 4 ? 2 * VL : 4 * VL, /* all six rows of so many, of VL channels, stay in the first cache */
    MANY_COLUMNS = 8 * VL,                  /* and so does one row of these */
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

/* Turn to the tiles [first, first + count), in runs that look at so many columns at most. */
static inline void tiles_turn(struct tiles *t, const struct maps *maps, long columns, long first, long count)
{
    const long fit = larger(1, (columns - POINTS) / maps->spacing + 1), most = ceiling(maps->tilesW, ceiling(maps->tilesW, fit));
    t->count = count;
    t->runs = 0;
    for (long lane = 0; lane < count;) {
        const long row = (first + lane) / maps->tilesW, x = (first + lane) % maps->tilesW;
        const long tiles = smaller(smaller(most - x % most, maps->tilesW - x), count - lane);
        t->run[t->runs++] = (struct run){.image = row / maps->tilesH, .y = row % maps->tilesH, .x = x, .tiles = tiles, .lane = lane};
        lane += tiles;
    }
}

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
#pragma GCC unroll 16
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

/* Elements of a line of that run, whose last transposition may reach over it. */
#define LINE_OF(columns) (((columns) + VL) * VL)

/* Where VL channels begin, of which `count` exist; lanes beyond repeat the last. */
static inline void channel_offsets(const struct maps *maps, long count, long offset[VL])
{
    for (long k = 0; k < VL; k++)
        offset[k] = smaller(k, count - 1) * maps->height * maps->width;
}

/* Columns j of the transforms of a run's tiles, whose row i is `line`, to v: that of tile 0, with `step` elements from one tile to the next
 * and `plane` from one column. */
INLINE void tiles_columns(const int SPACING, const real *line, long tiles, real *v, long step, long plane)
{
    vec d[POINTS], t[POINTS];
    for (long tile = 0; tile < tiles; tile++, v += step) {
        for (int j = 0; j < POINTS; j++)
            d[j] = vec_load(line + (SPACING * tile + j) * VL);
        winograd_signal(d, t);
        for (int j = 0; j < POINTS; j++)
            vec_store(v + j * plane, t[j]);
    }
}

/* Row i of V of a run's tiles and the VL channels that lie `offset` from `channel`. */
INLINE void tiles_signal(const int SPACING, const struct maps *maps, const struct run *run, int i, long channel, const long offset[VL],
                         real *line, real *v, long step, long plane)
{
    const struct sum sum = sum_of(POINTS, winograd_signal_rows[i], maps, run, channel);
    sum_transposed(&sum, offset, line);
    tiles_columns(SPACING, line, run->tiles, v + run->lane * step, step, plane);
}

/* All six rows of V: rows of pixels are read once. `lines`: [POINTS] of FEW_COLUMNS, and [POINTS][VL][VL]. */
INLINE void tiles_signals(const int SPACING, const struct maps *maps, const struct run *run, long channel, const long offset[VL], real *lines,
                          real *v, long step, long plane)
{
    const long width = SPACING * run->tiles + POINTS - SPACING, top = SPACING * run->y - maps->top, left = SPACING * run->x - maps->left;
    const long first = smaller(width, larger(0, -left)), last = larger(first, smaller(width, maps->width - left)); /* columns of the map */
    const real *map = maps->data + (run->image * maps->planes + channel) * maps->height * maps->width + top * maps->width + left;
    real *square = lines + POINTS * LINE_OF(FEW_COLUMNS);
    const int whole = top >= 0 && top + POINTS <= maps->height;
    vec d[POINTS], t[POINTS], r[VL];
    for (long x = 0; x < first; x++)
        for (int i = 0; i < POINTS; i++)
            vec_store(lines + i * LINE_OF(FEW_COLUMNS) + x * VL, (vec){0});
    for (long x = first; x < last; x += VL) {
        long lanes[POINTS];
        for (int i = 0; i < POINTS; i++)
            lanes[i] = top + i < 0 || top + i >= maps->height ? 0 : smaller(VL, last - x);
        for (int k = 0; k < VL; k++) {
            const real *from = map + offset[k] + x;
            if (whole && x + VL <= last)
                for (int i = 0; i < POINTS; i++)
                    d[i] = vec_load(from + i * maps->width);
            else
                for (int i = 0; i < POINTS; i++)
                    d[i] = vec_load_partial(from + i * maps->width, lanes[i]);
            winograd_signal(d, t);
            for (int i = 0; i < POINTS; i++)
                vec_store(square + (i * VL + k) * VL, t[i]);
        }
        for (int i = 0; i < POINTS; i++) {
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                r[k] = vec_load(square + (i * VL + k) * VL);
            vec_transpose(r);
#pragma GCC unroll 16
            for (int k = 0; k < VL; k++)
                vec_store(lines + i * LINE_OF(FEW_COLUMNS) + (x + k) * VL, r[k]);
        }
    }
    for (long x = larger(last, first); x < width; x++)
        for (int i = 0; i < POINTS; i++)
            vec_store(lines + i * LINE_OF(FEW_COLUMNS) + x * VL, (vec){0});
    for (int i = 0; i < POINTS; i++)
        tiles_columns(SPACING, lines + i * LINE_OF(FEW_COLUMNS), run->tiles, v + run->lane * step + i * POINTS * plane, step, plane);
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

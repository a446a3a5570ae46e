/* Panels of windows
 *
 *   P[k][pixel] = planes[tap(k) + place(pixel)]      k = (channel, kh, kw)
 *
 * the right-hand matrix of a convolution, kH * kW times the input, of which only TILE_LANES columns are looked at at a time. There are two ways.
 *
 * A panel slides: its lanes are neighbours in the planes, for every k, and the micro-kernel reads row k where it lies. Pixels of a row are such
 * neighbours, and where rows are not whole vectors, so are all pixels of a frame, if the few elements between the end of a row and the next
 * row's begin are taken for pixels as well: what is computed for them is thrown away. Nothing is copied, and taps of a row share their
 * lines in the first cache.
 *
 * Or it is packed: small maps would lose too many lanes in the first way. Pixels are then counted through the whole batch, and row k is
 * TILE_LANES neighbouring elements wherever the pixels are of one row, else a few such pieces: packing copies whole vectors piece by
 * piece, from left to right, and lets each overwrite what the one before put too far to the right. So it needs no mask, and the
 * pieces are the same for every k. A packed row costs its loads and stores, and a place in the second cache, once for all rows of the result. */
#include "nn/panels.h"
#include "tile_size.h"

enum { AHEAD = 4 }; /* channels to prefetch while packing */

static const double PACKING = 1.5; /* cost of packing a panel, in blocks multiplied with it, where the result has few of them */

lampas_lines FN(lampas_panels_lines)(const lampas_planes *p, long blocks)
{
    const long width = p->output[2], pitch = p->extent[2], height = p->output[1], frames = p->output[0];
    const lampas_lines rows = {.count = frames * height, .length = width};
    const lampas_lines whole = {.count = frames, .length = (height - 1) * pitch + width, .gap = pitch - width};
    const long row_lanes = rows.count * ceiling(width, VL) * VL, whole_lanes = whole.count * ceiling(whole.length, VL) * VL;
    lampas_lines best = row_lanes <= whole_lanes ? rows : whole;
    const double lost = (double)smaller(row_lanes, whole_lanes) / (double)p->pixels - 1;
    if (lost * (double)blocks > PACKING || (p->direct && best.gap > 0))
        return (lampas_lines){0};
    best.panels = ceiling(ceiling(best.length, VL), TILE_VECTORS);
    return best;
}

long FN(lampas_panels_count)(const lampas_planes *p, const lampas_lines *lines, long images)
{
    return lines->count ? images * lines->count * lines->panels : ceiling(ceiling(images * p->pixels, VL), TILE_VECTORS);
}

long FN(lampas_panels_slack)(void) { return FN(lampas_planes_slack)() + TILE_LANES; }

/* The pieces of a panel that is packed. */
static void cut_pieces(const lampas_planes *p, long end, lampas_panel *panel)
{
    long reach = 0;
    for (int lane = 0; lane < panel->lanes;) {
        long offset, run = FN(lampas_planes_run)(p, panel->pixel + lane, panel->lanes - lane, &offset);
        for (; run > 0; run -= VL, offset += VL) {
            const int length = (int)smaller(run, VL), i = panel->pieces++;
            panel->piece[i].offset = offset;
            panel->piece[i].lane = lane;
            panel->piece[i].length = length;
            lane += length;
            reach = larger(reach, offset);
        }
    }
    panel->careful = reach + FN(lampas_planes_tap)(p, p->channels - 1, p->taps - 1) + VL > end;
    panel->whole = panel->lanes == panel->vectors * VL && panel->pixel % p->pixels + panel->lanes <= p->pixels;
}

/* A part of a line. */
static void describe_sliding(const lampas_planes *p, const lampas_lines *lines, long end, long index, lampas_panel *panel)
{
    const long vectors = ceiling(lines->length, VL), number = index / lines->panels, part = index - number * lines->panels;
    const long image = number / lines->count, line = number - image * lines->count;
    const long row = lines->count == p->output[0] ? line * p->output[1] : line, frame = row / p->output[1];
    const long first = vectors * part / lines->panels * VL;
    panel->first = first;
    panel->vectors = (int)(vectors * (part + 1) / lines->panels - first / VL);
    panel->lanes = (int)smaller(panel->vectors * VL, lines->length - first);
    panel->pixel = image * p->pixels + row * p->output[2] + (lines->gap ? 0 : first);
    panel->place = image * p->image + (row + frame * (p->extent[1] - p->output[1])) * p->extent[2] + first;
    panel->whole = lines->gap == 0 && panel->lanes == panel->vectors * VL;
    const long last = panel->place + FN(lampas_planes_tap)(p, p->channels - 1, p->taps - 1) + panel->vectors * VL;
    panel->slides = !p->direct || last <= end; /* planes of one's own have the slack */
}

void FN(lampas_panel_describe)(const lampas_planes *p, const lampas_lines *lines, long images, long end, long index, lampas_panel *panel)
{
    panel->pieces = panel->slides = 0;
    if (lines->count) {
        describe_sliding(p, lines, end, index, panel);
        if (panel->slides)
            return;
    } else {
        const long pixels = images * p->pixels, all = ceiling(pixels, VL), panels = FN(lampas_panels_count)(p, lines, images);
        const long first = all * index / panels;
        panel->vectors = (int)(all * (index + 1) / panels - first);
        panel->pixel = first * VL;
        panel->lanes = (int)smaller(panel->vectors * VL, pixels - panel->pixel);
    }
    cut_pieces(p, end, panel);
}

/* PIECES is a literal of at most 4: the pieces' offsets stay in registers. */
static inline __attribute__((always_inline)) void pack_pieces(const int PIECES, const lampas_panel *panel,
                                                              const struct FN(lampas_panel_source) *s, real *to)
{
    long offset[4], lane[4];
    for (int i = 0; i < PIECES; i++) {
        offset[i] = panel->piece[i].offset;
        lane[i] = panel->piece[i].lane;
    }
    const real *from = s->from;
    for (long c = 0; c < s->channels; c++, from += s->step) {
        for (long t = 0; t < s->taps; t += s->kernel_row) /* channels lie too far apart for the hardware to prefetch */
            for (int i = 0; i < PIECES; i++)
                __builtin_prefetch(from + AHEAD * s->step + s->tap[t] + offset[i]);
        for (long t = 0; t < s->taps; t++, to += panel->vectors * VL)
            for (int i = 0; i < PIECES; i++)
                vec_store(to + lane[i], vec_load(from + s->tap[t] + offset[i]));
    }
}

/* Any number of pieces; with CAREFUL, near the source's end, what no window needs is not read. */
static inline __attribute__((always_inline)) void pack_many(const int CAREFUL, const lampas_panel *panel,
                                                            const struct FN(lampas_panel_source) *s, real *to)
{
    const real *from = s->from;
    for (long c = 0; c < s->channels; c++, from += s->step)
        for (long t = 0; t < s->taps; t++, to += panel->vectors * VL)
            for (int i = 0; i < panel->pieces; i++) {
                const real *at = from + s->tap[t] + panel->piece[i].offset;
                vec_store(to + panel->piece[i].lane, CAREFUL ? vec_load_partial(at, panel->piece[i].length) : vec_load(at));
            }
}

void FN(lampas_panel_pack)(const lampas_panel *panel, const struct FN(lampas_panel_source) *s, real *to)
{
    switch (panel->careful ? -1 : panel->pieces) {
    case -1: pack_many(1, panel, s, to); break;
    case 1: pack_pieces(1, panel, s, to); break;
    case 2: pack_pieces(2, panel, s, to); break;
    case 3: pack_pieces(3, panel, s, to); break;
    case 4: pack_pieces(4, panel, s, to); break;
    default: pack_many(0, panel, s, to);
    }
}

long FN(lampas_panel_run)(const lampas_planes *p, const lampas_lines *lines, const lampas_panel *panel, long lane, long *pixel)
{
    long most = panel->lanes - lane;
    *pixel = panel->pixel + lane;
    if (lines->gap) {
        const long width = p->output[2], pitch = width + lines->gap, row = (panel->first + lane) / pitch, x = panel->first + lane - row * pitch;
        *pixel = x < width ? panel->pixel + row * width + x : -1;
        most = smaller(most, x < width ? width - x : pitch - x);
    }
    return *pixel < 0 ? most : smaller(most, p->pixels - *pixel % p->pixels);
}

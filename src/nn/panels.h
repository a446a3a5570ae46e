/* Panels of windows: the right-hand matrix of a convolution, some pixels at a time (see panels.c). */
#include "nn/planes.h"

#ifndef LAMPAS_PANELS_H
#define LAMPAS_PANELS_H
enum { LAMPAS_PANEL_LANES = 48 }; /* at most */

/* Pixels of an image as lines, along which a window that goes on by one pixel goes on by one element of the planes. */
typedef struct lampas_lines {
    long count, length; /* of an image; count 0: there are no such lines, panels are packed */
    long gap;           /* elements between the ends of two rows in a line, which no window begins at */
    long panels;        /* of a line */
} lampas_lines;

typedef struct lampas_panel {
    long pixel;         /* of its first lane, or with a gap of its line's, counted from the group's first image */
    long place;         /* where the first lane's window begins in the planes */
    long first;         /* lanes of its line before it */
    int vectors, lanes; /* of the last vector some lanes may have no pixel */
    int slides;         /* row k lies in the planes, at place + tap(k); else it has to be packed */
    int whole;          /* its lanes are neighbouring pixels of one image, and as many as the vectors hold */
    int careful;        /* whole vectors would read past the source's end */
    int pieces;
    struct {
        long offset; /* in the planes */
        int lane, length;
    } piece[LAMPAS_PANEL_LANES];
} lampas_panel;
#endif

/* What packing reads: `channels` channels from `from` on, `step` elements apart; taps[kernel_row] follow one another. */
struct FN(lampas_panel_source) {
    const real *from;
    long channels, step, taps, kernel_row;
    const long *tap;
};

/* Whether windows had better slide where they are multiplied with so many blocks of rows. */
lampas_lines FN(lampas_panels_lines)(const lampas_planes *p, long blocks);

/* Panels of so many images. */
long FN(lampas_panels_count)(const lampas_planes *p, const lampas_lines *lines, long images);

/* Panel number `index` of so many images, whose planes have `end` elements that may be read. */
void FN(lampas_panel_describe)(const lampas_planes *p, const lampas_lines *lines, long images, long end, long index, lampas_panel *panel);

/* Rows k of a panel, as many as the source has; `to` has room for one vector more. */
void FN(lampas_panel_pack)(const lampas_panel *panel, const struct FN(lampas_panel_source) *source, real *to);

/* From lane number `lane` on: how many lanes are neighbouring pixels of one image, and of one row where lines have gaps, and in *pixel the first
 * of them; or in a gap how many are none, and -1. */
long FN(lampas_panel_run)(const lampas_planes *p, const lampas_lines *lines, const lampas_panel *panel, long lane, long *pixel);

/* Elements after the last of planes of one's own that panels may read. */
long FN(lampas_panels_slack)(void);

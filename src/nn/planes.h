/* Padded, phase-split planes: what all convolution passes slide their windows over (see planes.c). */
#include "real.h"

#ifndef LAMPAS_PLANES_H
#define LAMPAS_PLANES_H
typedef struct lampas_planes {
    /* the source: [images][channels][height][width] */
    long channels, height, width;
    long outputHeight, outputWidth; /* positions of the window */
    /* one phase plane: `rows` rows of `pitch` elements; phase (p, q), row r, column c shows source row r * dH + p - top, column
     * c * dW + q - left, zero where there is none */
    long rows, pitch, dH, dW, top, left, phasesH, phasesW;
    long plane; /* elements from one phase plane to the next: [image][channel][phase row][phase column] */
    long image; /* elements from one image to the next */
    int direct; /* the source as it stands is its own padded plane: nothing to copy */
} lampas_planes;
#endif

/* Planes in which the window at (y, x) of outputHeight x outputWidth reaches kH x kW elements, dH and dW from its neighbours. */
void FN(lampas_planes_init)(lampas_planes *p, long channels, long height, long width, long outputHeight, long outputWidth, long kH, long kW,
                            long dH, long dW, long top, long left);

/* Where element (kH, kW) of channel c lies from the window's first element in channel 0. */
long FN(lampas_planes_tap)(const lampas_planes *p, long channel, long kH, long kW);

/* Output pixels are counted image, row, column through the whole batch. From `pixel` on, the next (at most `most`) whose windows lie
 * side by side in the planes: how many, and in *offset where the window of the first begins. A run ends with its row or its image. */
long FN(lampas_planes_run)(const lampas_planes *p, long pixel, long most, long *offset);

/* Copy channels [first, last) of all images, counted image * channels + channel, from the source into planes. Calls for neighbouring ranges
 * may run at the same time. `planes` has lampas_planes_slack elements more than the images need. */
void FN(lampas_planes_fill)(const lampas_planes *p, const real *source, real *planes, long first, long last);

/* The way back: source element = its place in the planes, zero for elements that no window reaches. */
void FN(lampas_planes_collect)(const lampas_planes *p, const real *planes, real *source, long first, long last);

/* Elements after the last plane that vectors may read. */
long FN(lampas_planes_slack)(void);

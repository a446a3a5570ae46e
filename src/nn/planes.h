/* Padded, phase-split planes: what all convolution passes slide their windows over (see planes.c). */
#include "nn/SpatialConvolution.h"

#ifndef LAMPAS_PLANES_H
#define LAMPAS_PLANES_H
typedef struct lampas_planes { /* three numbers: depth, height, width */
    /* the source: [images][channels][source] */
    long channels, source[3];
    long output[3]; /* positions of the window */
    long kernel[3], stride[3], dilation[3], before[3]; /* the window, and by how much the first one precedes the source */
    /* one phase plane: `extent` elements; phase (o, p, q), frame f, row r, column c shows source frame f * stride[0] + o - before[0],
     * row r * stride[1] + p - before[1], column c * stride[2] + q - before[2], zero where there is none */
    long phases[3], extent[3];
    long plane;   /* elements from one phase plane to the next: [image][channel][phases] */
    long channel; /* elements from one channel to the next */
    long image;   /* elements from one image to the next */
    long area, pixels, taps; /* elements of a channel of the source, positions of a window, its elements in a channel */
    int direct; /* the source as it stands is its own padded plane: nothing to copy */
} lampas_planes;
#endif

/* The planes of a convolution's input. */
void FN(lampas_planes_init)(lampas_planes *p, const SpatialConvolution_shape *shape);

/* The planes of its gradOutput, over which the window, turned round, slides with stride 1 to the elements of the input. */
void FN(lampas_planes_init_turned)(lampas_planes *p, const SpatialConvolution_shape *shape);

/* Those over which gradOutput's part in the phase planes `p` of the input is summed: `q`, of gradOutput. With r = dilation (kernel - 1) / stride,
 * phase element i of each direction is the sum over taps k of that phase of weight[k] * q's element i + r - dilation k / stride. */
void FN(lampas_planes_init_back)(lampas_planes *q, const SpatialConvolution_shape *shape, const lampas_planes *p);

/* Where tap number `tap` (of kT, kH, kW) of a channel lies from the window's first element in channel 0. */
long FN(lampas_planes_tap)(const lampas_planes *p, long channel, long tap);

/* Output pixels are counted image, frame, row, column through the whole batch. From `pixel` on, the next (at most `most`) whose windows lie
 * side by side in the planes: how many, and in *offset where the window of the first begins. A run ends with its row or its image. */
long FN(lampas_planes_run)(const lampas_planes *p, long pixel, long most, long *offset);

/* Copy channels [first, last) of all images, counted image * channels + channel, from the source into planes. Calls for neighbouring ranges
 * may run at the same time. `planes` has lampas_planes_slack elements more than the images need. */
void FN(lampas_planes_fill)(const lampas_planes *p, const real *source, real *planes, long first, long last);

/* The same for one of `parts` equal parts of the first so many channels, which may end within a channel. */
void FN(lampas_planes_fill_part)(const lampas_planes *p, const real *source, real *planes, long channels, long part, long parts);

/* The way back: source element = its place in the planes, zero for elements that no window reaches. */
void FN(lampas_planes_collect)(const lampas_planes *p, const real *planes, real *source, long first, long last);

/* Elements after the last plane that vectors may read. */
long FN(lampas_planes_slack)(void);

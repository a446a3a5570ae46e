/* The geometry of pooling: windows that move over the axes of a plane (height and width) or of a volume (time as well). */
#include "real.h"

#ifndef LAMPAS_POOLING_H
#define LAMPAS_POOLING_H
typedef struct Pooling_axis {
    ptrdiff_t input, output; /* elements; output decides between floor and ceil */
    ptrdiff_t kernel, stride, pad, dilation; /* of a window: its elements, the step to the next, what lies around the map, their distance */
} Pooling_axis;

typedef enum Pooling_indices {
    POOLING_PLACES,  /* the maximum's place in its plane or volume, row by row, from 1 */
    POOLING_OFFSETS, /* which of the window's elements it is: the numbers along time, height and width, from 0, in a byte each, time
                        lowest; along time alone it may be any number */
} Pooling_indices;

typedef struct Pooling_shape {
    ptrdiff_t planes; /* batch · planes of a map */
    Pooling_axis time, height, width;
    Pooling_indices indices;
} Pooling_shape;
#endif

/* Maps whose every output element is made of one or two input elements along each axis: padding and upsampling. */
#include "real.h"

#ifndef LAMPAS_RESAMPLING_H
#define LAMPAS_RESAMPLING_H
typedef enum Resampling_mode {
    RESAMPLING_ZERO,        /* output o shows input o - before, zero outside the map */
    RESAMPLING_REFLECTION,  /* the same, mirrored at the first and at the last element; less than `input` elements on either side */
    RESAMPLING_REPLICATION, /* the same, the first and the last element repeated */
    RESAMPLING_NEAREST,     /* output o shows input o / (output / input), which divides evenly */
    RESAMPLING_LINEAR,      /* output o lies at o (input - 1) / (output - 1) between two inputs: corners show corners */
} Resampling_mode;

typedef struct Resampling_axis {
    ptrdiff_t input, output; /* elements */
    ptrdiff_t before;        /* elements of padding before the first, negative to leave some out; the output's size tells those after it */
} Resampling_axis;

typedef struct Resampling_shape {
    ptrdiff_t planes; /* batch · planes of a map */
    Resampling_axis time, height, width;
    Resampling_mode mode;
} Resampling_shape;
#endif

/* output: planes × time.output × height.output × width.output; input likewise; both contiguous. Returns 0, or -1 when memory is short. */
int FN(Resampling_updateOutput)(real *output, const real *input, const Resampling_shape *shape);

/* gradInput, of the input's sizes, written in full: each gradOutput goes back to what its element was made of. Returns 0, or -1 when
 * memory is short. */
int FN(Resampling_updateGradInput)(real *gradInput, const real *gradOutput, const Resampling_shape *shape);

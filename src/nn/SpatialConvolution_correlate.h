/* Correlation of planes with a bank of filters: SpatialConvolution's output, and, over gradOutput, its gradInput. */
#include "nn/planes.h"

typedef struct FN(lampas_correlation) {
    lampas_planes planes; /* of the source */
    long images;
    long rows;       /* planes of the result */
    int transposed;  /* 0: weight[rows][channels][taps]; 1: weight[channels][rows][taps], and the window runs backwards */
    const real *source;
    const real *weight;
    const real *start; /* [rows], added to every pixel; NULL: zero */
    real *result;      /* [images][rows][pixels] of the planes */
} FN(lampas_correlation);

/* result[n][m][pixel] = start[m] + sum over channels c and taps t of weight[m][c][t] * element (c, t) of the pixel's window
 * 0: done; -1: memory short. */
int FN(lampas_correlate)(const FN(lampas_correlation) *job);

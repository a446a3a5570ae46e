/* Correlation of planes with a bank of filters: SpatialConvolution's output, and, over gradOutput, its gradInput. */
#include "nn/planes.h"

typedef struct FN(lampas_correlation) {
    lampas_planes planes; /* of the source */
    long images;
    long rows;       /* planes of the result */
    long kH, kW;
    int transposed;  /* 0: weight[rows][channels][kH][kW]; 1: weight[channels][rows][kH][kW], and the window runs backwards */
    const real *source;
    const real *weight;
    const real *start; /* [rows], added to every pixel; NULL: zero */
    real *result;      /* [images][rows][outputHeight][outputWidth] of the planes */
} FN(lampas_correlation);

/* result[n][m][y][x] = start[m] + sum over c, kh, kw of weight[m][c][kh][kw] * window (y, x)'s element (c, kh, kw)
 * 0: done; -1: memory short. */
int FN(lampas_correlate)(const FN(lampas_correlation) *job);

/* Which algorithm computes a pass of SpatialConvolution. */
#include "nn/SpatialConvolution.h"

#ifndef LAMPAS_SPATIALCONVOLUTION_METHOD_H
#define LAMPAS_SPATIALCONVOLUTION_METHOD_H
enum { LAMPAS_PASS_OUTPUT, LAMPAS_PASS_GRADINPUT, LAMPAS_PASS_GRADWEIGHT };
enum {
    LAMPAS_METHOD_DIRECT,   /* windows gathered into panels: SpatialConvolution_correlate.c, SpatialConvolution_gradWeight.c */
    LAMPAS_METHOD_SCATTER,  /* gradInput alone: products added back to where windows lie: SpatialConvolution_scatter.c */
    LAMPAS_METHOD_WINOGRAD, /* for 3 x 3 and 5 x 5: winograd.c, winograd_gradWeight.c */
};
#endif

int FN(SpatialConvolution_method)(const SpatialConvolution_shape *shape, int pass);

/* 1 when gradInput without Winograd is scattered. */
int FN(SpatialConvolution_scatters)(const SpatialConvolution_shape *shape);

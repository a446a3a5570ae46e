/* Convolutions that connect single planes, each connection with a filter of its own: SpatialConvolutionMap, SpatialFullConvolutionMap,
 * SpatialDepthWiseConvolution, SpatialSubSampling, TemporalRowConvolution. All tensors are contiguous:
 *   input  [batch][nInputPlane][input sizes of the shape]      weight [filters][kT][kH][kW]
 *   output [batch][nOutputPlane][output sizes of the shape]    start  [planes of the result], NULL: zeros
 * Each returns 0: done; -1: memory short. */
#include "nn/SpatialConvolution.h"

#ifndef LAMPAS_PLANEFILTERS_H
#define LAMPAS_PLANEFILTERS_H
typedef struct lampas_connections {
    long count;
    const long *from, *to, *filter; /* [count]: input plane, output plane, filter; each filter stands in one connection */
} lampas_connections;
#endif

/* output[to] = start[to] + sum over the connections of the correlation of input[from] with weight[filter] */
int FN(PlaneFilters_updateOutput)(const SpatialConvolution_shape *shape, const lampas_connections *connections, const real *input,
                                  const real *weight, const real *start, real *output);

/* gradInput[from] = start[from] + what the same connections send back of gradOutput[to] */
int FN(PlaneFilters_updateGradInput)(const SpatialConvolution_shape *shape, const lampas_connections *connections, const real *gradOutput,
                                     const real *weight, const real *start, real *gradInput);

/* gradWeight[filter] += scale times its gradient */
int FN(PlaneFilters_accGradParameters)(const SpatialConvolution_shape *shape, const lampas_connections *connections, const real *input,
                                       const real *gradOutput, real *gradWeight, real scale);

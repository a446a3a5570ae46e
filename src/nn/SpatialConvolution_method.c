/* Which algorithm computes a pass: the one with the least work, counted in multiply-adds
 *
 *   direct      pixels * rows * channels * kH * kW
 *   Winograd    36 * tiles * rows * channels, and the transforms: of each filter, of each tile of each channel, and of each
 *               tile of each row
 *
 * where rows are the result's planes and channels the source's; pixels and tiles are rounded up to whole vectors. The
 * transforms' costs are measured times over that of a multiply-add in the micro-kernel, one thread, AVX2;
 * in double their ratio is much the same. A few per cent are not worth a rounding twice as large: Winograd has to win clearly.
 *
 * gradInput's direct form needs stride 1, and some input planes, as a panel is packed for so many rows only. */
#include "nn/SpatialConvolution_method.h"
#include "engine/convolution.h"
#include "tile_size.h"

enum {
    FEW_PLANES = 12,
    PRODUCTS = 36,      /* of a tile */
    POINTS = 6,         /* a tile's pixels in each direction, plus the filter's, less one */
    FILTER_COST = 350,  /* multiply-adds that transforming takes: a filter, */
    SOURCE_COST = 700,  /* a tile of a channel, */
    RESULT_COST = 400,  /* a tile of a row; */
    TRANSPOSED_COST = 1000, FACTOR_COST = 700, /* for gradWeight a tile of a channel and of a row */
};

static const double CLEARLY = 0.9;

static inline double rounded(long lanes) { return (double)(ceiling(lanes, VL) * VL); }

/* Over `channels` planes to `rows` planes of height x width pixels, with windows of k x k. */
static int winograd_wins(long k, long images, long channels, long rows, long height, long width)
{
    const long tiles = images * ceiling(height, POINTS + 1 - k) * ceiling(width, POINTS + 1 - k);
    const double filters = (double)rows * channels;
    const double direct = (double)(k * k) * filters * rounded(images * height * width);
    const double products = PRODUCTS * filters * (double)(ceiling(tiles, TILE_LANES) * TILE_LANES);
    const double transforms = FILTER_COST * filters + (double)tiles * (SOURCE_COST * (double)channels + RESULT_COST * (double)rows);
    return products + transforms < CLEARLY * direct;
}

/* gradWeight: products over tiles instead of pixels, channels in lanes. */
static int gradient_wins(const SpatialConvolution_shape *s)
{
    const long spacing = POINTS + 1 - s->kH;
    const double tiles = (double)(s->batch * ceiling(s->outputHeight, spacing) * ceiling(s->outputWidth, spacing));
    const double pixels = (double)(s->batch * s->outputHeight * s->outputWidth);
    const double rows = (double)s->nOutputPlane, channels = (double)s->nInputPlane;
    const double direct = (double)(s->kH * s->kW) * pixels * rows * channels;
    const double products = PRODUCTS * tiles * rows * (double)(ceiling(s->nInputPlane, TILE_LANES) * TILE_LANES);
    const double transforms = FILTER_COST * rows * channels + tiles * (TRANSPOSED_COST * channels + FACTOR_COST * rows);
    return products + transforms < CLEARLY * direct;
}

/* Winograd's algorithm is written for images, windows of 3 x 3 and 5 x 5, and stride 1. */
static int winograd_defined(const SpatialConvolution_shape *s)
{
    return s->kT == 1 && s->inputDepth == 1 && s->outputDepth == 1 && (s->kH == 3 || s->kH == 5) && s->kW == s->kH && s->dH == 1 &&
           s->dW == 1 && s->dilationH == 1 && s->dilationW == 1;
}

int FN(SpatialConvolution_scatters)(const SpatialConvolution_shape *s)
{
    return s->dT != 1 || s->dH != 1 || s->dW != 1 || s->nInputPlane < FEW_PLANES;
}

int FN(SpatialConvolution_method)(const SpatialConvolution_shape *s, int pass)
{
    const int allowed = lampas_convolution_get();
    if (allowed != LAMPAS_CONVOLUTION_DIRECT && winograd_defined(s)) {
        const int wins = pass == LAMPAS_PASS_GRADWEIGHT ? gradient_wins(s)
                         : pass == LAMPAS_PASS_OUTPUT
                             ? winograd_wins(s->kH, s->batch, s->nInputPlane, s->nOutputPlane, s->outputHeight, s->outputWidth)
                             : winograd_wins(s->kH, s->batch, s->nOutputPlane, s->nInputPlane, s->inputHeight, s->inputWidth);
        if (wins || allowed == LAMPAS_CONVOLUTION_WINOGRAD)
            return LAMPAS_METHOD_WINOGRAD;
    }
    return pass == LAMPAS_PASS_GRADINPUT && FN(SpatialConvolution_scatters)(s) ? LAMPAS_METHOD_SCATTER : LAMPAS_METHOD_DIRECT;
}

/* Convolution and correlation of tensors in two or three dimensions. */
#include "real.h"

#ifndef LAMPAS_CONVOLUTION_H
#define LAMPAS_CONVOLUTION_H

/* Lengths are (depth, height, width); a plane of two dimensions has depth 1. */
typedef struct lampas_convolution {
    long planes;    /* output planes */
    long inputs;    /* input planes that each output plane sums over */
    int shared;     /* 1: every output plane sums over the same input planes; 0: each over its own */
    int flip;       /* 1: convolution, the kernel is turned around; 0: correlation */
    long input[3];
    long kernel[3];
    long output[3]; /* input - kernel + 1 (valid) or input + kernel - 1 (full) */
} lampas_convolution;

#endif

/* r (planes x output) from x (planes of input) and k (planes x inputs x kernel), all contiguous; 0, or -1 when memory is short. */
int FN(convolve)(const lampas_convolution *c, real *r, const real *x, const real *k);

/* r (m x n) = gain * squared distance of row i of x (m x length) and row j of y (n x length), all contiguous. */
void FN(match)(real *r, const real *x, const real *y, long m, long n, long length, real gain);

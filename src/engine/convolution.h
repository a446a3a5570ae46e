/* Which algorithms convolutions may use, and how much of the caches their blocks take. */
#include "types.h"

#ifndef LAMPAS_ENGINE_CONVOLUTION_H
#define LAMPAS_ENGINE_CONVOLUTION_H
enum {
    LAMPAS_CONVOLUTION_AUTO = 0,     /* what arithmetic says is quicker */
    LAMPAS_CONVOLUTION_DIRECT = 1,   /* never Winograd's */
    LAMPAS_CONVOLUTION_WINOGRAD = 2, /* Winograd's wherever it is defined */
};

/* Bytes of what a block holds at a time. */
typedef struct lampas_convolution_shares {
    long planes;       /* padded planes of a group of images, of the whole team */
    long panels;       /* direct: a thread's packed panels */
    long item, sums;   /* scatter: an item's planes; the products that are added to them */
    long tiles;        /* Winograd: a thread's transformed tiles, where filters are shared, */
    long filters;      /* its transformed filters, where tiles are, */
    long products;     /* and their products; */
    long transforms;   /* gradWeight: its transforms of a group of tiles */
} lampas_convolution_shares;
#endif

lampas_convolution_shares lampas_convolution_blocks(void);

void lampas_convolution_set(int mode);
int lampas_convolution_get(void);

/* Which algorithms convolutions may use. */
#include "types.h"

#ifndef LAMPAS_ENGINE_CONVOLUTION_H
#define LAMPAS_ENGINE_CONVOLUTION_H
enum {
    LAMPAS_CONVOLUTION_AUTO = 0,     /* what arithmetic says is quicker */
    LAMPAS_CONVOLUTION_DIRECT = 1,   /* never Winograd's */
    LAMPAS_CONVOLUTION_WINOGRAD = 2, /* Winograd's wherever it is defined */
};
#endif

void lampas_convolution_set(int mode);
int lampas_convolution_get(void);

/* The geometry of going through several tensors together: merged and ordered loops. */
#include "types.h"

#ifndef LAMPAS_PLAN_H
#define LAMPAS_PLAN_H

enum {
    LAMPAS_OPERANDS = 4,
    LAMPAS_MAX_LOOPS = 64 /* sizes are at least 2, so more would be 2^64 elements */
};

typedef struct Plan {
    int loops, operands, outputs; /* the first operands are the outputs */
    long total;                   /* elements of each operand; 0: nothing to do */
    long size[LAMPAS_MAX_LOOPS];  /* innermost first */
    long stride[LAMPAS_OPERANDS][LAMPAS_MAX_LOOPS];
    char *base[LAMPAS_OPERANDS];
    int bytes[LAMPAS_OPERANDS];        /* size of an element */
    long tile[2];                      /* extent of a tile along loops 0 and 1 */
    int fastest;                       /* which of them the tiles follow first */
    long tiles[LAMPAS_MAX_LOOPS];      /* tiles along loops 0 and 1, sizes of the others */
} Plan;

/* Pair the elements of `operands` tensors in row-major order and merge dimensions; dimension `skip` (-1: none) of all is left out. A
 * tensor that is NULL stands for the one value at value[k], of valueBytes. Returns 0, or a bit for each operand that must be made
 * contiguous first, because the shapes have no common refinement. */
unsigned lampas_plan(Plan *plan, int operands, int outputs, const THTensor *const *tensor, const void *const *value, int valueBytes, int skip);

/* Order the loops by the first operand's strides, smallest innermost, and merge again; for visits that need no order. */
void lampas_plan_order(Plan *plan);

/* Where another operand takes its smallest steps along another loop than the first does, that loop becomes the second; 1 if so. */
int lampas_plan_transposed(Plan *plan);

/* A bit for each input that writing an output would disturb before it is read. */
unsigned lampas_plan_disturbed(const Plan *plan, const THTensor *const *tensor);

/* 1 when some element of an output is written twice, so that the order of writing matters. */
int lampas_plan_writes_twice(const Plan *plan);

/* 1 when the address ranges of two tensors meet. */
int lampas_meets(const THTensor *a, const THTensor *b);

int lampas_element_bytes(int type);
void *lampas_data(const THTensor *tensor);       /* the first element */
long lampas_count(const THTensor *tensor);       /* the number of elements; 0 without dimensions */
int lampas_worth_threads(double cost);           /* 1 when work of that cost (an addition: 1) is worth threads here */

/* A contiguous vector of n elements over `data`, without ownership: scratch memory in the guise of a tensor. */
typedef struct Scratch {
    THTensor tensor;
    THStorage storage;
} Scratch;
void lampas_scratch(Scratch *scratch, int type, void *data, long n);

#endif

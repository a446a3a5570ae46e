/* Visiting the elements of up to four tensors together, whatever their strides.
 *
 * Every operation is a function over short contiguous runs (`RunFunction`): it sees n elements of each operand side by side
 * and knows no strides. lampas_visit finds the runs: it pairs the elements in row-major order (shapes may differ when the
 * counts agree), merges dimensions into the fewest loops, and hands out pieces of the operands themselves where they
 * are contiguous, and tiles packed into first-level cache where they are not. */
#include "engine/plan.h"

#ifndef LAMPAS_ITERATE_H
#define LAMPAS_ITERATE_H

enum {
    LAMPAS_TILE = 1024, /* elements of a packed tile, at most */
    LAMPAS_CHUNKS = 256 /* pieces of a visit that keep sums of their own, at most */
};

typedef struct Run {
    long n;                      /* elements of each operand */
    void *data[LAMPAS_OPERANDS]; /* each operand's n elements, contiguous */
    const void *context;         /* the visit's */
    void *partial;               /* this chunk's sum */
    long first;                  /* row-major index of the first element; only in an ordered visit */
} Run;

typedef void (*RunFunction)(const Run *run);

typedef struct Visit {
    RunFunction run; /* NULL: operand 1 is copied to operand 0, which has the same element size */
    const void *context;
    int operands;
    int outputs; /* that many operands, the first ones, are written and not read; to update one, give it as input as well */
    const THTensor *tensor[LAMPAS_OPERANDS]; /* NULL: the one value below stands for every element */
    const void *value[LAMPAS_OPERANDS];
    int valueBytes; /* size of such a value */
    int cost;       /* time for an element, with that of an addition as 1: decides from where on threads pay */
    int ordered;    /* runs in row-major order, one thread */
    /* Sums: chunk c starts from a copy of `start` at partials + c * partialBytes, room for LAMPAS_CHUNKS. How elements fall into
     * chunks depends on the operands alone, never on the number of threads. */
    void *partials;
    const void *start;
    long partialBytes;
    long chunks; /* result: how many chunks there were */
} Visit;

/* 0: done; -1: short of memory (needed only where operands overlap, or where their shapes have no common refinement). */
int lampas_visit(Visit *visit);

#endif

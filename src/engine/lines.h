/* Visiting the lines of tensors along one dimension: reductions, sorting, gathering and all else that looks at a line as a whole. */
#include "engine/plan.h"

#ifndef LAMPAS_LINES_H
#define LAMPAS_LINES_H

typedef struct Lines { /* neighbouring lines, handed to one call */
    long count;
    void *data[LAMPAS_OPERANDS];  /* first element of the first line */
    long across[LAMPAS_OPERANDS]; /* from a line to the next, in elements */
    long along[LAMPAS_OPERANDS];  /* from an element of a line to the next, in elements */
    long length[LAMPAS_OPERANDS]; /* elements of a line */
    const void *context;
} Lines;

typedef int (*LinesFunction)(const Lines *lines); /* returns 0 or an error */

typedef struct LineVisit {
    LinesFunction run;
    const void *context;
    int operands; /* same sizes but for dimension `dim`; operand 0 decides which lines are neighbours */
    const THTensor *tensor[LAMPAS_OPERANDS];
    int dim;
    long most; /* lines handed to one call, at most */
    int cost;  /* time for an element of operand 0, with that of an addition as 1 */
} LineVisit;

/* 0, or an error that a call returned. */
int lampas_visit_lines(const LineVisit *visit);

#endif

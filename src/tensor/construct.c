/* Filling with progressions, and triangles of matrices: bound by memory. */
#include "tensor/construct.h"
#include "pointwise.h"

typedef struct Progression {
    accreal start, step;
} Progression;

static void range_run(const Run *run)
{
    const Progression *p = run->context;
    real *r = run->data[0];
    long n = run->n, first = run->first;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)(p->start + (accreal)(first + i) * p->step);
}

void FN(range)(THTensor *r, accreal start, accreal step)
{
    Progression p = {start, step};
    Visit v = {.run = range_run, .context = &p, .operands = 1, .outputs = 1, .tensor = {r}, .cost = 1, .ordered = 1};
    lampas_visit(&v);
}

void FN(tril)(THTensor *r, const THTensor *x, long k)
{
    real *to = lampas_data(r);
    const real *from = lampas_data(x);
    for (long i = 0; i < r->size[0]; i++)
        for (long j = 0; j < r->size[1]; j++)
            to[i * r->stride[0] + j * r->stride[1]] = j - i <= k ? from[i * x->stride[0] + j * x->stride[1]] : 0;
}

void FN(triu)(THTensor *r, const THTensor *x, long k)
{
    real *to = lampas_data(r);
    const real *from = lampas_data(x);
    for (long i = 0; i < r->size[0]; i++)
        for (long j = 0; j < r->size[1]; j++)
            to[i * r->stride[0] + j * r->stride[1]] = j - i >= k ? from[i * x->stride[0] + j * x->stride[1]] : 0;
}

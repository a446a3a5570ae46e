/* The geometry of going through several tensors together.
 *
 * A plan is a list of loops with a size and, for each operand, a stride, innermost first. Dimensions are merged where every
 * operand allows it. Ordered by the first operand's strides, a transposed tensor alone is as good as a contiguous one. */
#include "engine/plan.h"

#include <omp.h>
#include <stdlib.h>

enum { THREADS_FROM = 65536 }; /* units of cost from which on waking the other threads pays */

typedef struct Dims { /* a tensor's dimensions without those of size 1, merged where contiguous, innermost first */
    int n;
    long size[LAMPAS_MAX_LOOPS], stride[LAMPAS_MAX_LOOPS];
} Dims;

int lampas_element_bytes(int type)
{
    static const int bytes[] = {1, 1, 2, 4, 8, 4, 8, 2};
    return bytes[type];
}

void *lampas_data(const THTensor *tensor)
{
    return tensor->storage ? (char *)tensor->storage->data + tensor->storageOffset * lampas_element_bytes(tensor->type) : NULL;
}

long lampas_count(const THTensor *tensor)
{
    long n = tensor->nDimension > 0;
    for (int d = 0; d < tensor->nDimension; d++)
        n *= tensor->size[d];
    return n;
}

int lampas_worth_threads(double cost) { return cost >= THREADS_FROM && omp_get_max_threads() > 1 && !omp_in_parallel(); }

void lampas_scratch(Scratch *scratch, int type, void *data, long n)
{
    scratch->storage = (THStorage){.data = data, .size = n, .refcount = 1, .type = type};
    scratch->tensor = (THTensor){.nDimension = 1, .storage = &scratch->storage, .refcount = 1, .type = type, .inlined = {n, 1}};
    scratch->tensor.size = scratch->tensor.inlined;
    scratch->tensor.stride = scratch->tensor.inlined + 1;
}

static void collapse(const THTensor *t, int skip, Dims *dims)
{
    int n = 0;
    for (int d = t->nDimension - 1; d >= 0; d--) {
        if (t->size[d] == 1 || d == skip)
            continue;
        if (n > 0 && t->stride[d] == dims->size[n - 1] * dims->stride[n - 1]) {
            dims->size[n - 1] *= t->size[d];
        } else {
            dims->size[n] = t->size[d];
            dims->stride[n++] = t->stride[d];
        }
    }
    dims->n = n;
}

/* Add a loop outside the others, merged with the last one where every operand's strides allow. */
static void push_loop(Plan *p, long size, const long *stride)
{
    int l = p->loops, merges = l > 0;
    for (int k = 0; k < p->operands && merges; k++)
        merges = stride[k] == p->stride[k][l - 1] * p->size[l - 1];
    if (merges) {
        p->size[l - 1] *= size;
        return;
    }
    p->size[l] = size;
    for (int k = 0; k < p->operands; k++)
        p->stride[k][l] = stride[k];
    p->loops++;
}

/* The coarsest loops that every operand's dimensions are made of. 0 when there are none, as between 2x6 and 3x4 (with gaps). */
static int refine(Plan *p, const Dims *dims, const THTensor *const *tensor)
{
    int at[LAMPAS_OPERANDS] = {0};
    long rest[LAMPAS_OPERANDS], stride[LAMPAS_OPERANDS];
    for (int k = 0; k < p->operands; k++) {
        rest[k] = tensor[k] && dims[k].n > 0 ? dims[k].size[0] : 1;
        stride[k] = tensor[k] && dims[k].n > 0 ? dims[k].stride[0] : 0;
    }
    for (long done = 1; done < p->total;) {
        long size = 0;
        for (int k = 0; k < p->operands; k++)
            if (tensor[k] && (size == 0 || rest[k] < size))
                size = rest[k];
        for (int k = 0; k < p->operands; k++)
            if (tensor[k] && rest[k] % size != 0)
                return 0;
        push_loop(p, size, stride);
        done *= size;
        for (int k = 0; k < p->operands; k++) {
            if (!tensor[k])
                continue;
            rest[k] /= size;
            stride[k] *= size;
            if (rest[k] == 1 && ++at[k] < dims[k].n) {
                rest[k] = dims[k].size[at[k]];
                stride[k] = dims[k].stride[at[k]];
            }
        }
    }
    return 1;
}

/* 1 when loop b should run inside loop a: smaller steps inside, first operand first; repeated elements outside. */
static int belongs_inside(const Plan *p, int b, int a)
{
    for (int k = 0; k < p->operands; k++) {
        long sb = p->stride[k][b], sa = p->stride[k][a];
        if (sb != sa)
            return sb != 0 && (sa == 0 || sb < sa);
    }
    return 0;
}

static void exchange(Plan *p, int a, int b)
{
    long size = p->size[a];
    p->size[a] = p->size[b];
    p->size[b] = size;
    for (int k = 0; k < p->operands; k++) {
        long stride = p->stride[k][a];
        p->stride[k][a] = p->stride[k][b];
        p->stride[k][b] = stride;
    }
}

void lampas_plan_order(Plan *p)
{
    int sorted = 1;
    for (int i = 1; i < p->loops; i++)
        for (int l = i; l > 0 && belongs_inside(p, l, l - 1); l--, sorted = 0)
            exchange(p, l, l - 1);
    if (sorted)
        return;
    int loops = p->loops;
    p->loops = 0;
    for (int l = 0; l < loops; l++) {
        long stride[LAMPAS_OPERANDS];
        for (int k = 0; k < p->operands; k++)
            stride[k] = p->stride[k][l];
        push_loop(p, p->size[l], stride);
    }
}

int lampas_plan_transposed(Plan *p)
{
    for (int k = 1; k < p->operands; k++) {
        int best = 0;
        for (int l = 1; l < p->loops; l++)
            if (p->stride[k][l] != 0 && p->stride[k][l] < p->stride[k][best] && p->stride[k][best] != 0)
                best = l;
        if (best > 0) {
            for (; best > 1; best--)
                exchange(p, best, best - 1);
            return 1;
        }
    }
    return 0;
}

static long extent(const THTensor *t, int skip)
{
    long n = lampas_count(t);
    return skip >= 0 && n > 0 ? n / t->size[skip] : n;
}

unsigned lampas_plan(Plan *p, int operands, int outputs, const THTensor *const *tensor, const void *const *value, int valueBytes, int skip)
{
    Dims dims[LAMPAS_OPERANDS];
    unsigned scattered = 0;
    p->loops = 0;
    p->operands = operands;
    p->outputs = outputs;
    p->total = 0;
    for (int k = 0; k < operands; k++) {
        const THTensor *t = tensor[k];
        p->bytes[k] = t ? lampas_element_bytes(t->type) : valueBytes;
        p->base[k] = t ? lampas_data(t) : (char *)value[k];
        if (!t)
            continue;
        if (p->total == 0)
            p->total = extent(t, skip);
        collapse(t, skip, &dims[k]);
        scattered |= (unsigned)(dims[k].n > 1 || (dims[k].n == 1 && dims[k].stride[0] != 1)) << k;
    }
    if (p->total == 0)
        return 0;
    if (!refine(p, dims, tensor))
        return scattered;
    if (p->loops == 0)
        push_loop(p, 1, (long[LAMPAS_OPERANDS]){1, 1, 1, 1});
    return 0;
}

/* ---- overlap ---- */

static long span(const THTensor *t)
{
    long last = 0;
    for (int d = 0; d < t->nDimension; d++)
        last += (t->size[d] - 1) * t->stride[d];
    return (last + 1) * lampas_element_bytes(t->type);
}

int lampas_meets(const THTensor *a, const THTensor *b)
{
    const char *from_a = lampas_data(a), *from_b = lampas_data(b);
    return lampas_count(a) > 0 && lampas_count(b) > 0 && from_a < from_b + span(b) && from_b < from_a + span(a);
}

/* Is `distance` a sum of whole steps within the loops? Loops from `l` inwards, sorted so that outer strides are larger. */
static int reachable(const Plan *p, const long *stride, int l, long distance)
{
    if (l < 0)
        return distance == 0;
    if (stride[l] == 0)
        return reachable(p, stride, l - 1, distance);
    long nearest = distance / stride[l];
    for (long step = nearest - 1; step <= nearest + 1; step++)
        if (labs(step) < p->size[l] && reachable(p, stride, l - 1, distance - step * stride[l]))
            return 1;
    return 0;
}

/* May writing operand o disturb what is still to be read of operand k? The same elements in the same order do no harm. */
static int disturbs(const Plan *p, const THTensor *const *tensor, int o, int k)
{
    if (!tensor[k] || tensor[k] == tensor[o] || !lampas_meets(tensor[o], tensor[k]))
        return 0;
    int same = p->bytes[o] == p->bytes[k], depth = 0;
    for (int l = 0; l < p->loops && same; l++) {
        same = p->stride[o][l] == p->stride[k][l];
        depth += p->size[l] > 1;
    }
    long distance = p->base[k] - p->base[o];
    if (!same || distance % p->bytes[o] != 0 || depth > 6)
        return 1;
    return distance != 0 && reachable(p, p->stride[o], p->loops - 1, distance / p->bytes[o]);
}

unsigned lampas_plan_disturbed(const Plan *p, const THTensor *const *tensor)
{
    unsigned which = 0;
    for (int o = 0; o < p->outputs; o++)
        for (int k = p->outputs; k < p->operands; k++)
            which |= (unsigned)disturbs(p, tensor, o, k) << k;
    return which;
}

/* Elements written twice make the order of writing matter: such a visit stays on one thread. A loop is safe when its step
 * clears all that the loops with smaller steps reach. */
int lampas_plan_writes_twice(const Plan *p)
{
    for (int k = 0; k < p->outputs; k++) {
        const long *stride = p->stride[k];
        for (int l = 0; l < p->loops; l++) {
            long reach = 0;
            for (int m = 0; m < p->loops; m++)
                if (stride[m] < stride[l] || (m < l && stride[m] == stride[l]))
                    reach += (p->size[m] - 1) * stride[m];
            if (p->size[l] > 1 && stride[l] <= reach)
                return 1;
        }
    }
    return 0;
}

/* Visiting the elements of several tensors together.
 *
 * The two innermost loops of the plan are cut into tiles; an operand whose tile is not contiguous is packed into a
 * buffer in first-level cache, or unpacked from one. Bound by memory for all cheap operations; packing costs one to two
 * cycles an element. Tiles are dealt to a fixed number of chunks, chunks to threads. */
#include "engine/iterate.h"
#include "engine/move.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIRECT_TILE = 16384,     /* elements of a run where nothing is packed */
    SHORT_ROW = 32,          /* rows shorter than this are packed together rather than visited one by one */
    CACHE_LINE = 64,
    MAX_ELEMENT = 8
};

static long smaller(long a, long b) { return a < b ? a : b; }

static void choose_tiles(Plan *p, int ordered)
{
    int packed = 0, transposed = !ordered && lampas_plan_transposed(p);
    for (int k = 0; k < p->operands; k++)
        packed |= p->stride[k][0] != 1;
    if (p->loops == 1) {
        p->size[1] = 1;
        for (int k = 0; k < p->operands; k++)
            p->stride[k][1] = 0;
        p->loops = 2;
    }
    p->tile[1] = 1;
    p->fastest = 0;
    if (transposed) { /* long pieces of the transposed operand's rows, one behind the other; whole cache lines of the result */
        p->fastest = 1;
        p->tile[0] = smaller(p->size[0], CACHE_LINE / p->bytes[0]);
        p->tile[1] = smaller(p->size[1], LAMPAS_TILE / p->tile[0]);
        p->tile[0] = smaller(p->size[0], LAMPAS_TILE / p->tile[1]);
    } else if (p->size[0] >= SHORT_ROW) {
        p->tile[0] = smaller(p->size[0], packed ? LAMPAS_TILE : DIRECT_TILE);
    } else {
        p->tile[0] = p->size[0];
        p->tile[1] = smaller(p->size[1], LAMPAS_TILE / p->tile[0]);
    }
    p->tiles[0] = (p->size[0] + p->tile[0] - 1) / p->tile[0];
    p->tiles[1] = (p->size[1] + p->tile[1] - 1) / p->tile[1];
    for (int l = 2; l < p->loops; l++)
        p->tiles[l] = p->size[l];
}

typedef struct Packed { /* what an input's buffer holds */
    const char *from;
    long n0, n1;
} Packed;

typedef char Buffer[LAMPAS_TILE * MAX_ELEMENT];

/* One tile of n0 x n1 elements, operand k's starting at at[k]. */
static void run_tile(const Plan *p, const Visit *v, Run *run, char *const *at, long n0, long n1, Buffer *buffer, Packed *held)
{
    int unpack[LAMPAS_OPERANDS] = {0};
    for (int k = 0; k < p->operands; k++) {
        long s0 = p->stride[k][0], s1 = p->stride[k][1];
        run->data[k] = at[k];
        if ((s0 == 1 || n0 == 1) && (n1 == 1 || s1 == n0))
            continue;
        run->data[k] = buffer[k];
        if (k < p->outputs) {
            unpack[k] = 1;
        } else if (held[k].from != at[k] || held[k].n0 != n0 || held[k].n1 != n1) {
            lampas_move(buffer[k], 1, n0, at[k], s0, s1, n0, n1, p->bytes[k]);
            held[k] = (Packed){at[k], n0, n1};
        }
    }
    run->n = n0 * n1;
    v->run(run);
    for (int k = 0; k < p->outputs; k++)
        if (unpack[k])
            lampas_move(at[k], p->stride[k][0], p->stride[k][1], buffer[k], 1, n0, n0, n1, p->bytes[k]);
}

/* The same for a plain copy: straight from operand 1 to operand 0, through a buffer where rows become columns. */
static void copy_tile(const Plan *p, char *const *at, long n0, long n1, char *buffer)
{
    const long *to = p->stride[0], *from = p->stride[1];
    int bytes = p->bytes[0];
    if (n1 > 1 && from[0] != 0 && from[0] > from[1] && (to[0] != 1 || to[1] != n0)) {
        lampas_move(buffer, 1, n0, at[1], from[0], from[1], n0, n1, bytes);
        lampas_move(at[0], to[0], to[1], buffer, 1, n0, n0, n1, bytes);
    } else {
        lampas_move(at[0], to[0], to[1], at[1], from[0], from[1], n0, n1, bytes);
    }
}

/* The l-th loop in the order in which tiles follow each other. */
static int nth_loop(const Plan *p, int l) { return l < 2 && p->fastest ? 1 - l : l; }

static void seek(const Plan *p, long tile, long *position)
{
    for (int l = 0; l < p->loops; l++) {
        long n = p->tiles[nth_loop(p, l)];
        position[nth_loop(p, l)] = tile % n;
        tile /= n;
    }
}

static void locate(const Plan *p, const long *position, char **outer)
{
    for (int k = 0; k < p->operands; k++) {
        long offset = 0;
        for (int l = 2; l < p->loops; l++)
            offset += position[l] * p->stride[k][l];
        outer[k] = p->base[k] + offset * p->bytes[k];
    }
}

static long row_major(const Plan *p, const long *position)
{
    long index = 0;
    for (int l = p->loops - 1; l >= 2; l--)
        index = index * p->size[l] + position[l];
    index = index * p->size[1] + position[1] * p->tile[1];
    return index * p->size[0] + position[0] * p->tile[0];
}

/* Tiles `first` to `last` in order. */
static void run_tiles(const Plan *p, const Visit *v, long first, long last, void *partial)
{
    _Alignas(64) Buffer buffer[LAMPAS_OPERANDS];
    Packed held[LAMPAS_OPERANDS] = {{0}};
    char *outer[LAMPAS_OPERANDS], *at[LAMPAS_OPERANDS];
    long position[LAMPAS_MAX_LOOPS];
    Run run = {.context = v->context, .partial = partial};
    seek(p, first, position);
    locate(p, position, outer);
    if (v->ordered)
        run.first = row_major(p, position);
    for (long t = first; t < last; t++) {
        long i0 = position[0] * p->tile[0], i1 = position[1] * p->tile[1];
        long n0 = smaller(p->tile[0], p->size[0] - i0), n1 = smaller(p->tile[1], p->size[1] - i1);
        for (int k = 0; k < p->operands; k++)
            at[k] = outer[k] + (i0 * p->stride[k][0] + i1 * p->stride[k][1]) * p->bytes[k];
        if (v->run)
            run_tile(p, v, &run, at, n0, n1, buffer, held);
        else
            copy_tile(p, at, n0, n1, buffer[0]);
        run.first += n0 * n1;
        int l = 0;
        while (l < p->loops && ++position[nth_loop(p, l)] == p->tiles[nth_loop(p, l)])
            position[nth_loop(p, l++)] = 0;
        if (l >= 2)
            locate(p, position, outer);
    }
}

static void run_chunk(const Plan *p, const Visit *v, long chunk, long chunks, long tiles)
{
    void *partial = v->partials;
    if (v->start) {
        partial = (char *)v->partials + chunk * v->partialBytes;
        memcpy(partial, v->start, (size_t)v->partialBytes);
    }
    run_tiles(p, v, chunk * tiles / chunks, (chunk + 1) * tiles / chunks, partial);
}

static void execute(const Plan *p, Visit *v)
{
    long tiles = 1;
    for (int l = 0; l < p->loops; l++)
        tiles *= p->tiles[l];
    long chunks = v->ordered ? 1 : smaller(smaller(tiles, LAMPAS_CHUNKS), 1 + p->total * v->cost / DIRECT_TILE);
    v->chunks = chunks;
    if (chunks > 1 && lampas_worth_threads((double)p->total * v->cost) && !lampas_plan_writes_twice(p)) {
#pragma omp parallel for schedule(static)
        for (long c = 0; c < chunks; c++)
            run_chunk(p, v, c, chunks, tiles);
    } else {
        for (long c = 0; c < chunks; c++)
            run_chunk(p, v, c, chunks, tiles);
    }
}

static int visit_with_copies(Visit *v, unsigned which);

/* n elements side by side, from the tensor's first on? */
static int lies_flat(const THTensor *t, long n)
{
    long expected = 1;
    for (int d = t->nDimension - 1; d >= 0; d--) {
        if (t->size[d] != 1 && t->stride[d] != expected)
            return 0;
        expected *= t->size[d];
    }
    return t->nDimension > 0 && expected == n;
}

/* A small visit of contiguous tensors is one run, without a plan; 1 when it was one. */
static int visit_flat(Visit *v)
{
    _Alignas(64) Buffer buffer[LAMPAS_OPERANDS];
    Run run = {.context = v->context, .partial = v->partials, .n = lampas_count(v->tensor[0])};
    if (run.n > LAMPAS_TILE || run.n == 0)
        return 0;
    for (int k = 0; k < v->operands; k++) {
        const THTensor *t = v->tensor[k];
        if (t && !lies_flat(t, run.n))
            return 0;
        run.data[k] = t ? lampas_data(t) : buffer[k];
        for (int o = 0; t && o < v->outputs && o < k; o++)
            if (run.data[k] != run.data[o] && lampas_meets(t, v->tensor[o]))
                return 0;
    }
    if (!v->run) {
        const void *from = v->tensor[1] ? run.data[1] : v->value[1];
        lampas_move(run.data[0], 1, run.n, from, v->tensor[1] != NULL, 0, run.n, 1, lampas_element_bytes(v->tensor[0]->type));
        return 1;
    }
    for (int k = 0; k < v->operands; k++)
        if (!v->tensor[k])
            lampas_move(buffer[k], 1, run.n, v->value[k], 0, 0, run.n, 1, v->valueBytes);
    if (v->start)
        memcpy(v->partials, v->start, (size_t)v->partialBytes);
    v->chunks = 1;
    v->run(&run);
    return 1;
}

int lampas_visit(Visit *v)
{
    Plan p;
    v->chunks = 0;
    if (visit_flat(v))
        return 0;
    unsigned copies = lampas_plan(&p, v->operands, v->outputs, v->tensor, v->value, v->valueBytes, -1);
    if (!copies && p.total > 0) {
        if (!v->ordered)
            lampas_plan_order(&p);
        copies = lampas_plan_disturbed(&p, v->tensor);
    }
    if (copies)
        return visit_with_copies(v, copies);
    if (p.total > 0) {
        choose_tiles(&p, v->ordered);
        execute(&p, v);
    }
    return 0;
}

static int copy_between(const THTensor *to, const THTensor *from)
{
    Visit v = {.operands = 2, .outputs = 1, .tensor = {to, from}, .cost = 1};
    return lampas_visit(&v);
}

/* The visit with contiguous copies in the place of the operands whose bit is set. */
static int visit_with_copies(Visit *v, unsigned which)
{
    Visit w = *v;
    Scratch scratch[LAMPAS_OPERANDS];
    void *memory[LAMPAS_OPERANDS] = {NULL};
    int status = 0;
    for (int k = 0; k < v->operands && status == 0; k++) {
        if (!(which >> k & 1))
            continue;
        const THTensor *t = v->tensor[k];
        long n = lampas_count(t);
        memory[k] = malloc((size_t)n * (size_t)lampas_element_bytes(t->type));
        if (!memory[k]) {
            status = -1;
            break;
        }
        lampas_scratch(&scratch[k], t->type, memory[k], n);
        w.tensor[k] = &scratch[k].tensor;
        if (k >= v->outputs)
            status = copy_between(&scratch[k].tensor, t);
    }
    if (status == 0)
        status = lampas_visit(&w);
    for (int k = 0; k < v->outputs && status == 0; k++)
        if (which >> k & 1)
            status = copy_between(v->tensor[k], &scratch[k].tensor);
    for (int k = 0; k < v->operands; k++)
        free(memory[k]);
    v->chunks = w.chunks;
    return status;
}

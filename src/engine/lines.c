/* Visiting the lines of tensors along one dimension: the loops over the other dimensions are merged and ordered as in any visit;
 * pieces of the innermost one go to threads. */
#include "engine/lines.h"

static long smaller(long a, long b) { return a < b ? a : b; }

static int run_piece(const Plan *p, const LineVisit *v, const Lines *proto, long piece)
{
    Lines lines = *proto;
    long first = piece % p->tiles[0] * v->most, rest = piece / p->tiles[0];
    long offset[LAMPAS_OPERANDS] = {0};
    for (int l = 1; l < p->loops; l++) {
        for (int k = 0; k < p->operands; k++)
            offset[k] += rest % p->size[l] * p->stride[k][l];
        rest /= p->size[l];
    }
    lines.count = smaller(v->most, p->size[0] - first);
    for (int k = 0; k < p->operands; k++)
        lines.data[k] = p->base[k] + (offset[k] + first * p->stride[k][0]) * p->bytes[k];
    return v->run(&lines);
}

int lampas_visit_lines(const LineVisit *v)
{
    Plan p;
    Lines proto = {.context = v->context};
    int status = 0;
    lampas_plan(&p, v->operands, 0, v->tensor, NULL, 0, v->dim);
    if (p.total == 0)
        return 0;
    lampas_plan_order(&p);
    for (int k = 0; k < p.operands; k++) {
        proto.across[k] = p.stride[k][0];
        proto.along[k] = v->tensor[k]->stride[v->dim];
        proto.length[k] = v->tensor[k]->size[v->dim];
    }
    p.tiles[0] = (p.size[0] + v->most - 1) / v->most;
    long pieces = p.total / p.size[0] * p.tiles[0];
    if (pieces > 1 && lampas_worth_threads((double)p.total * proto.length[0] * v->cost)) {
#pragma omp parallel for schedule(static) reduction(min : status)
        for (long piece = 0; piece < pieces; piece++)
            status = smaller(status, run_piece(&p, v, &proto, piece));
    } else {
        for (long piece = 0; piece < pieces; piece++)
            status = smaller(status, run_piece(&p, v, &proto, piece));
    }
    return status;
}

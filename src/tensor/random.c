/* random, geometric, bernoulli and randperm, for every type.
 *
 * Each is a transform of a piece of draws in the first-level cache (engine/random.c makes the draws and shares pieces out
 * to threads). Formulas and order of operations are those of the scalar samplers in engine/random.c. */
#include "tensor/random.h"

#include <math.h>

struct sampler {
    real *out;
    int64_t low;
    uint64_t range;
    double p;
    const double *each;
    uint32_t limit;
};

/* The remainder through double precision, where division is vector code: draw / range is at least 2^-32 / range away
 * from any whole number it does not reach, far more than a rounding error, so the floor is the exact quotient. */
static void remainders(const uint32_t *restrict draws, uint32_t *restrict out, long count, double range)
{
    for (long i = 0; i < count; i++) {
        double draw = (int32_t)(draws[i] ^ 0x80000000u) + 0x1p31; /* unsigned to double by the signed conversion */
        double rest = draw - floor(draw / range) * range;
        out[i] = (uint32_t)(int32_t)(rest - 0x1p31) ^ 0x80000000u;
    }
}

static void consume_random(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    uint32_t rest[LAMPAS_RANDOM_PIECE];
    if (s->range <= UINT32_MAX) {
        remainders(draws, rest, count, (double)s->range);
        draws = rest;
    }
    uint64_t low = (uint64_t)s->low;
    for (long i = 0; i < count; i++)
        out[i] = (real)(int64_t)(low + draws[i]);
}

void FN(fill_random)(THGenerator *generator, long n, real *out, int64_t low, uint64_t range)
{
    struct sampler s = {.out = out, .low = low, .range = range};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_CHEAP, consume_random, &s);
}

static void consume_geometric(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    double divisor = log(s->p);
    for (long i = 0; i < count; i++) {
        double trials = floor(log(1 - draws[i] * 0x1p-32) / divisor) + 1;
#if REAL_IS_FLOATING
        out[i] = (real)trials;
#else
        out[i] = (real)(int64_t)trials;
#endif
    }
}

void FN(fill_geometric)(THGenerator *generator, long n, real *out, double p)
{
    struct sampler s = {.out = out, .p = p};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_COSTLY, consume_geometric, &s);
}

static void consume_bernoulli(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    uint32_t limit = s->limit;
    for (long i = 0; i < count; i++)
        out[i] = draws[i] <= limit ? 1 : 0;
}

void FN(fill_bernoulli)(THGenerator *generator, long n, real *out, double p)
{
    struct sampler s = {.out = out, .limit = lampas_bernoulli_limit(p)};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_CHEAP, consume_bernoulli, &s);
}

static void consume_bernoulli_each(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    const double *p = s->each + first;
    for (long i = 0; i < count; i++) {
        double draw = (int32_t)(draws[i] ^ 0x80000000u) + 0x1p31;
        out[i] = draw * 0x1p-32 <= p[i] ? 1 : 0;
    }
}

void FN(fill_bernoulli_each)(THGenerator *generator, long n, real *out, const double *p)
{
    struct sampler s = {.out = out, .each = p};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_CHEAP, consume_bernoulli_each, &s);
}

/* Swaps element i with one of i .. n - 1. Serial by nature: an exchange sees all before it. */
struct shuffle {
    real *out;
    long n;
};

static void consume_shuffle(void *context, const uint32_t *draws, long first, long count)
{
    const struct shuffle *s = context;
    real *out = s->out;
    for (long i = first; i < first + count; i++) {
        long other = i + (long)(draws[i - first] % (uint64_t)(s->n - i));
        real kept = out[i];
        out[i] = out[other];
        out[other] = kept;
    }
}

void FN(fill_permutation)(THGenerator *generator, long n, real *out)
{
    for (long i = 0; i < n; i++)
        out[i] = (real)(i + 1);
    struct shuffle s = {out, n};
    lampas_random_stream(generator, n - 1, LAMPAS_RANDOM_SERIAL, consume_shuffle, &s);
}

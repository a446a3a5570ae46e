/* The samplers of real numbers.
 *
 * Each is a transform of a piece of draws in the first-level cache (engine/random.c makes the draws and shares pieces out
 * to threads), computed in double with the formulas and order of operations of the scalar samplers there, then rounded
 * once. Logarithms, sines and tangents are the scalar ones: vector libraries differ from them in the last digit. */
#include "floating/random.h"

#include <math.h>

struct sampler {
    real *out;
    double a;
    double b;
};

static double unit(uint32_t draw)
{
    return ((int32_t)(draw ^ 0x80000000u) + 0x1p31) * 0x1p-32; /* by the signed conversion, which is vector code */
}

static void consume_uniform(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    double span = s->b - s->a, low = s->a;
    for (long i = 0; i < count; i++)
        out[i] = (real)fma(unit(draws[i]), span, low);
}

void FN(fill_uniform)(THGenerator *generator, long n, real *out, double a, double b)
{
    struct sampler s = {out, a, b};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_CHEAP, consume_uniform, &s);
}

static void consume_exponential(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    double factor = -1 / s->a;
    for (long i = 0; i < count; i++)
        out[i] = (real)(factor * log(1 - unit(draws[i])));
}

void FN(fill_exponential)(THGenerator *generator, long n, real *out, double lambda)
{
    struct sampler s = {out, lambda, 0};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_COSTLY, consume_exponential, &s);
}

static void consume_cauchy(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    for (long i = 0; i < count; i++)
        out[i] = (real)fma(s->b, tan(M_PI * (unit(draws[i]) - 0.5)), s->a);
}

void FN(fill_cauchy)(THGenerator *generator, long n, real *out, double median, double sigma)
{
    struct sampler s = {out, median, sigma};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_COSTLY, consume_cauchy, &s);
}

/* Two uniform numbers make two normal ones (Box and Muller, 1958). */
static void normal_pair(const struct sampler *s, const uint32_t *draws, double pair[2])
{
    double rho = sqrt(-2 * log(1 - unit(draws[1])));
    double angle = 2 * M_PI * unit(draws[0]);
    pair[0] = fma(rho * cos(angle), s->b, s->a);
    pair[1] = fma(rho * sin(angle), s->b, s->a);
}

static void consume_normal(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    for (long i = 0; i < count; i += 2) {
        double pair[2];
        normal_pair(s, draws + i, pair);
        out[i] = (real)pair[0];
        out[i + 1] = (real)pair[1];
    }
}

static void consume_logNormal(void *context, const uint32_t *draws, long first, long count)
{
    const struct sampler *s = context;
    real *out = s->out + first;
    for (long i = 0; i < count; i += 2) {
        double pair[2];
        normal_pair(s, draws + i, pair);
        out[i] = (real)exp(pair[0]);
        out[i + 1] = (real)exp(pair[1]);
    }
}

/* Whole pairs go through the stream. The half that an earlier call left, and the last one or two elements, whose pair
 * the generator's state must remember, come one at a time. */
static void fill_pairs(THGenerator *generator, long n, struct sampler s, lampas_random_consumer consume,
                       double (*one)(THGenerator *generator, double mean, double stdv))
{
    if (n > 0 && generator->normal_is_valid) {
        *s.out++ = (real)one(generator, s.a, s.b);
        n--;
    }
    long streamed = n > 2 ? (n - 1) / 2 * 2 : 0;
    lampas_random_stream(generator, streamed, LAMPAS_RANDOM_COSTLY, consume, &s);
    for (long i = streamed; i < n; i++)
        s.out[i] = (real)one(generator, s.a, s.b);
}

void FN(fill_normal)(THGenerator *generator, long n, real *out, double mean, double stdv)
{
    fill_pairs(generator, n, (struct sampler){out, mean, stdv}, consume_normal, THRandom_normal);
}

void FN(fill_logNormal)(THGenerator *generator, long n, real *out, double mean, double stdv)
{
    fill_pairs(generator, n, (struct sampler){out, mean, stdv}, consume_logNormal, THRandom_logNormal);
}

/* ---- categories ---- */

/* cumulative[j] = (p[0] + ... + p[j]) / sum, in double; the last is 1 whatever rounding says. */
static int accumulate(long categories, const real *p, double *cumulative)
{
    double sum = 0;
    for (long j = 0; j < categories; j++) {
        if (p[j] < 0)
            return LAMPAS_PROBABILITY_NEGATIVE;
        sum += p[j];
        cumulative[j] = sum;
    }
    if (!(sum > 0))
        return LAMPAS_PROBABILITY_NO_SUM;
    for (long j = 0; j < categories; j++)
        cumulative[j] /= sum;
    cumulative[categories - 1] = 1;
    return LAMPAS_PROBABILITY_FINE;
}

/* The first category whose cumulative probability is not below u. */
static long category_of(double u, long categories, const double *cumulative)
{
    long low = 0, high = categories;
    while (low < high) {
        long middle = low + (high - low) / 2;
        if (cumulative[middle] < u)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct categories {
    int64_t *out;
    long count;
    const double *cumulative;
};

static void consume_categories(void *context, const uint32_t *draws, long first, long count)
{
    const struct categories *s = context;
    int64_t *out = s->out + first;
    for (long i = 0; i < count; i++)
        out[i] = category_of(unit(draws[i]), s->count, s->cumulative) + 1;
}

/* Takes the mass of `chosen` out and scales the rest up to 1 again. */
static void remove_category(long chosen, long categories, double *cumulative)
{
    double mass = cumulative[chosen] - (chosen > 0 ? cumulative[chosen - 1] : 0);
    double rest = 1 - mass;
    for (long j = 0; j < chosen; j++)
        cumulative[j] /= rest;
    for (long j = chosen; j < categories; j++)
        cumulative[j] = (cumulative[j] - mass) / rest;
    cumulative[categories - 1] = 1;
}

int FN(multinomial)(THGenerator *generator, long rows, long categories, const real *p, long samples, int64_t *out, int replacement,
                    double *cumulative)
{
    for (long row = 0; row < rows; row++, p += categories, out += samples) {
        int wrong = accumulate(categories, p, cumulative);
        if (wrong)
            return wrong;
        if (replacement) {
            struct categories s = {out, categories, cumulative};
            lampas_random_stream(generator, samples, LAMPAS_RANDOM_COSTLY, consume_categories, &s);
            continue;
        }
        for (long i = 0; i < samples; i++) {
            long chosen = category_of(unit(THRandom_random(generator)), categories, cumulative);
            remove_category(chosen, categories, cumulative);
            out[i] = chosen + 1;
        }
    }
    return LAMPAS_PROBABILITY_FINE;
}

/* Walker's alias method, tables as Vose (1991) makes them: a category with less than an even share is filled up from one
 * that has more, until none is left. `waiting` holds both kinds, the small ones from its front, the large from its end. */
int FN(multinomialAliasSetup)(long n, const real *p, int64_t *J, real *q, int64_t *waiting)
{
    long small = 0, large = n; /* waiting[0 .. small - 1] and waiting[large .. n - 1] */
    double sum = 0;
    for (long i = 0; i < n; i++) {
        if (p[i] < 0)
            return LAMPAS_PROBABILITY_NEGATIVE;
        sum += p[i];
    }
    if (!(sum > 0))
        return LAMPAS_PROBABILITY_NO_SUM;
    for (long i = 0; i < n; i++) {
        J[i] = 0;
        q[i] = (real)(n * (p[i] / sum));
        if (q[i] < 1)
            waiting[small++] = i;
        else
            waiting[--large] = i;
    }
    while (small > 0 && large < n) {
        long poor = waiting[small - 1], rich = waiting[large];
        J[poor] = rich + 1;
        q[rich] -= 1 - q[poor];
        if (q[rich] < 1) {
            waiting[small - 1] = rich;
            large++;
        } else {
            small--;
        }
    }
    for (long i = 0; i < n; i++)
        if (J[i] == 0)
            q[i] = 1; /* left over: its share is even but for rounding */
    return LAMPAS_PROBABILITY_FINE;
}

struct alias {
    int64_t *out;
    long k;
    const int64_t *J;
    const real *q;
};

static void consume_alias(void *context, const uint32_t *draws, long first, long count)
{
    const struct alias *s = context;
    int64_t *out = s->out + first / 2;
    for (long i = 0; i < count / 2; i++) {
        long place = (long)(unit(draws[2 * i]) * s->k);
        out[i] = unit(draws[2 * i + 1]) <= s->q[place] ? place + 1 : s->J[place];
    }
}

void FN(multinomialAliasDraw)(THGenerator *generator, long n, int64_t *out, long k, const int64_t *J, const real *q)
{
    struct alias s = {out, k, J, q};
    lampas_random_stream(generator, 2 * n, LAMPAS_RANDOM_COSTLY, consume_alias, &s);
}

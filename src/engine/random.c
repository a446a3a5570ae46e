/* The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) as Torch7 seeds, stores and samples it.
 *
 * The generator is one sequence of 32-bit words
 *
 *     x[k + 624] = x[k + 397] ^ (y >> 1) ^ (y odd ? A : 0),   y = highest bit of x[k], lower 31 bits of x[k + 1]
 *
 * and draw k is x[k] with its bits mixed (`temper`). Torch keeps 624 words and renews all of them when the last is
 * used up. Seen as one long sequence the recurrence reaches back 227 words at least, so any vector width up to 227 lanes
 * runs over it without a dependence: `extend` is a plain loop that the compiler makes vector code of.
 *
 * A long stream is made in chunks that stay in the first-level cache. Extending cannot be shared out, but it is a quarter of
 * the work at most: every thread extends the whole sequence for itself, without a word to the others, and tempers and
 * transforms only the chunks that fall to it. (Handing the words of one thread to the others through the caches costs more
 * than making them again.) Which thread takes which chunk changes nothing: a chunk is a range of positions.
 *
 * Bound by arithmetic: about ten instructions a vector to extend, ten to temper, and the transform's own.
 *
 * The samplers are Torch's formulas in double with the system's scalar libm, in Torch's order of operations. The Torch whose
 * numbers we keep to was compiled for processors with fused multiply-add, so `a * b + c` is one rounding there; here it is
 * written fma(a, b, c), and the Makefile forbids the compiler to fuse anything by itself (-ffp-contract=off): a seed means the
 * same numbers at every instruction-set level. */
#include "engine/random.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    WORDS = LAMPAS_RANDOM_WORDS,
    PIECE = LAMPAS_RANDOM_PIECE,
    OFFSET = 397,
    CHUNK = 4 * WORDS, /* words made at once: with their draws, and what becomes of these, they stay in a first-level cache */
};

/* ---- generators ---- */

THGenerator *THGenerator_new(void)
{
    THGenerator *self = calloc(1, sizeof *self);
    if (self)
        self->left = 1;
    return self;
}

void THGenerator_copy(THGenerator *self, const THGenerator *source)
{
    memmove(self, source, sizeof *self);
}

int THGenerator_isValid(const THGenerator *self)
{
    if (self->seeded != 1 || self->left < 1 || self->left > WORDS || self->next > WORDS)
        return 0;
    if (self->left > 1 && self->next + (uint64_t)self->left > WORDS + 1)
        return 0; /* it would read behind the last word */
    uint64_t bits = 0;
    for (int i = 0; i < WORDS; i++)
        bits |= self->state[i];
    return bits >> 32 == 0;
}

void THRandom_manualSeed(THGenerator *self, uint64_t seed)
{
    memset(self, 0, sizeof *self); /* the pending half of a pair of normal numbers goes too */
    self->the_initial_seed = seed;
    self->left = 1;
    self->seeded = 1;
    uint32_t word = (uint32_t)seed;
    self->state[0] = word;
    for (uint32_t i = 1; i < WORDS; i++) {
        word = 1812433253u * (word ^ (word >> 30)) + i;
        self->state[i] = word;
    }
}

uint64_t THRandom_seed(THGenerator *self)
{
    uint32_t seed;
    if (getentropy(&seed, sizeof seed) != 0)
        seed = (uint32_t)time(NULL) ^ (uint32_t)clock();
    THRandom_manualSeed(self, seed);
    return seed;
}

/* ---- the sequence ---- */

/* w[0 .. 623] are known; the `count` words after them are made. */
static void extend(uint32_t *w, long count)
{
    for (long k = 0; k < count; k++) {
        uint32_t y = (w[k] & 0x80000000u) | (w[k + 1] & 0x7fffffffu);
        w[k + WORDS] = w[k + OFFSET] ^ (y >> 1) ^ (-(y & 1u) & 0x9908b0dfu);
    }
}

static inline uint32_t mixed(uint32_t y)
{
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

static void temper(const uint32_t *restrict w, uint32_t *restrict draws, long count)
{
    for (long i = 0; i < count; i++)
        draws[i] = mixed(w[i]);
}

static void load_state(const THGenerator *self, uint32_t *restrict w)
{
    for (int i = 0; i < WORDS; i++)
        w[i] = (uint32_t)self->state[i];
}

static void store_state(THGenerator *self, const uint32_t *restrict w, long next)
{
    for (int i = 0; i < WORDS; i++)
        self->state[i] = w[i];
    self->next = (uint64_t)next;
    self->left = (int32_t)(WORDS + 1 - next);
}

uint32_t THRandom_random(THGenerator *self)
{
    if (--self->left == 0) {
        uint32_t w[2 * WORDS];
        load_state(self, w);
        extend(w, WORDS);
        store_state(self, w + WORDS, 0);
        self->left = WORDS;
    }
    return mixed((uint32_t)self->state[self->next++]);
}

/* A stream in chunks. Position p of the sequence (0: the first word of the state at the start) stands in chunk c's buffer at
 * p - c * CHUNK: first the 624 words before the chunk, then the chunk. */
struct stream {
    uint32_t known[WORDS]; /* the state at the start */
    long position;         /* of the first draw */
    long end;              /* of the draw after the last */
    lampas_random_consumer consume;
    void *context;
};

static long smaller(long a, long b)
{
    return a < b ? a : b;
}

/* The draws of chunk c stand in w. A chunk's draws end one word early when the stream began at an odd word, which keeps
 * their number even: pairs of draws are never torn apart. */
static void consume_chunk(const struct stream *s, long c, const uint32_t *w)
{
    long odd = s->position & 1, base = c * CHUNK;
    long end = smaller(WORDS + CHUNK - odd, s->end - base);
    for (long begin = c == 0 ? s->position : WORDS - odd; begin < end; begin += PIECE) {
        uint32_t draws[PIECE];
        long count = smaller(PIECE, end - begin);
        temper(w + begin, draws, count);
        s->consume(s->context, draws, base + begin - s->position, count);
    }
}

static void stream_long(THGenerator *self, long n, int threads, lampas_random_consumer consume, void *context)
{
    struct stream s = {.position = self->left == 1 ? WORDS : (long)self->next, .consume = consume, .context = context};
    s.end = s.position + n;
    load_state(self, s.known);
    long chunks = (s.end - WORDS + (s.position & 1) + CHUNK - 1) / CHUNK;
    long last = (s.end - 1) / WORDS * WORDS; /* Torch's state afterwards: the block that the last draw came from */
#pragma omp parallel if (threads)
    {
        uint32_t w[WORDS + CHUNK];
        memcpy(w + CHUNK, s.known, sizeof s.known);
        long made = 0; /* chunks */
#pragma omp for schedule(monotonic : dynamic, 1)
        for (long c = 0; c < chunks; c++) {
            for (; made <= c; made++) {
                memcpy(w, w + CHUNK, sizeof s.known);
                extend(w, CHUNK);
            }
            consume_chunk(&s, c, w);
            if (c == chunks - 1)
                store_state(self, w + (last - c * CHUNK), s.end - last);
        }
    }
}

void lampas_random_stream(THGenerator *self, long n, long threads_from, lampas_random_consumer consume, void *context)
{
    if (n > WORDS) {
        int threads = threads_from != LAMPAS_RANDOM_SERIAL && n >= threads_from && omp_get_max_threads() > 1;
        stream_long(self, n, threads, consume, context);
    } else if (n > 0) {
        uint32_t draws[WORDS];
        for (long i = 0; i < n; i++)
            draws[i] = THRandom_random(self);
        consume(context, draws, 0, n);
    }
}

static void keep_draws(void *context, const uint32_t *draws, long first, long count)
{
    memcpy((uint32_t *)context + first, draws, (size_t)count * sizeof *draws);
}

void lampas_random_fill(THGenerator *self, uint32_t *out, long n)
{
    lampas_random_stream(self, n, LAMPAS_RANDOM_CHEAP, keep_draws, out);
}

/* ---- samplers ---- */

static double unit(THGenerator *self)
{
    return THRandom_random(self) * 0x1p-32;
}

double THRandom_uniform(THGenerator *self, double a, double b)
{
    return fma(unit(self), b - a, a);
}

double THRandom_normal(THGenerator *self, double mean, double stdv)
{
    if (self->normal_is_valid) {
        self->normal_is_valid = 0;
        return fma(self->normal_rho * sin(2 * M_PI * self->normal_x), stdv, mean);
    }
    self->normal_x = unit(self);
    self->normal_y = unit(self);
    self->normal_rho = sqrt(-2 * log(1 - self->normal_y));
    self->normal_is_valid = 1;
    return fma(self->normal_rho * cos(2 * M_PI * self->normal_x), stdv, mean);
}

double THRandom_exponential(THGenerator *self, double lambda)
{
    return -1 / lambda * log(1 - unit(self));
}

double THRandom_cauchy(THGenerator *self, double median, double sigma)
{
    return fma(sigma, tan(M_PI * (unit(self) - 0.5)), median);
}

double THRandom_logNormal(THGenerator *self, double mean, double stdv)
{
    return exp(THRandom_normal(self, mean, stdv));
}

double THRandom_geometric(THGenerator *self, double p)
{
    return floor(log(1 - unit(self)) / log(p)) + 1;
}

int THRandom_bernoulli(THGenerator *self, double p)
{
    return unit(self) <= p;
}

/* draw * 2^-32 <= p, draw <= p * 2^32 and draw <= floor(p * 2^32) say the same: multiplying by a power of two is exact
 * (a denormal p too: it grows), and draw is whole. p = 1 gives 2^32, which every draw is below. */
uint32_t lampas_bernoulli_limit(double p)
{
    double limit = p * 0x1p32;
    return limit < 0x1p32 ? (uint32_t)limit : UINT32_MAX;
}

int lampas_are_probabilities(long n, const double *p)
{
    long fine = 0;
    for (long i = 0; i < n; i++)
        fine += p[i] >= 0 && p[i] <= 1;
    return fine == n;
}

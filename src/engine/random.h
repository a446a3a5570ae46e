/* Torch's random numbers: a 32-bit Mersenne Twister and the samplers that take one number from it at a time. */
#ifndef LAMPAS_ENGINE_RANDOM_H
#define LAMPAS_ENGINE_RANDOM_H
#include "types.h"

enum {
    LAMPAS_RANDOM_WORDS = 624,                      /* the generator's state; it is renewed as a whole */
    LAMPAS_RANDOM_PIECE = 2 * LAMPAS_RANDOM_WORDS,  /* most draws that a consumer is given in one call */
    LAMPAS_RANDOM_CHEAP = 1 << 15,                  /* draws from which threads pay: a transform of a few instructions, */
    LAMPAS_RANDOM_COSTLY = 1 << 12,                 /* one with a logarithm or the like, */
    LAMPAS_RANDOM_SERIAL = -1,                      /* never: the draws must come in order */
};

/* The bytes of this struct are the state that torch.getRNGState shows: 5048 of them. */
typedef struct THGenerator {
    uint64_t the_initial_seed;
    int32_t left; /* 1: the next draw renews the state first; otherwise 625 - next */
    int32_t seeded;
    uint64_t next; /* the word that the next draw takes */
    uint64_t state[LAMPAS_RANDOM_WORDS]; /* 32 bits each */
    double normal_x; /* the last pair of normal numbers: its two uniform numbers and its radius */
    double normal_y;
    double normal_rho;
    int32_t normal_is_valid; /* the second of the pair is still to be given out */
} THGenerator;

THGenerator *THGenerator_new(void); /* unseeded, from malloc; NULL when memory is short */
void THGenerator_copy(THGenerator *self, const THGenerator *source);
int THGenerator_isValid(const THGenerator *self); /* may draws be taken from this state? */

void THRandom_manualSeed(THGenerator *self, uint64_t seed);
uint64_t THRandom_seed(THGenerator *self); /* seeds with 32 bits from the system and returns them */

/* One number each. Arguments have been checked: b >= a, stdv > 0, 0 < p < 1 (geometric), 0 <= p <= 1 (bernoulli). */
uint32_t THRandom_random(THGenerator *self); /* 0 .. 2^32 - 1 */
double THRandom_uniform(THGenerator *self, double a, double b);
double THRandom_normal(THGenerator *self, double mean, double stdv);
double THRandom_exponential(THGenerator *self, double lambda);
double THRandom_cauchy(THGenerator *self, double median, double sigma);
double THRandom_logNormal(THGenerator *self, double mean, double stdv);
double THRandom_geometric(THGenerator *self, double p); /* a whole number from 1 on */
int THRandom_bernoulli(THGenerator *self, double p);

/* The largest draw for which THRandom_bernoulli says 1. */
uint32_t lampas_bernoulli_limit(double p);

int lampas_are_probabilities(long n, const double *p); /* is each from 0 to 1? */

/* Takes the draws first .. first + count - 1 of a stream; count is even except at the stream's end. Several threads may
 * be inside it with different draws. */
typedef void (*lampas_random_consumer)(void *context, const uint32_t *draws, long first, long count);

/* Hands the generator's next n draws to `consume`, in pieces, and leaves the generator as n calls of THRandom_random
 * would. From `threads_from` draws on (LAMPAS_RANDOM_SERIAL: never) it uses all threads; the draws are the same for any
 * number of them, and in order where it is serial. */
void lampas_random_stream(THGenerator *self, long n, long threads_from, lampas_random_consumer consume, void *context);

/* The next n draws. */
void lampas_random_fill(THGenerator *self, uint32_t *out, long n);

#endif

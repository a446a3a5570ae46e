/* Random numbers for float and double tensors. `out` is contiguous; one draw an element, in order, except where said. */
#include "engine/random.h"
#include "real.h"

void FN(fill_uniform)(THGenerator *generator, long n, real *out, double a, double b); /* in [a, b) */
void FN(fill_normal)(THGenerator *generator, long n, real *out, double mean, double stdv);
void FN(fill_logNormal)(THGenerator *generator, long n, real *out, double mean, double stdv);
void FN(fill_exponential)(THGenerator *generator, long n, real *out, double lambda);
void FN(fill_cauchy)(THGenerator *generator, long n, real *out, double median, double sigma);

#ifndef LAMPAS_PROBABILITY
#define LAMPAS_PROBABILITY
/* What can be wrong with a row of probabilities. */
enum { LAMPAS_PROBABILITY_FINE = 0, LAMPAS_PROBABILITY_NEGATIVE = 1, LAMPAS_PROBABILITY_NO_SUM = 2 };
#endif

/* out (rows x samples): categories from 1 on, drawn in the proportions of p (rows x categories). `cumulative`: scratch,
 * one row. Returns LAMPAS_PROBABILITY_FINE or what is wrong with the first bad row. */
int FN(multinomial)(THGenerator *generator, long rows, long categories, const real *p, long samples, int64_t *out, int replacement,
                    double *cumulative);

/* The tables of Walker's alias method for n categories in the proportions of p: category i keeps the share q[i] of its
 * place and yields the rest to category J[i] (from 1 on; 0: nothing to yield). `waiting`: scratch, n. */
int FN(multinomialAliasSetup)(long n, const real *p, int64_t *J, real *q, int64_t *waiting);

/* out[0 .. n - 1]: categories from 1 on, by the tables of k categories; two draws each. */
void FN(multinomialAliasDraw)(THGenerator *generator, long n, int64_t *out, long k, const int64_t *J, const real *q);

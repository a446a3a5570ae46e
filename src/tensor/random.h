/* Random numbers for tensors of every type. `out` is contiguous; one draw an element, in order. */
#include "engine/random.h"
#include "real.h"

/* out[i] = low + draw % range, as C converts it to real; a range above 2^32 - 1 leaves the draw as it is. */
void FN(fill_random)(THGenerator *generator, long n, real *out, int64_t low, uint64_t range);

void FN(fill_geometric)(THGenerator *generator, long n, real *out, double p);

/* out[i] = 1 with probability p, else 0. */
void FN(fill_bernoulli)(THGenerator *generator, long n, real *out, double p);
void FN(fill_bernoulli_each)(THGenerator *generator, long n, real *out, const double *p); /* p[i] for out[i] */

/* 1 .. n in random order; n - 1 draws. */
void FN(fill_permutation)(THGenerator *generator, long n, real *out);

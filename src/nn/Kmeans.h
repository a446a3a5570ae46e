/* nn.Kmeans. x: n × dim; weight, gradWeight: k centres of dim; all contiguous. */
#include "real.h"

/* nearest[i] = the centre (from 1) nearest to x[i]; returns the sum of the squared distances, NaN where memory is short.
 * products: n × k, and lengths: k, scratch. */
double FN(Kmeans_updateOutput)(long n, long k, long dim, const real *x, const real *weight, real *products, real *lengths,
                               int64_t *nearest);

/* gradWeight[c] += scale * mean over the samples nearest to c of weight[c] - x[i].  Scratch: count: k, factor: n */
void FN(Kmeans_accGradParameters)(long n, long k, long dim, const real *x, const real *weight, const int64_t *nearest, int64_t *count,
                                  real *factor, real scale, real *gradWeight);

/* Products of a few rows with rows: both run along k in memory and are used where they lie. */
#include "real.h"

/* c[i * ci + j * cj] (+)= alpha * sum over k < depth of a[i * lda + k] * b[j * ldb + k]   for i < rows, j < columns; `add`: to what is there.
 * Fastest where the b's stay in the first cache and there are more a's than b's. */
void FN(lampas_dots)(long rows, long columns, long depth, real alpha, const real *a, long lda, const real *b, long ldb, real *c, long ci,
                     long cj, int add);

/* nn.CDivTable, backward: the gradients of a quotient, element by element. */
#include "real.h"

/* gradA[i] = gradOutput[i] / b[i];  gradB[i] = - gradOutput[i] a[i] / b[i]² */
void FN(CDivTable_updateGradInput)(real *gradA, real *gradB, const real *gradOutput, const real *a, const real *b, ptrdiff_t n);

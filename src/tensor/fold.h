/* Folding many elements into one: the engine below sums, products, norms and extrema. */
#include "real.h"

/* How elements are folded. The parameter is one number for each result: a mean, an exponent, or nothing of interest. */
typedef struct FN(Fold) {
    accreal start;
    void (*row)(accreal *sum, long n, const real *x, accreal parameter);           /* n elements into one sum */
    void (*column)(accreal *sum, long n, const real *x, const accreal *parameter); /* n elements, each into its own sum */
    accreal (*combine)(accreal a, accreal b);
} FN(Fold);

/* A whole reduction: `fold` with a fixed parameter, or, where `centre` is given, with each result's own mean as parameter. `finish`
 * makes the result of a sum over n elements; NULL: the sum is the result. */
typedef struct FN(Reduction) {
    const FN(Fold) *fold;
    const FN(Fold) *centre;
    accreal parameter;
    accreal (*finish)(accreal sum, long n, accreal parameter);
} FN(Reduction);

/* Over all elements. 0 elements: finish(start, 0). */
accreal FN(reduceAll)(const FN(Reduction) *reduction, const THTensor *x);

/* Over dimension `dim`; r has x's sizes but 1 there. 0, or -1 when memory is short. */
int FN(reduceAlong)(const FN(Reduction) *reduction, THTensor *r, const THTensor *x, int dim);

/* Multiply-add peak: s = s * factor + term over 12 vectors that stay in registers.
 *
 * Bound by the multiply-add units alone: 12 independent chains cover two units of latency 4 to 6, and no memory is touched.
 * Without a fused instruction (level v2) a multiply-add is a multiplication and an addition, and the figure says what those reach. */
#include "floating/multiplyadd.h"

#include <omp.h>

typedef real vector __attribute__((vector_size(__BIGGEST_ALIGNMENT__)));

enum { CHAINS = 12, UNROLL = 8 };

static real chains(long rounds, real factor, real term)
{
    vector s[CHAINS], sum;
    for (int i = 0; i < CHAINS; i++)
        s[i] = (vector){0} + (real)i;
    for (long round = 0; round < rounds; round++) {
#pragma GCC unroll 8
        for (int u = 0; u < UNROLL; u++) {
#pragma GCC unroll 12
            for (int i = 0; i < CHAINS; i++)
                s[i] = s[i] * factor + term;
        }
    }
    sum = s[0];
    for (int i = 1; i < CHAINS; i++)
        sum += s[i];
    return sum[0];
}

double FN(machine_multiplyAdd)(long rounds)
{
    double operations = 0;
    volatile real sink = 0, factor = (real)0.999, term = (real)0.001; /* values that the compiler must not know */
#pragma omp parallel reduction(+ : operations)
    {
        real result = chains(rounds, factor, term);
        operations += 2.0 * rounds * UNROLL * CHAINS * (sizeof(vector) / sizeof(real));
#pragma omp critical
        sink += result;
    }
    return operations;
}

/* Dropout: noise = Bernoulli(keep) * scale, output = input * noise; gradInput = gradOutput * noise.
 *
 * The mask is the one that noise:bernoulli(keep) would draw, from Torch's generator bit for bit, and is compared,
 * scaled, stored and multiplied while its draws are in the first-level cache (engine/random.c shares pieces out to threads).
 * The multiplication is a real one, not a selection: NaN and infinity in the input reach the output.
 * Forward is bound by the generator's arithmetic, backward by memory. */
#include "nn/Dropout.h"

struct dropout {
    const real *input;
    real *output;
    real *noise;
    uint32_t limit;
    real scale;
};

static void consume_dropout(void *context, const uint32_t *draws, long first, long count)
{
    const struct dropout *s = context;
    const real *input = s->input + first;
    real *output = s->output + first, *noise = s->noise + first;
    real scale = s->scale;
    uint32_t limit = s->limit;
#pragma omp simd
    for (long i = 0; i < count; i++) {
        real kept = draws[i] <= limit ? scale : 0;
        noise[i] = kept;
        output[i] = input[i] * kept;
    }
}

void FN(Dropout_updateOutput)(THGenerator *generator, long n, const real *input, real *output, real *noise, double keep, real scale)
{
    struct dropout s = {input, output, noise, lampas_bernoulli_limit(keep), scale};
    lampas_random_stream(generator, n, LAMPAS_RANDOM_CHEAP, consume_dropout, &s);
}

void FN(Dropout_updateGradInput)(long n, const real *gradOutput, const real *noise, real *gradInput)
{
#pragma omp parallel for simd if (parallel: n > 32768)
    for (long i = 0; i < n; i++)
        gradInput[i] = gradOutput[i] * noise[i];
}

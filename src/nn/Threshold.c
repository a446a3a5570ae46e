/* Threshold and ReLU: y = x > threshold ? x : value, and its derivative: g where x > threshold, else 0.
 *
 * Bound by memory: 2 streams forward, 3 backward, one compare and one select an element. The select must not become a
 * branch, which random signs would mispredict (Makefile: -fno-split-paths). src/elementwise.h shares the elements among threads;
 * a result larger than the caches is written around them, so that its old contents are not read. */
#include "nn/Threshold.h"

#include "engine/streaming.h"
#include "elementwise.h"
#include "stream.h"

static void threshold_forward(real *y, const real *x, ptrdiff_t n, const real *p)
{
    const real threshold = p[0], value = p[1];
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] = x[i] > threshold ? x[i] : value;
}

static void threshold_backward(real *gx, const real *g, const real *x, ptrdiff_t n, const real *p)
{
    const real threshold = p[0];
#pragma omp simd
    for (ptrdiff_t i = 0; i < n; i++) {
        real gradient = g[i]; /* read whatever the sign: a read that depends on it would stay a branch, and at v2 the loop scalar */
        gx[i] = x[i] > threshold ? gradient : 0;
    }
}

static void threshold_forward_streamed(real *y, const real *x, ptrdiff_t n, const real *p)
{
    const vec threshold = vec_set(p[0]), value = vec_set(p[1]);
    ptrdiff_t i = stream_head(y, n);
    threshold_forward(y, x, i, p);
    for (; i + LINE <= n; i += LINE)
#pragma GCC unroll 4
        for (ptrdiff_t j = i; j < i + LINE; j += VL) {
            vec v = vec_load(x + j);
            vec_stream(y + j, vec_select(v > threshold, v, value));
        }
    vec_stream_end();
    threshold_forward(y + i, x + i, n - i, p);
}

static void threshold_backward_streamed(real *gx, const real *g, const real *x, ptrdiff_t n, const real *p)
{
    const vec threshold = vec_set(p[0]);
    ptrdiff_t i = stream_head(gx, n);
    threshold_backward(gx, g, x, i, p);
    for (; i + LINE <= n; i += LINE)
#pragma GCC unroll 4
        for (ptrdiff_t j = i; j < i + LINE; j += VL) {
            ivec keep = vec_load(x + j) > threshold;
            vec_stream(gx + j, (vec)(keep & (ivec)vec_load(g + j)));
        }
    vec_stream_end();
    threshold_backward(gx + i, g + i, x + i, n - i, p);
}

void FN(Threshold_updateOutput)(real *output, const real *input, ptrdiff_t n, double threshold, double value)
{
    int stream = output != input && lampas_streaming(n * sizeof(real));
    run_forward(stream ? threshold_forward_streamed : threshold_forward, CHEAP, output, input, n, (real[]){threshold, value});
}

void FN(Threshold_updateGradInput)(real *gradInput, const real *gradOutput, const real *input, ptrdiff_t n, double threshold)
{
    int stream = gradInput != gradOutput && lampas_streaming(n * sizeof(real));
    run_backward(stream ? threshold_backward_streamed : threshold_backward, CHEAP, gradInput, gradOutput, input, n, (real[]){threshold});
}

/* Matrix multiplication for the layers. */
#include "real.h"

/* C[M][N] = alpha * op(A) * op(B) + beta * C, all row-major.
 *   op(A) is M x K: A is [M][lda] or, with transA, [K][lda]
 *   op(B) is K x N: B is [K][ldb] or, with transB, [N][ldb]
 * beta = 0 overwrites C whatever it held. C overlaps neither A nor B. 0: done; -1: memory short. */
int FN(lampas_gemm)(int transA, int transB, long M, long N, long K, real alpha, const real *A, long lda, const real *B, long ldb, real beta,
                    real *C, long ldc);

/* C[M][N] = A * B' + bias[N] in every row (NULL: none), B being [N][ldb]: a layer's output. */
int FN(lampas_gemm_bias)(long M, long N, long K, const real *A, long lda, const real *B, long ldb, const real *bias, real *C, long ldc);

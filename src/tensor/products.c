/* Products of matrices and vectors: bound by arithmetic; parallel inside the multiplication, or over the batch where its matrices are small.
 * Everything is one multiplication of matrices given by pointer and two strides; a vector is a matrix of one column.
 *
 * Matrices are multiplied by gemm.c, which is level with OpenBLAS on large ones and ahead by a quarter to a half where a side is short or all
 * are of one or two hundred. Below OURS OpenBLAS does it, which packs nothing there and is ahead by a half; and products with a vector, which
 * memory bounds. */
#include "tensor/products.h"
#include "engine/move.h"
#include "pointwise.h"

#include <stdlib.h>

typedef struct Matrix { /* rows x columns elements at data[i * down + j * right] */
    real *data;
    long rows, columns, down, right;
    real *copy; /* to be freed */
} Matrix;

static Matrix transposed(Matrix m) { return (Matrix){m.data, m.columns, m.rows, m.right, m.down, m.copy}; }

#if REAL_IS_FLOATING

#include "nn/gemm.h"

#if defined(REAL_float)
#define BLAS(name) cblas_s##name
#else
#define BLAS(name) cblas_d##name
#endif
enum { COLUMN_MAJOR = 102, AS_IT_IS = 111, TRANSPOSED = 112 };
enum { OURS = 96 * 96 * 96 }; /* multiplications from which gemm.c is faster than OpenBLAS */
void BLAS(gemm)(int order, int transA, int transB, int m, int n, int k, real alpha, const real *a, int lda, const real *b, int ldb, real beta, real *c, int ldc);
void BLAS(gemv)(int order, int trans, int m, int n, real alpha, const real *a, int lda, const real *x, int incx, real beta, real *y, int incy);
void BLAS(ger)(int order, int m, int n, real alpha, const real *x, int incx, const real *y, int incy, real *a, int lda);

static long larger(long a, long b) { return a > b ? a : b; }

/* Columns that lie as BLAS wants them: elements side by side, the next column behind. */
static int column_major(const Matrix *m) { return (m->down == 1 || m->rows == 1) && (m->right >= m->rows || m->columns == 1); }

static int leading(const Matrix *m) { return (int)larger(larger(m->right, m->rows), 1); }

/* How BLAS is to read m: as it is or transposed, its leading dimension. */
static int layout(const Matrix *m, int *ld)
{
    Matrix t = transposed(*m);
    *ld = column_major(m) ? leading(m) : leading(&t);
    return column_major(m) ? AS_IT_IS : TRANSPOSED;
}

static int readable(const Matrix *m)
{
    Matrix t = transposed(*m);
    return column_major(m) || column_major(&t);
}

static int writable(const Matrix *m) { return readable(m); }

/* r += alpha a b, all of them readable, r in columns or rows; -1 when memory is short. */
static int multiply(Matrix r, real alpha, Matrix a, Matrix b)
{
    int lda, ldb;
    if (b.columns == 1 && a.rows > 1 && r.down > 0 && b.down > 0) {
        int trans = layout(&a, &lda);
        int m = (int)(trans == AS_IT_IS ? a.rows : a.columns), n = (int)(trans == AS_IT_IS ? a.columns : a.rows);
        BLAS(gemv)(COLUMN_MAJOR, trans, m, n, alpha, a.data, lda, b.data, (int)b.down, 1, r.data, (int)r.down);
        return 0;
    }
    if (!column_major(&r)) { /* r' = b' a' */
        Matrix swap = transposed(a);
        r = transposed(r);
        a = transposed(b);
        b = swap;
    }
    if (a.columns == 1 && a.down > 0 && b.right > 0) {
        BLAS(ger)(COLUMN_MAJOR, (int)r.rows, (int)r.columns, alpha, a.data, (int)a.down, b.data, (int)b.right, r.data, leading(&r));
        return 0;
    }
    int ta = layout(&a, &lda), tb = layout(&b, &ldb);
    if ((double)r.rows * (double)r.columns * (double)a.columns >= OURS) /* by rows: r' = b' a' */
        return FN(lampas_gemm)(tb == TRANSPOSED, ta == TRANSPOSED, r.columns, r.rows, a.columns, alpha, b.data, ldb, a.data, lda, 1, r.data,
                               leading(&r));
    BLAS(gemm)(COLUMN_MAJOR, ta, tb, (int)r.rows, (int)r.columns, (int)a.columns, alpha, a.data, lda, b.data, ldb, 1, r.data, leading(&r));
    return 0;
}

#else

static int readable(const Matrix *m) { return m != NULL; }

static int writable(const Matrix *m) { return m != NULL; }

/* r += alpha a b, row after row. */
static int multiply(Matrix r, real alpha, Matrix a, Matrix b)
{
    int threads = lampas_worth_threads((double)r.rows * r.columns * a.columns);
#pragma omp parallel for schedule(static) if (threads)
    for (long i = 0; i < r.rows; i++)
        for (long k = 0; k < a.columns; k++) {
            wrapping factor = (wrapping)alpha * (wrapping)a.data[i * a.down + k * a.right];
            for (long j = 0; j < r.columns; j++) {
                real *to = &r.data[i * r.down + j * r.right];
                *to = (real)((wrapping)*to + factor * (wrapping)b.data[k * b.down + j * b.right]);
            }
        }
    return 0;
}

#endif

/* ---- operands ---- */

static Matrix matrix(const THTensor *t)
{
    long columns = t->nDimension > 1 ? t->size[1] : 1, right = t->nDimension > 1 ? t->stride[1] : t->size[0];
    return (Matrix){lampas_data(t), t->size[0], columns, t->stride[0], right, NULL};
}

/* A copy of m in columns; 0, or -1 when memory is short. */
static int copied(Matrix *m)
{
    real *data = malloc((size_t)(m->rows * m->columns) * sizeof *data);
    if (!data)
        return -1;
    lampas_move(data, 1, m->rows, m->data, m->down, m->right, m->rows, m->columns, sizeof *data);
    *m = (Matrix){data, m->rows, m->columns, 1, m->rows, data};
    return 0;
}

static void scale_run(const Run *run)
{
    real *r = run->data[0];
    const real *x = run->data[1];
    wrapping factor = (wrapping)*(const real *)run->context;
    long n = run->n;
#pragma omp simd
    for (long i = 0; i < n; i++)
        r[i] = (real)(factor * (wrapping)x[i]);
}

static void scale(THTensor *r, real beta)
{
    real zero = 0;
    Visit clear = {.operands = 2, .outputs = 1, .tensor = {r}, .value = {NULL, &zero}, .valueBytes = sizeof zero, .cost = 1};
    if (beta == 0)
        lampas_visit(&clear);
    else if (beta != 1)
        visit_map(scale_run, r, r, &beta, 1);
}

/* r = beta r + alpha a b, where operands that cannot be read as they lie are copied first, before r is touched. */
static int product(THTensor *tensor, Matrix r, real beta, real alpha, Matrix a, Matrix b, int over_a, int over_b)
{
    Matrix result = r;
    int status = 0;
    if (over_a || !readable(&a))
        status = copied(&a);
    if (status == 0 && (over_b || !readable(&b)))
        status = copied(&b);
    if (status == 0) {
        scale(tensor, beta);
        if (!writable(&r))
            status = copied(&result);
    }
    if (status == 0) {
        status = multiply(result, alpha, a, b);
        if (status == 0 && result.copy)
            lampas_move(r.data, r.down, r.right, result.data, 1, r.rows, r.rows, r.columns, sizeof(real));
    }
    free(a.copy);
    free(b.copy);
    free(result.copy);
    return status;
}

int FN(addmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b)
{
    return product(r, matrix(r), beta, alpha, matrix(a), matrix(b), lampas_meets(r, a), lampas_meets(r, b));
}

int FN(addmv)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *x)
{
    return product(r, matrix(r), beta, alpha, matrix(a), matrix(x), lampas_meets(r, a), lampas_meets(r, x));
}

int FN(addr)(THTensor *r, real beta, real alpha, const THTensor *x, const THTensor *y)
{
    return product(r, matrix(r), beta, alpha, matrix(x), transposed(matrix(y)), lampas_meets(r, x), lampas_meets(r, y));
}

/* ---- batches ---- */

/* Matrix i of a batch, as tensor without its first dimension. */
static THTensor member(const THTensor *t, long i)
{
    THTensor m = *t;
    m.nDimension--;
    m.size++;
    m.stride++;
    m.storageOffset += i * t->stride[0];
    return m;
}

static int batch_member(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b, long i)
{
    THTensor ri = member(r, i), ai = member(a, i), bi = member(b, i);
    return FN(addmm)(&ri, beta, alpha, &ai, &bi);
}

int FN(baddbmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b)
{
    enum { SMALL = 1 << 21 }; /* multiplications in a product that is not worth dividing among threads */
    long batch = r->size[0];
    double each = (double)r->size[1] * r->size[2] * a->size[2];
    int status = 0, overlap = lampas_meets(r, a) || lampas_meets(r, b);
    if (batch > 1 && each < SMALL && !overlap && lampas_worth_threads(each * batch)) {
#pragma omp parallel for schedule(static) reduction(| : status)
        for (long i = 0; i < batch; i++)
            status |= batch_member(r, beta, alpha, a, b, i);
    } else {
        for (long i = 0; i < batch && status == 0; i++)
            status = batch_member(r, beta, alpha, a, b, i);
    }
    return status;
}

int FN(addbmm)(THTensor *r, real beta, real alpha, const THTensor *a, const THTensor *b)
{
    int status = 0;
    for (long i = 0; i < a->size[0] && status == 0; i++) {
        THTensor ai = member(a, i), bi = member(b, i);
        status = FN(addmm)(r, i == 0 ? beta : 1, alpha, &ai, &bi);
    }
    return status;
}

/* What the files of matrix multiplication share: how a product is cut, and the steps from one file to the next. gemm.c explains it.
 * Include from C files only. */
#include "real.h"
#include "tile_size.h"

#define TWO_WIDE (VECTOR_REGISTERS < 32) /* tiles of 6 x 2 */

enum {
    DEPTH = 512,                                       /* steps of k in a slice */
    LINE = 64,
    SERIAL = 72 * 72 * 72,                             /* multiply-adds below which a second thread costs more than it brings */
    WIDE = TWO_WIDE ? 3 : TILE_VECTORS,                /* vectors of the widest panel */
    WIDE_ROWS = TWO_WIDE ? 4 : TILE_ROWS,              /* rows of its tiles */
    FEW = 3 * VL / 4,                                  /* rows or columns at most of what is made of dot products alone */
    BAND = TWO_WIDE ? 2 * TILE_ROWS : TILE_ROWS,       /* a multiple of both heights of tiles */
};

/* How much of what is worked on at a time, in elements. */
struct blocking {
    long group; /* packed panels: a quarter of the second cache, another is for those read ahead */
    long sums;  /* of C', kept over the slices: a quarter of it */
    long chunk; /* packed rows of the left matrix: they stream from the third cache, once for each group */
    long kept;  /* packed panels of all slices: likewise */
    long far;   /* a matrix that is larger than this is worth reading ahead */
};

struct matrix {
    const real *data;
    long pitch;
    int along_k; /* rows of memory run along k */
    int far;     /* larger than a second cache: worth reading ahead */
};

struct problem {
    struct blocking blocking;
    struct matrix left, right;
    long rows, columns, depth; /* of the product: left is rows x depth, right depth x columns */
    long dots;                 /* more columns, after these, that are made of dot products */
    real alpha, beta;
    const real *old; /* what beta is for: C, or rows of a bias */
    long old_pitch;
    real *C;
    long ldc;
    int transposed; /* the product is C', not C */
};

/* A group of columns of the right matrix, by vectors: [first, first + count), in as few and as even panels as possible. */
struct group {
    long first, count, panels;
    long lanes; /* that exist; the last vector may be partly empty */
};

/* A group packed: steps [k0, k0 + depth) of k. */
struct panels {
    real *data;
    long k0, depth;
    struct group group;
};

/* What one thread has to itself. */
struct scratch {
    real *panels; /* of a group, or of all slices of one */
    real *sums;
    real *left;   /* rows of the left matrix */
    real *edge;   /* TILE_ROWS * WIDE * VL */
};

/* With 16 registers every panel but the last is 2 wide; with 32 they differ by at most one. */
static inline long panel_start(const struct group *g, long panel)
{
    if (TWO_WIDE)
        return panel < g->panels ? TILE_VECTORS * panel : g->count;
    const long each = g->count / g->panels;
    return each * panel + smaller(panel, g->count - each * g->panels);
}

/* One slice of k and one group of columns, times rows [row0, row1) of the left matrix. */
struct step {
    struct panels right;
    const real *left; /* (row0, k0) of the left matrix, rows `pitch` apart, in place or packed */
    long pitch, row0, row1;
    real alpha, *c; /* c[0]: row row0, the group's first column */
    long ldc, lanes; /* columns of c that exist */
    long dots;       /* columns after them that are made of dot products */
    int mode, c_far;
    const struct group *next; /* to be packed after this; NULL: none */
    long more;                /* steps of k to be packed after this, of the same group */
};

/* Rows of a packed left matrix are this far apart, so that they do not meet in a few sets of the caches. */
static inline long left_pitch(long depth) { return ceiling(depth, VL) * VL + VL; }

/* Slices are cut by K alone. */
static inline long slice_start(const struct problem *p, long slice, long slices) { return p->depth * slice / slices; }

/* Vectors [v, v + most) of the right matrix, as far as they go before `end`. */
static inline struct group group_at(const struct problem *p, long v, long most, long end)
{
    const long count = smaller(most, end - v), panels = TWO_WIDE && count > 1 ? count / TILE_VECTORS : ceiling(count, TILE_VECTORS);
    return (struct group){v, count, panels, smaller(count * VL, p->columns - v * VL)};
}

/* gemm_pack.c: a group of columns of the right matrix; and rows [row, row + rows) of a left one, from k0 on, `left_pitch` apart. */
void FN(lampas_gemm_pack)(const struct matrix *m, const struct panels *to);
void FN(lampas_gemm_pack_left)(const struct matrix *m, long k0, long depth, long row, long rows, real *to);

/* gemm_group.c: a step's tiles */
void FN(lampas_gemm_group)(const struct problem *p, const struct step *s, struct scratch *own);

/* gemm_plain.c: rows [row0, row1), vectors [v0, v1) of the product straight into C; C = beta * old in a part of C */
void FN(lampas_gemm_plain)(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own);
void FN(lampas_gemm_scale)(const struct problem *p, long row0, long row1, long column0, long column1);

/* gemm_transposed.c: the same when the product is C'; and how many packed elements a thread keeps for that, with all slices or with one */
void FN(lampas_gemm_transposed)(const struct problem *p, long row0, long row1, long v0, long v1, struct scratch *own);
long FN(lampas_gemm_kept)(const struct problem *p);

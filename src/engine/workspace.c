/* Scratch memory: blocks that grow and are kept, because touching fresh pages costs more than most layers.
 *
 * A workspace belongs to the thread that calls kernels (Lua's), not to the members of its OpenMP team: libgomp ends and remakes
 * those when the number of threads changes. It holds one block that the team shares and one for each member, which that member
 * touches first, so that its pages lie near it. A block that is too small is replaced by one half as large again
 * as the old (at least); nothing is copied. Two Lua threads have two workspaces; a thread that ends takes its own along. */
#define _GNU_SOURCE
#include "engine/workspace.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LINE = 64, HUGE_PAGE = 2 << 20 };

struct owned {
    lampas_workspace view; /* first: what the caller sees */
    size_t shared_bytes;
    size_t *each_bytes;
    int threads; /* length of view.each and each_bytes */
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(struct owned *w)
{
    for (int t = 0; t < w->threads; t++)
        free(w->view.each[t]);
    free(w->view.each);
    free(w->each_bytes);
    free(w->view.shared);
    memset(w, 0, sizeof *w);
}

static void end_of_thread(void *w)
{
    release(w);
    free(w);
}

static void make_key(void) { pthread_key_create(&key, end_of_thread); }

static struct owned *mine(void)
{
    pthread_once(&once, make_key);
    struct owned *w = pthread_getspecific(key);
    if (!w && (w = calloc(1, sizeof *w)) && pthread_setspecific(key, w) != 0) {
        free(w);
        w = NULL;
    }
    return w;
}

/* 0 when *block has `bytes` bytes or now has them; -1 when memory is short (the block is then gone). */
static int grow(void **block, size_t *held, size_t bytes)
{
    if (bytes <= *held)
        return 0;
    size_t wanted = bytes > *held + *held / 2 ? bytes : *held + *held / 2;
    size_t align = wanted >= HUGE_PAGE ? HUGE_PAGE : LINE;
    wanted = (wanted + align - 1) & ~(align - 1);
    free(*block);
    *block = NULL;
    *held = 0;
    if (posix_memalign(block, align, wanted) != 0) {
        *block = NULL;
        return -1;
    }
    *held = wanted;
    if (align == HUGE_PAGE)
        madvise(*block, wanted, MADV_HUGEPAGE); /* a hint: fewer faults and TLB misses where it is granted */
    return 0;
}

static int more_threads(struct owned *w, int threads)
{
    if (threads <= w->threads)
        return 0;
    void **each = realloc(w->view.each, (size_t)threads * sizeof *each);
    if (each)
        w->view.each = each;
    size_t *bytes = realloc(w->each_bytes, (size_t)threads * sizeof *bytes);
    if (bytes)
        w->each_bytes = bytes;
    if (!each || !bytes)
        return -1;
    for (; w->threads < threads; w->threads++) {
        each[w->threads] = NULL;
        bytes[w->threads] = 0;
    }
    return 0;
}

lampas_workspace *lampas_workspace_reserve(size_t shared, size_t each, int threads)
{
    struct owned *w = mine();
    if (!w || more_threads(w, threads) != 0 || grow(&w->view.shared, &w->shared_bytes, shared) != 0)
        return NULL;
    for (int t = 0; t < threads; t++)
        if (grow(&w->view.each[t], &w->each_bytes[t], each) != 0)
            return NULL;
    return &w->view;
}

void *lampas_workspace_part(void *block, size_t *used, size_t bytes)
{
    void *part = block ? (char *)block + *used : NULL;
    *used += (bytes + LINE - 1) & ~(size_t)(LINE - 1);
    return part;
}

void lampas_workspace_release(void)
{
    struct owned *w = mine();
    if (w)
        release(w);
}

int64_t lampas_workspace_bytes(void)
{
    struct owned *w = mine();
    if (!w)
        return 0;
    size_t bytes = w->shared_bytes;
    for (int t = 0; t < w->threads; t++)
        bytes += w->each_bytes[t];
    return (int64_t)bytes;
}

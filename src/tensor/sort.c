/* Sorting and order statistics along a dimension.
 *
 * Elements become unsigned keys in the same order; lines of keys with their positions go through a radix sort, byte by byte from the lowest,
 * which leaves out bytes that all keys share; short lines through an insertion sort. Order statistics count the keys by
 * their highest byte, then those of the right bucket by the next, and need no sorting. Time is linear in the line. */
#include "tensor/sort.h"
#include "engine/lines.h"
#include "pointwise.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 8, SHORT = 48, DIGITS = 256, KEY_BITS = 8 * sizeof(real) };

#if defined(REAL_byte) || defined(REAL_char)
typedef uint8_t Key;
#elif defined(REAL_short)
typedef uint16_t Key;
#elif defined(REAL_int) || defined(REAL_float)
typedef uint32_t Key;
#else
typedef uint64_t Key;
#endif

typedef struct Entry {
    Key key;
    long position;
} Entry;

INLINE Key top_bit(void) { return (Key)((Key)1 << (KEY_BITS - 1)); }

#if REAL_IS_FLOATING
/* Negative numbers have their bits inverted, the others the sign bit set. */
static Key key_of(real x)
{
    Key bits;
    if (x != x)
        return (Key)-1;
    x = x == 0 ? 0 : x; /* the two zeros are equal */
    memcpy(&bits, &x, sizeof bits);
    return bits & top_bit() ? (Key)~bits : bits | top_bit();
}
#elif defined(REAL_byte)
static Key key_of(real x) { return x; }
#else
static Key key_of(real x) { return (Key)x ^ top_bit(); }
#endif

static void insertion_sort(Entry *entries, long n)
{
    for (long i = 1; i < n; i++) {
        Entry e = entries[i];
        long k = i;
        for (; k > 0 && entries[k - 1].key > e.key; k--)
            entries[k] = entries[k - 1];
        entries[k] = e;
    }
}

/* Sorts n entries by key, equal ones in their order; `spare` has room for n more. */
static void radix_sort(Entry *entries, Entry *spare, long n)
{
    long count[sizeof(Key)][DIGITS] = {{0}};
    Entry *from = entries, *to = spare;
    for (long i = 0; i < n; i++)
        for (unsigned b = 0; b < sizeof(Key); b++)
            count[b][entries[i].key >> (8 * b) & (DIGITS - 1)]++;
    for (unsigned b = 0; b < sizeof(Key); b++) {
        long start = 0, *place = count[b];
        if (place[from[0].key >> (8 * b) & (DIGITS - 1)] == n)
            continue;
        for (int digit = 0; digit < DIGITS; digit++) {
            long of_digit = place[digit];
            place[digit] = start;
            start += of_digit;
        }
        for (long i = 0; i < n; i++)
            to[place[from[i].key >> (8 * b) & (DIGITS - 1)]++] = from[i];
        Entry *swap = from;
        from = to;
        to = swap;
    }
    if (from != entries)
        memcpy(entries, from, (size_t)n * sizeof *entries);
}

static void sort_entries(Entry *entries, Entry *spare, long n)
{
    if (n <= SHORT)
        insertion_sort(entries, n);
    else
        radix_sort(entries, spare, n);
}

/* The k-th smallest key, k from 0. */
static Key select_key(const Entry *entries, long n, long k)
{
    Key known = 0, mask = 0;
    for (int shift = KEY_BITS - 8; shift >= 0; shift -= 8) {
        long count[DIGITS] = {0};
        for (long i = 0; i < n; i++)
            if ((entries[i].key & mask) == known)
                count[entries[i].key >> shift & (DIGITS - 1)]++;
        int digit = 0;
        while (k >= count[digit])
            k -= count[digit++];
        known |= (Key)((Key)digit << shift);
        mask |= (Key)((Key)(DIGITS - 1) << shift);
    }
    return known;
}

/* ---- lines ---- */

typedef struct Order {
    int backwards; /* the largest first */
    int sorted;
    long k;
} Order;

typedef long (*LineWork)(Entry *entries, Entry *spare, long n, long results, const Order *order);

/* Each line's elements as entries; `work` leaves what is wanted at the front of them. */
static int each_line(const Lines *lines, LineWork work)
{
    const Order *order = lines->context;
    long n = lines->length[0], results = lines->length[1];
    Entry *entries = malloc(2 * (size_t)n * sizeof *entries);
    if (!entries)
        return -1;
    for (long i = 0; i < lines->count; i++) {
        const real *x = (const real *)lines->data[0] + i * lines->across[0];
        real *values = (real *)lines->data[1] + i * lines->across[1];
        int64_t *indices = (int64_t *)lines->data[2] + i * lines->across[2];
        for (long k = 0; k < n; k++) {
            Key key = key_of(x[k * lines->along[0]]);
            entries[k] = (Entry){order->backwards ? (Key)~key : key, k};
        }
        long first = work(entries, entries + n, n, results, order);
        for (long k = 0; k < results; k++) {
            long position = entries[first + k].position;
            values[k * lines->along[1]] = x[position * lines->along[0]];
            indices[k * lines->along[2]] = position + 1;
        }
    }
    free(entries);
    return 0;
}

static long sort_line(Entry *entries, Entry *spare, long n, long results, const Order *order)
{
    (void)results, (void)order;
    sort_entries(entries, spare, n);
    return 0;
}

static long topk_line(Entry *entries, Entry *spare, long n, long results, const Order *order)
{
    if (n <= SHORT) {
        insertion_sort(entries, n);
        return 0;
    }
    Key last = select_key(entries, n, results - 1);
    long below = 0, kept = 0;
    for (long i = 0; i < n; i++)
        below += entries[i].key < last;
    long equal = results - below;
    for (long i = 0; i < n && kept < results; i++)
        if (entries[i].key < last || (entries[i].key == last && equal-- > 0))
            entries[kept++] = entries[i];
    if (order->sorted)
        sort_entries(entries, spare, results);
    return 0;
}

static long kth_line(Entry *entries, Entry *spare, long n, long results, const Order *order)
{
    (void)spare, (void)results;
    if (n <= SHORT) {
        long first = order->k;
        insertion_sort(entries, n);
        while (first > 0 && entries[first - 1].key == entries[first].key)
            first--;
        return first;
    }
    Key key = select_key(entries, n, order->k);
    long at = 0;
    while (entries[at].key != key)
        at++;
    return at;
}

static long mode_line(Entry *entries, Entry *spare, long n, long results, const Order *order)
{
    (void)results, (void)order;
    long best = 0, most = 0, start = 0;
    sort_entries(entries, spare, n);
    for (long i = 0; i < n; i++) {
        if (entries[i].key != entries[start].key)
            start = i;
        if (i - start + 1 > most) {
            most = i - start + 1;
            best = i;
        }
    }
    return best;
}

static int sort_lines(const Lines *lines) { return each_line(lines, sort_line); }
static int topk_lines(const Lines *lines) { return each_line(lines, topk_line); }
static int kth_lines(const Lines *lines) { return each_line(lines, kth_line); }
static int mode_lines(const Lines *lines) { return each_line(lines, mode_line); }

static int visit(LinesFunction run, Order order, THTensor *values, THTensor *indices, const THTensor *x, int dim)
{
    LineVisit lines = {.run = run, .context = &order, .operands = 3, .tensor = {x, values, indices}, .dim = dim, .most = LINES, .cost = 16};
    return lampas_visit_lines(&lines);
}

int FN(sort)(THTensor *values, THTensor *indices, const THTensor *x, int dim, int descending)
{
    return visit(sort_lines, (Order){.backwards = descending}, values, indices, x, dim);
}

int FN(topk)(THTensor *values, THTensor *indices, const THTensor *x, int dim, int largest, int sorted)
{
    return visit(topk_lines, (Order){.backwards = largest, .sorted = sorted}, values, indices, x, dim);
}

int FN(kthvalue)(THTensor *values, THTensor *indices, const THTensor *x, int dim, long k)
{
    return visit(kth_lines, (Order){.k = k}, values, indices, x, dim);
}

int FN(mode)(THTensor *values, THTensor *indices, const THTensor *x, int dim) { return visit(mode_lines, (Order){0}, values, indices, x, dim); }

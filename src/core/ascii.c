/* Numbers as text. */
#include "core/ascii.h"
#include "core/halves.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* As far as this the end of a number is looked for: longer ones are taken as they stand in the text. */
enum { LOOK_AHEAD = 512 };

static int write_one(int type, const void *data, long i, char *text)
{
    switch (type) {
    case LAMPAS_SHORT:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%hd", ((const short *)data)[i]);
    case LAMPAS_INT:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%d", ((const int *)data)[i]);
    case LAMPAS_LONG:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%ld", ((const long *)data)[i]);
    case LAMPAS_HALF:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%.9g", lampas_half_to_number((const THHalf *)data + i));
    case LAMPAS_FLOAT:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%.9g", (double)((const float *)data)[i]);
    default:
        return snprintf(text, LAMPAS_ASCII_WIDTH, "%.17g", ((const double *)data)[i]);
    }
}

long lampas_ascii_write(int type, const void *data, long n, int spaced, char *text)
{
    char *end = text;
    for (long i = 0; i < n; i++) {
        end += write_one(type, data, i, end);
        if (spaced)
            *end++ = ' ';
    }
    return end - text;
}

/* Returns where the number ends; `text` itself when there is none. */
static char *read_one(int type, const char *text, void *data, long i)
{
    char *end;
    switch (type) {
    case LAMPAS_SHORT:
        ((short *)data)[i] = (short)strtol(text, &end, 10);
        return end;
    case LAMPAS_INT:
        ((int *)data)[i] = (int)strtol(text, &end, 10);
        return end;
    case LAMPAS_LONG:
        ((long *)data)[i] = strtol(text, &end, 10);
        return end;
    case LAMPAS_HALF:
        lampas_half_from_number((THHalf *)data + i, strtod(text, &end));
        return end;
    case LAMPAS_FLOAT:
        ((float *)data)[i] = strtof(text, &end);
        return end;
    default:
        ((double *)data)[i] = strtod(text, &end);
        return end;
    }
}

long lampas_ascii_read(int type, const char *text, long length, int final, void *data, long n, long *used)
{
    const char *at = text, *limit = text + length;
    long done = 0;
    while (done < n) {
        while (at < limit && isspace((unsigned char)*at))
            at++;
        const char *stop = at;
        while (stop < limit && stop - at < LOOK_AHEAD && !isspace((unsigned char)*stop))
            stop++;
        if (stop == at || (stop == limit && !final))
            break;
        const char *end = read_one(type, at, data, done);
        if (end == at)
            break;
        at = end;
        done++;
    }
    *used = at - text;
    return done;
}

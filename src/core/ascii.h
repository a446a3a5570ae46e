/* Numbers as text, for files in ascii: integers in decimal, float with 9 and double with 17 significant digits, so that
 * reading gives back the same bits; nan and inf as C spells them. `type` is one of short, int, long, half (as its float), float, double. */
#include "types.h"

enum { LAMPAS_ASCII_WIDTH = 32 }; /* room that one number needs at most, with the blank behind it */

/* n numbers, each followed by a blank if `spaced`. Returns the number of characters. */
long lampas_ascii_write(int type, const void *data, long n, int spaced, char *text);

/* Up to n numbers from `length` characters with a NUL behind them. A number that reaches the end of the text is left
 * alone unless this is the end of the file (`final`): it may go on. Returns how many were read; *used: characters
 * that they took, with the white space around them. */
long lampas_ascii_read(int type, const char *text, long length, int final, void *data, long n, long *used);

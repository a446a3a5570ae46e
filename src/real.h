/* `real` and FN(name): the two words of a file that is compiled once for each element type.
 *
 * The Makefile compiles such a file with -DREAL_float, -DREAL_double … ; FN(relu) is then relu_float, relu_double … .
 * `accreal` is the type that sums are kept in. Headers with prototypes are read once for every type, so this
 * file may be included again after the REAL_ macro changed. */
#include "types.h"

#undef real
#undef accreal
#undef FN
#undef REAL_IS_FLOATING

#if defined(REAL_float)
#define real float
#define accreal double
#define FN(name) name##_float
#define REAL_IS_FLOATING 1
#elif defined(REAL_double)
#define real double
#define accreal double
#define FN(name) name##_double
#define REAL_IS_FLOATING 1
#elif defined(REAL_byte)
#define real uint8_t
#define accreal int64_t
#define FN(name) name##_byte
#define REAL_IS_FLOATING 0
#elif defined(REAL_char)
#define real int8_t
#define accreal int64_t
#define FN(name) name##_char
#define REAL_IS_FLOATING 0
#elif defined(REAL_short)
#define real int16_t
#define accreal int64_t
#define FN(name) name##_short
#define REAL_IS_FLOATING 0
#elif defined(REAL_int)
#define real int32_t
#define accreal int64_t
#define FN(name) name##_int
#define REAL_IS_FLOATING 0
#elif defined(REAL_long)
#define real int64_t
#define accreal int64_t
#define FN(name) name##_long
#define REAL_IS_FLOATING 0
#endif

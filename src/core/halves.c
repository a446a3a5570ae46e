/* Half precision for Lua: the conversions of half.h by address, because a struct passed by value keeps LuaJIT from compiling the call. */
#include "core/halves.h"
#include "half.h"

#include <math.h>

double lampas_half_to_number(const THHalf *half)
{
    float x = half_to_float(half->x);
    return x == x ? x : NAN;
}

void lampas_half_from_number(THHalf *half, double number) { half->x = float_to_half((float)number); }

/* Half precision for Lua, an element at a time. */
#include "types.h"

double lampas_half_to_number(const THHalf *half);
void lampas_half_from_number(THHalf *half, double number); /* rounds to float, then to the nearest half */

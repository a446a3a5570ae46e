/* Multiply-add peak. */
#include "real.h"

/* Runs `rounds` rounds of independent multiply-adds in every thread, in registers alone; returns the floating-point operations
 * done by all threads (2 a multiply-add). The caller takes the time. */
double FN(machine_multiplyAdd)(long rounds);

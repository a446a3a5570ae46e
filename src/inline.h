/* INLINE: a function that is part of whatever calls it, so that a loop takes in the function it is given and vectorises. */
#ifndef LAMPAS_INLINE_H
#define LAMPAS_INLINE_H

#define INLINE static inline __attribute__((always_inline))

#endif

/* Half precision (IEEE binary16) to and from float: integer arithmetic alone, so that loops over it vectorise at every level. */
#ifndef LAMPAS_HALF_H
#define LAMPAS_HALF_H

#include <stdint.h>
#include <string.h>

static inline float float_of_bits(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint32_t bits_of_float(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The exponent moves by 112; where it was 0 (denormal) or 31 (infinity, NaN) it needs a second correction. */
static inline float half_to_float(uint16_t half)
{
    uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t exponent = magnitude & 0x0f800000u;
    uint32_t normal = magnitude + (112u << 23);
    uint32_t denormal = bits_of_float(float_of_bits(magnitude + (113u << 23)) - float_of_bits(113u << 23));
    uint32_t bits = exponent == 0x0f800000u ? normal + (112u << 23) : exponent == 0 ? denormal : normal;
    return float_of_bits(bits | sign);
}

/* Rounds to the nearest, ties to even; what is too large becomes infinite, NaN stays one. */
static inline uint16_t float_to_half(float x)
{
    uint32_t bits = bits_of_float(x), sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7fffffffu;
    uint32_t normal = (magnitude - (112u << 23) + 0xfffu + (magnitude >> 13 & 1)) >> 13;
    uint32_t denormal = bits_of_float(float_of_bits(magnitude) + 0.5f) - bits_of_float(0.5f); /* adding 0.5 puts the last bit in its place */
    uint32_t special = magnitude > 0x7f800000u ? 0x7e00u : 0x7c00u;
    uint32_t half = magnitude >= 0x477ff000u ? special : magnitude < 0x38800000u ? denormal : normal;
    return (uint16_t)(half | sign);
}

#endif

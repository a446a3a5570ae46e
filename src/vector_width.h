/* How wide a vector is and how many there are, at the instruction-set level that is compiled for. */
#ifndef LAMPAS_VECTOR_WIDTH_H
#define LAMPAS_VECTOR_WIDTH_H

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

#if defined(__AVX512F__) || defined(__aarch64__)
#define VECTOR_REGISTERS 32
#else
#define VECTOR_REGISTERS 16
#endif

#endif

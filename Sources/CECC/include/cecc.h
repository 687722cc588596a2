// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// The SIMD kernels of the ECC codes, chosen at run time. Each has a portable twin in Swift.
#ifndef CECC_H
#define CECC_H

#include <stddef.h>
#include <stdint.h>

#include "cecc_bch.h"

/// What this processor can do, as bits of `cecc_features()`.
enum {
    CECC_PCLMUL = 1,   // PCLMULQDQ and SSSE3
    CECC_VPCLMUL = 2,  // VPCLMULQDQ and AVX-512 F, BW, VL
    CECC_GFNI = 4,     // GFNI and AVX-512 F, BW, VBMI, VPOPCNTDQ
    CECC_AVX2 = 8,     // AVX2 and POPCNT
};

/// The set of instructions that the kernels may use here; 0 on other architectures.
uint32_t cecc_features(void);

/// The Hamming parity words of `count` messages of `rows` (4 or 8) rows of 64 bytes, `stride` bytes apart.
/// `terms`: for each of twelve address bits the bits that its odd parity turns, then those that the parity of the whole
/// message turns, then the word of a message of zeros. The first needs CECC_GFNI, the second CECC_AVX2.
void cecc_hamming_avx512(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words);
void cecc_hamming_avx2(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words);

#endif

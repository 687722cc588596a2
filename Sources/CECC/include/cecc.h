// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// The SIMD kernels of the ECC codes, chosen at run time. Each has a portable twin in Swift.
#ifndef CECC_H
#define CECC_H

#include <stdint.h>

#include "cecc_bch.h"
#include "cecc_hamming.h"

/// What this processor can do, as bits of `cecc_features()`.
enum {
    CECC_PCLMUL = 1,   // PCLMULQDQ and SSSE3
    CECC_VPCLMUL = 2,  // VPCLMULQDQ and AVX-512 F, BW, VL
    CECC_GFNI = 4,     // GFNI and AVX-512 F, BW, VBMI, VPOPCNTDQ
    CECC_AVX2 = 8,     // AVX2 and POPCNT
};

/// The set of instructions that the kernels may use here; 0 on other architectures.
uint32_t cecc_features(void);

#endif

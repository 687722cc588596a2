// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "cecc.h"

uint32_t cecc_features(void) {
    uint32_t features = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("pclmul") && __builtin_cpu_supports("ssse3")) features |= CECC_PCLMUL;
    int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl");
    if (wide && __builtin_cpu_supports("vpclmulqdq")) features |= CECC_VPCLMUL;
    if (wide && __builtin_cpu_supports("gfni") && __builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512vpopcntdq"))
        features |= CECC_GFNI;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) features |= CECC_AVX2;
#endif
    return features;
}

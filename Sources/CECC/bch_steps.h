// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// What the BCH kernels share: from an unreduced sum to the parity, and from there to memory. Everything is inlined
// with `words` and `order` constant.
#ifndef BCH_STEPS_H
#define BCH_STEPS_H

#include <immintrin.h>
#include <string.h>

#include "cecc_bch.h"

#define BCH_INLINE static inline __attribute__((always_inline))
#define BCH_TARGET_128 __attribute__((target("pclmul,ssse3")))

/// The sums have to be in registers.
#define BCH_UNROLL _Pragma("clang loop unroll(full)")

/// Words that a kernel sums in registers in one pass over the message.
enum { BCH_PASS = 9, BCH_MAX_WORDS = 18 };

/// For byte shuffles: bits of low and of high nibbles reversed and moved to the other half; bytes of words reversed.
#define BCH_LOW_NIBBLES _mm_set_epi64x((long long)0xF070B030D0509010, (long long)0xE060A020C0408000)
#define BCH_HIGH_NIBBLES _mm_set_epi64x(0x0F070B030D050901, 0x0E060A020C040800)
#define BCH_WORDS _mm_set_epi64x(0x08090A0B0C0D0E0F, 0x0001020304050607)

BCH_INLINE uint64_t bch_load64(const uint8_t *from) {
    uint64_t word;
    memcpy(&word, from, 8);
    return __builtin_bswap64(word);
}

/// The first 1...8 bytes, left aligned; reads nothing else.
BCH_INLINE uint64_t bch_load_part(const uint8_t *from, size_t bytes) {
    if (bytes == 8) return bch_load64(from);
    if (bytes >= 4) {
        uint32_t head, tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + bytes - 4, 4);
        return (uint64_t)__builtin_bswap32(head) << 32 | (uint64_t)__builtin_bswap32(tail) << (64 - 8 * bytes);
    }
    uint64_t word = (uint64_t)from[0] << 56;
    if (bytes > 1) word |= (uint64_t)from[1] << 48;
    if (bytes > 2) word |= (uint64_t)from[2] << 40;
    return word;
}

BCH_INLINE void bch_store_part(uint8_t *to, uint64_t word, size_t bytes) {
    word = __builtin_bswap64(word);
    if (bytes == 8) {
        memcpy(to, &word, 8);
        return;
    }
    for (size_t i = 0; i < bytes; i++) to[i] = (uint8_t)(word >> (8 * i));
}

/// Between the order of storage and MSB first.
BCH_INLINE uint64_t bch_reorder64(uint64_t word, int order) {
    if (order == CECC_MSB) return word;
    word = (word & 0x0F0F0F0F0F0F0F0F) << 4 | (word >> 4 & 0x0F0F0F0F0F0F0F0F);
    if (order == CECC_NIBBLE) return word;
    word = (word & 0x3333333333333333) << 2 | (word >> 2 & 0x3333333333333333);
    return (word & 0x5555555555555555) << 1 | (word >> 1 & 0x5555555555555555);
}

/// Replaces a sum of words + 1 words, highest first, by its remainder in sum[1]...: one exact Barrett step.
BCH_TARGET_128 BCH_INLINE void bch_reduce(uint64_t *sum, const struct cecc_bch *code, size_t words) {
    __m128i top = _mm_cvtsi64_si128((long long)sum[0]);
    __m128i quotient = _mm_clmulepi64_si128(top, _mm_cvtsi64_si128((long long)code->inverse), 0x00);
    quotient = _mm_xor_si128(_mm_unpackhi_epi64(quotient, quotient), top);
    for (size_t j = 0; j < words; j++) {
        __m128i low = _mm_cvtsi64_si128((long long)code->low[j]);
        __m128i product = _mm_clmulepi64_si128(quotient, low, 0x00);
        sum[j + 1] ^= (uint64_t)_mm_cvtsi128_si64(product);
        if (j > 0) sum[j] ^= (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(product, product));
    }
}

/// Compares or stores the parity of step `i`, whose remainder begins at sum[1]; true if it differs.
BCH_INLINE int bch_finish(
    const uint64_t *sum, const struct cecc_bch *code, const struct cecc_bch_steps *steps, size_t i, size_t words,
    int order
) {
    size_t rest = code->parity_bytes - 8 * (words - 1);
    ptrdiff_t place = (ptrdiff_t)i * steps->parity_stride;
    if (steps->encoded) {
        uint8_t *to = steps->encoded + place;
        for (size_t j = 0; j < words; j++) {
            uint64_t word = sum[j + 1] ^ code->constant[j];
            if (j + 1 < words) {
                bch_store_part(to + 8 * j, bch_reorder64(word, order), 8);
            } else {
                bch_store_part(to + 8 * j, bch_reorder64(word & code->last_mask, order), rest);
            }
        }
        return 0;
    }
    const uint8_t *from = steps->parity + place;
    uint64_t *difference = steps->differences + i * words;
    uint64_t any = 0;
    for (size_t j = 0; j < words; j++) {
        uint64_t stored = j + 1 < words ? bch_load64(from + 8 * j) : bch_load_part(from + 8 * j, rest);
        uint64_t word = bch_reorder64(stored, order) ^ sum[j + 1] ^ code->constant[j];
        if (j + 1 == words) word &= code->last_mask;
        difference[j] = word;
        any |= word;
    }
    return any != 0;
}

#endif

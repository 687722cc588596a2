// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "cecc_bch.h"

#if defined(__x86_64__)

#include "bch_steps.h"

#define TARGET __attribute__((target("pclmul,ssse3,avx512f,avx512bw,avx512vl,vpclmulqdq")))

/// Eight big-endian words of the stream.
TARGET BCH_INLINE __m512i words_of(__m512i bytes, int order) {
    const __m512i nibble = _mm512_set1_epi8(0x0F);
    if (order == CECC_NIBBLE) {
        __m512i high = _mm512_andnot_si512(nibble, _mm512_slli_epi16(bytes, 4));
        bytes = _mm512_or_si512(high, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
    } else if (order == CECC_LSB) {
        const __m512i low = _mm512_broadcast_i32x4(BCH_LOW_NIBBLES);
        const __m512i high = _mm512_broadcast_i32x4(BCH_HIGH_NIBBLES);
        __m512i upper = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble);
        bytes = _mm512_or_si512(
            _mm512_shuffle_epi8(low, _mm512_and_si512(bytes, nibble)), _mm512_shuffle_epi8(high, upper));
    }
    return _mm512_shuffle_epi8(bytes, _mm512_broadcast_i32x4(BCH_WORDS));
}

TARGET BCH_INLINE void add(__m512i *sums, __m512i w, const uint64_t *factors, size_t n) {
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) {
        __m512i k = _mm512_load_si512(factors + 8 * j);
        __m512i even = _mm512_clmulepi64_epi128(w, k, 0x00);
        sums[j] = _mm512_ternarylogic_epi64(sums[j], even, _mm512_clmulepi64_epi128(w, k, 0x11), 0x96);
    }
}

/// Adds words `first`..<`first + n` of all factors times the message to `sum`; n is constant.
TARGET BCH_INLINE void dot(
    const struct cecc_bch *code, const uint8_t *message, uint64_t *sum, size_t first, size_t n, size_t words, int order
) {
    __m512i sums[BCH_PASS];
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) sums[j] = _mm512_setzero_si512();
    const uint64_t *factors = code->factors + 8 * first;
    size_t lead = code->message_bytes & 63;
    const uint8_t *end = message + code->message_bytes;
    if (lead) {
        // The masked lanes lie before the message and are not touched.
        const void *place = (const void *)((uintptr_t)message + lead - 64);
        __m512i bytes = _mm512_maskz_loadu_epi8(~(uint64_t)0 << (64 - lead), place);
        add(sums, words_of(bytes, order), factors, n);
        factors += 8 * words;
        message += lead;
    }
    for (; message != end; message += 64, factors += 8 * words)
        add(sums, words_of(_mm512_loadu_si512(message), order), factors, n);
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) {
        __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(sums[j]), _mm512_extracti64x4_epi64(sums[j], 1));
        __m128i s = _mm_xor_si128(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
        sum[first + j + 1] ^= (uint64_t)_mm_cvtsi128_si64(s);
        sum[first + j] ^= (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(s, s));
    }
}

#define KERNEL cecc_bch_512
#include "bch_run.h"

#else

size_t cecc_bch_512(const struct cecc_bch *code, const struct cecc_bch_steps *steps) {
    (void)code;
    (void)steps;
    return 0;
}

#endif

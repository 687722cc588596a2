// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "cecc_bch.h"

#if defined(__x86_64__)

#include "bch_steps.h"

#define TARGET BCH_TARGET_128

/// Two big-endian words of the stream.
TARGET BCH_INLINE __m128i words_of(__m128i bytes, int order) {
    const __m128i nibble = _mm_set1_epi8(0x0F);
    if (order == CECC_NIBBLE) {
        __m128i high = _mm_andnot_si128(nibble, _mm_slli_epi16(bytes, 4));
        bytes = _mm_or_si128(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), nibble));
    } else if (order == CECC_LSB) {
        __m128i upper = _mm_and_si128(_mm_srli_epi16(bytes, 4), nibble);
        __m128i lower = _mm_and_si128(bytes, nibble);
        bytes = _mm_or_si128(_mm_shuffle_epi8(BCH_LOW_NIBBLES, lower), _mm_shuffle_epi8(BCH_HIGH_NIBBLES, upper));
    }
    return _mm_shuffle_epi8(bytes, BCH_WORDS);
}

TARGET BCH_INLINE void add(__m128i *sums, __m128i w, const uint64_t *factors, size_t n) {
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) {
        __m128i k = _mm_load_si128((const __m128i *)(factors + 8 * j));
        sums[j] = _mm_xor_si128(sums[j], _mm_clmulepi64_si128(w, k, 0x00));
        sums[j] = _mm_xor_si128(sums[j], _mm_clmulepi64_si128(w, k, 0x11));
    }
}

TARGET BCH_INLINE __m128i load(const uint8_t *message, int order) {
    return words_of(_mm_loadu_si128((const __m128i *)message), order);
}

/// Adds words `first`..<`first + n` of all factors times the message to `sum`; n is constant.
TARGET BCH_INLINE void dot(
    const struct cecc_bch *code, const uint8_t *message, uint64_t *sum, size_t first, size_t n, size_t words, int order
) {
    __m128i sums[BCH_PASS];
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) sums[j] = _mm_setzero_si128();
    const uint64_t *factors = code->factors + 8 * first;
    const uint8_t *end = message + code->message_bytes;
    // The factors are laid out for whole blocks of 64 bytes; `pad` of the first are not there.
    size_t pad = -code->message_bytes & 63;
    if (pad) {
        size_t quarter = pad / 16;
        size_t part = -pad & 15;
        if (part) {
            uint8_t bytes[16] = {0};
            memcpy(bytes + 16 - part, message, part);
            add(sums, load(bytes, order), factors + 2 * quarter, n);
            message += part;
            quarter++;
        }
        for (; quarter < 4; quarter++, message += 16) add(sums, load(message, order), factors + 2 * quarter, n);
        factors += 8 * words;
    }
    for (; message != end; message += 64, factors += 8 * words) {
        add(sums, load(message, order), factors, n);
        add(sums, load(message + 16, order), factors + 2, n);
        add(sums, load(message + 32, order), factors + 4, n);
        add(sums, load(message + 48, order), factors + 6, n);
    }
    BCH_UNROLL
    for (size_t j = 0; j < n; j++) {
        sum[first + j + 1] ^= (uint64_t)_mm_cvtsi128_si64(sums[j]);
        sum[first + j] ^= (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums[j], sums[j]));
    }
}

#define KERNEL cecc_bch_128
#include "bch_run.h"

TARGET void cecc_bch_factors(const struct cecc_bch *code, uint64_t *factors) {
    size_t words = code->words;
    if (words > BCH_MAX_WORDS) return;
    uint64_t power[BCH_MAX_WORDS + 1] = {0};
    memcpy(power, code->low, words * sizeof(uint64_t));
    for (size_t i = (code->message_bytes + 63) / 64 * 8; i-- > 0;) {
        uint64_t *block = factors + i / 8 * 8 * words;
        for (size_t j = 0; j < words; j++) block[8 * j + i % 8] = power[j];
        // Times x^64.
        power[words] = 0;
        bch_reduce(power, code, words);
        memmove(power, power + 1, words * sizeof(uint64_t));
    }
}

#else

void cecc_bch_factors(const struct cecc_bch *code, uint64_t *factors) {
    (void)code;
    (void)factors;
}

size_t cecc_bch_128(const struct cecc_bch *code, const struct cecc_bch_steps *steps) {
    (void)code;
    (void)steps;
    return 0;
}

#endif

// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "decoding.h"

#if defined(__x86_64__)

#include "matrices.h"

/// The matrices by rows of L_c(v) = sum over k of locator[c 2^k] v^(2^k), for odd c.
INLINE void make_matrices(const cecc_decoder *decoder, const uint16_t *locator, int32_t degree, uint64_t *matrices) {
    for (int32_t c = 1; c <= degree; c += 2) {
        __m512i sum = _mm512_setzero_si512();
        for (int32_t k = 0; c << k <= degree; k++) {
            uint16_t value = locator[c << k];
            if (value == 0) continue;
            __m256i factor = rows(multiplication(decoder->antilog, decoder->log[value]));
            sum = _mm512_xor_si512(sum, compose(factor, _mm512_load_si512(decoder->frobenius + 8 * k)));
        }
        _mm256_storeu_si256((__m256i *)(matrices + 2 * (c - 1)), rows(pairs(sum)));
    }
}

INLINE __m512i both(const uint8_t *powers, uint64_t low, uint64_t high, __m512i sum) {
    return apply(
        _mm512_load_si512(powers), _mm512_set1_epi64((long long)low),
        _mm512_load_si512(powers + CECC_ROOTS_BLOCK), _mm512_set1_epi64((long long)high), sum);
}

/// Writes the positions below `length` of the lanes that are 0 in both bytes.
INLINE int32_t report(__m512i low, __m512i high, int32_t first, int32_t length, int32_t room, int32_t *found) {
    __m512i value = _mm512_or_si512(low, high);
    __mmask64 hits = _mm512_testn_epi8_mask(value, value);
    int32_t count = 0;
    for (; hits && count < room; hits &= hits - 1) {
        int32_t position = first + __builtin_ctzll(hits);
        if (position < length) found[count++] = position;
    }
    return count;
}

/// Tests `vectors` times 64 positions.
INLINE int32_t test(
    const cecc_decoder *decoder, const uint64_t *matrices, int32_t odds, int vectors, int32_t base, int32_t room,
    int32_t *found) {
    const int32_t stride = 2 * CECC_ROOTS_BLOCK;
    __m512i low[8];
    for (int v = 0; v < vectors; v++) low[v] = _mm512_set1_epi8(1);
    for (int32_t j = 0; j < odds; j++) {
        const uint8_t *powers = decoder->powers + stride * j;
        for (int v = 0; v < vectors; v++) low[v] = both(powers + 64 * v, matrices[4 * j], matrices[4 * j + 1], low[v]);
    }
    // One lane in 256 is 0 and needs its high byte, so one vector in four or five. To take two at a time, whether
    // there are two or not, is what the branch predictor can cope with.
    uint32_t open = 0;
    for (int v = 0; v < vectors; v++) open |= (uint32_t)(_mm512_testn_epi8_mask(low[v], low[v]) != 0) << v;
    int32_t count = 0;
    while (open) {
        int a = __builtin_ctz(open);
        open &= open - 1;
        int b = open ? __builtin_ctz(open) : a;
        open &= open - 1;
        __m512i high_a = _mm512_setzero_si512(), high_b = high_a;
        for (int32_t j = 0; j < odds; j++) {
            const uint8_t *powers = decoder->powers + stride * j;
            high_a = both(powers + 64 * a, matrices[4 * j + 2], matrices[4 * j + 3], high_a);
            high_b = both(powers + 64 * b, matrices[4 * j + 2], matrices[4 * j + 3], high_b);
        }
        count += report(low[a], high_a, base + 64 * a, decoder->length, room - count, found + count);
        if (b != a) count += report(low[b], high_b, base + 64 * b, decoder->length, room - count, found + count);
    }
    return count;
}

GFNI int32_t cecc_roots(
    const cecc_decoder *decoder, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found) {
    int32_t odds = (degree + 1) / 2, count = 0, base = 0;
    make_matrices(decoder, locator, degree, matrices);
    for (;;) {
        int32_t left = decoder->length - base;
        if (left > 256) count += test(decoder, matrices, odds, 8, base, degree - count, found + count);
        else if (left > 128) count += test(decoder, matrices, odds, 4, base, degree - count, found + count);
        else count += test(decoder, matrices, odds, 2, base, degree - count, found + count);
        base += CECC_ROOTS_BLOCK;
        if (count >= enough || base >= decoder->length) return count;
        for (int32_t j = 0; j < odds; j++) {
            __m256i *matrix = (__m256i *)(matrices + 4 * j);
            __m512i step = _mm512_load_si512(decoder->steps + 8 * j);
            _mm256_storeu_si256(matrix, rows(pairs(compose(_mm256_loadu_si256(matrix), step))));
        }
    }
}

#else

int32_t cecc_roots(
    const cecc_decoder *decoder, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found) {
    (void)decoder, (void)locator, (void)degree, (void)enough, (void)matrices, (void)found;
    return 0;
}

#endif

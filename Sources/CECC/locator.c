// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "decoding.h"

#if defined(__x86_64__)

#include "matrices.h"

// Berlekamp-Massey in the form of Sarwate and Shanbhag (2001, "RiBM"), which keeps the discrepancies to come and the
// locator in one row of 3t + 1 elements, here as planes of low and of high bytes. A round multiplies one row by a
// constant, adds it to the other and moves that by a place. In a binary code every second round only moves, so two
// rounds are one here.

typedef struct plane {
    __m512i low, high;
} plane;

/// Moves elements down; those of `next` follow.
INLINE plane moved(plane a, plane next, __m512i order) {
    return (plane){
        _mm512_permutex2var_epi8(a.low, order, next.low), _mm512_permutex2var_epi8(a.high, order, next.high)};
}

INLINE __m512i block(__m512i matrix, int number) {
    return _mm512_permutexvar_epi64(_mm512_set1_epi64(number), matrix);
}

/// Runs all rounds over `planes` times 64 elements; returns the length of the recurrence, -1 when above `strength`.
INLINE int32_t run(const cecc_decoder *decoder, uint8_t *low, uint8_t *high, int32_t strength, int planes) {
    __m512i count = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37,
        36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,
        9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    __m512i by_one = _mm512_add_epi8(count, _mm512_set1_epi8(1));
    __m512i by_two = _mm512_add_epi8(count, _mm512_set1_epi8(2));
    // One more plane than is used, of zeros.
    plane row[5], other[4], next[4];
    for (int v = 0; v < planes; v++) {
        row[v] = (plane){_mm512_load_si512(low + 64 * v), _mm512_load_si512(high + 64 * v)};
    }
    row[planes] = (plane){_mm512_setzero_si512(), _mm512_setzero_si512()};
    for (int v = 0; v < planes; v++) other[v] = moved(row[v], row[v + 1], by_one);
    // Rounds so far less twice the length of the recurrence.
    int32_t lead = 0, other_log = 0;
    for (int32_t round = 0; round < strength; round++) {
        uint32_t discrepancy = ((uint32_t)_mm512_cvtsi512_si32(row[0].low) & 0xff)
            | ((uint32_t)_mm512_cvtsi512_si32(row[0].high) & 0xff) << 8;
        for (int v = 0; v < planes; v++) next[v] = moved(row[v], row[v + 1], by_two);
        if (discrepancy == 0) {
            for (int v = 0; v < planes; v++) row[v] = next[v];
            lead += 2;
            continue;
        }
        int32_t log = decoder->log[discrepancy], ratio = log - other_log;
        if (ratio < 0) ratio += decoder->n;
        __m512i matrix = _mm512_castsi256_si512(rows(multiplication(decoder->antilog, ratio)));
        __m512i ll = block(matrix, 0), lh = block(matrix, 1), hl = block(matrix, 2), hh = block(matrix, 3);
        for (int v = 0; v < planes; v++) {
            row[v].low = apply(other[v].low, ll, other[v].high, lh, next[v].low);
            row[v].high = apply(other[v].low, hl, other[v].high, hh, next[v].high);
        }
        if (lead >= 0) {
            for (int v = 0; v < planes; v++) other[v] = next[v];
            other_log = log;
            lead = -lead;
        } else {
            lead += 2;
        }
    }
    for (int v = 0; v < planes; v++) {
        _mm512_store_si512(low + 64 * v, row[v].low);
        _mm512_store_si512(high + 64 * v, row[v].high);
    }
    return lead < 0 ? -1 : strength - lead / 2;
}

GFNI int32_t cecc_locator(const cecc_decoder *decoder, const uint16_t *odd, int32_t strength, uint16_t *locator) {
    uint8_t low[256] __attribute__((aligned(64))), high[256] __attribute__((aligned(64)));
    uint16_t all[2 * CECC_STRENGTH + 1];
    int planes = (3 * strength + 64) / 64;
    for (int v = 0; v < planes; v++) {
        _mm512_store_si512(low + 64 * v, _mm512_setzero_si512());
        _mm512_store_si512(high + 64 * v, _mm512_setzero_si512());
    }
    for (int32_t j = 1; j <= 2 * strength; j++) {
        if (j & 1) {
            all[j] = odd[j / 2];
        } else {
            // S(2j) = S(j)^2.
            uint16_t root = all[j / 2];
            all[j] = root == 0 ? 0 : decoder->antilog[2 * decoder->log[root]];
        }
        low[j - 1] = (uint8_t)all[j];
        high[j - 1] = (uint8_t)(all[j] >> 8);
    }
    low[3 * strength] = 1;
    int32_t degree;
    switch (planes) {
    case 1: degree = run(decoder, low, high, strength, 1); break;
    case 2: degree = run(decoder, low, high, strength, 2); break;
    case 3: degree = run(decoder, low, high, strength, 3); break;
    default: degree = run(decoder, low, high, strength, 4); break;
    }
    if (degree < 0) return -1;
    for (int32_t i = 0; i <= degree; i++) {
        locator[i] = (uint16_t)(low[strength + i] | high[strength + i] << 8);
    }
    return locator[degree] == 0 ? -1 : degree;
}

#else

int32_t cecc_locator(const cecc_decoder *decoder, const uint16_t *odd, int32_t strength, uint16_t *locator) {
    (void)decoder, (void)odd, (void)strength, (void)locator;
    return -1;
}

#endif

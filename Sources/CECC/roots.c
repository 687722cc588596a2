// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#include "roots.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define GFNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,gfni")))
#define INLINE static inline __attribute__((always_inline)) GFNI

// A 16 x 16 matrix is four blocks of 8 x 8 bits: (low, low), (low, high), (high, low), (high, high), named by the byte
// of the result and the byte of the argument. A block is a word either by columns (column b in byte 7 - b) or by rows
// (row b in byte 7 - b), which is how the affine instruction wants its matrix.

/// From columns to rows: the word as a matrix, applied to the unit vectors, gives its own transpose.
INLINE __m256i rows(__m256i columns) {
    return _mm256_gf2p8affine_epi64_epi8(_mm256_set1_epi64x(0x0102040810204080), columns, 0);
}

/// The product of a matrix by rows with one by columns, before the pairs of its eight words are added up.
///
/// `b` holds the columns of (low, low), (high, low), (low, high), (high, high), and these once more.
INLINE __m512i compose(__m256i a, __m512i b) {
    __m512i wide = _mm512_castsi256_si512(a);
    return _mm512_gf2p8affine_epi64_epi8(b, _mm512_shuffle_i64x2(wide, wide, 0x50), 0);
}

/// Adds the pairs up: the four blocks of a product by columns.
INLINE __m256i pairs(__m512i product) {
    __m512i sum = _mm512_xor_si512(product, _mm512_shuffle_epi32(product, _MM_PERM_BADC));
    return _mm512_castsi512_si256(
        _mm512_permutexvar_epi64(_mm512_set_epi64(6, 4, 2, 0, 6, 4, 2, 0), sum));
}

/// The matrix of multiplication by alpha^log, by columns: 16 antilogarithms in a row.
INLINE __m256i multiplication(const uint16_t *antilog, uint16_t log) {
    const __m256i order = _mm256_set_epi8(
        17, 19, 21, 23, 25, 27, 29, 31, 1, 3, 5, 7, 9, 11, 13, 15,
        16, 18, 20, 22, 24, 26, 28, 30, 0, 2, 4, 6, 8, 10, 12, 14);
    return _mm256_permutexvar_epi8(order, _mm256_loadu_si256((const __m256i *)(antilog + log)));
}

/// The matrices by rows of L_c(v) = sum over k of locator[c 2^k] v^(2^k), for odd c.
INLINE void make_matrices(const cecc_roots *tables, const uint16_t *locator, int32_t degree, uint64_t *matrices) {
    for (int32_t c = 1; c <= degree; c += 2) {
        __m512i sum = _mm512_setzero_si512();
        for (int32_t k = 0; c << k <= degree; k++) {
            uint16_t value = locator[c << k];
            if (value == 0) continue;
            __m256i factor = rows(multiplication(tables->antilog, tables->log[value]));
            sum = _mm512_xor_si512(sum, compose(factor, _mm512_load_si512(tables->frobenius + 8 * k)));
        }
        _mm256_storeu_si256((__m256i *)(matrices + 2 * (c - 1)), rows(pairs(sum)));
    }
}

INLINE __m512i both(const uint8_t *powers, uint64_t low, uint64_t high, __m512i sum) {
    __m512i a = _mm512_gf2p8affine_epi64_epi8(_mm512_load_si512(powers), _mm512_set1_epi64((long long)low), 0);
    __m512i b = _mm512_gf2p8affine_epi64_epi8(
        _mm512_load_si512(powers + CECC_ROOTS_BLOCK), _mm512_set1_epi64((long long)high), 0);
    return _mm512_ternarylogic_epi64(sum, a, b, 0x96);
}

/// The high byte of the locator where the low byte is 0: a mask of those where it is 0 too.
INLINE __mmask64 confirm(
    const uint8_t *powers, const uint64_t *matrices, int32_t odds, __mmask64 candidates) {
    __m512i high = _mm512_setzero_si512();
    for (int32_t j = 0; j < odds; j++) {
        high = both(powers + 2 * CECC_ROOTS_BLOCK * j, matrices[4 * j + 2], matrices[4 * j + 3], high);
    }
    return _mm512_mask_testn_epi8_mask(candidates, high, high);
}

/// Tests `vectors` times 64 positions; only one in 256 needs its high byte.
INLINE int32_t test(
    const cecc_roots *tables, const uint64_t *matrices, int32_t odds, int vectors, int32_t base, int32_t room,
    int32_t *found) {
    __m512i low[8];
    for (int v = 0; v < vectors; v++) low[v] = _mm512_set1_epi8(1);
    for (int32_t j = 0; j < odds; j++) {
        const uint8_t *powers = tables->powers + 2 * CECC_ROOTS_BLOCK * j;
        for (int v = 0; v < vectors; v++) low[v] = both(powers + 64 * v, matrices[4 * j], matrices[4 * j + 1], low[v]);
    }
    int32_t count = 0;
    for (int v = 0; v < vectors; v++) {
        int32_t left = tables->length - base - 64 * v;
        if (left <= 0) break;
        __mmask64 hits = _mm512_testn_epi8_mask(low[v], low[v]);
        if (left < 64) hits &= ((__mmask64)1 << left) - 1;
        if (hits) hits = confirm(tables->powers + 64 * v, matrices, odds, hits);
        for (; hits && count < room; hits &= hits - 1) found[count++] = base + 64 * v + __builtin_ctzll(hits);
    }
    return count;
}

GFNI int32_t cecc_roots_find(
    const cecc_roots *tables, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found) {
    int32_t odds = (degree + 1) / 2, count = 0, base = 0;
    make_matrices(tables, locator, degree, matrices);
    for (;;) {
        int32_t left = tables->length - base;
        if (left > 256) count += test(tables, matrices, odds, 8, base, degree - count, found + count);
        else if (left > 128) count += test(tables, matrices, odds, 4, base, degree - count, found + count);
        else count += test(tables, matrices, odds, 2, base, degree - count, found + count);
        base += CECC_ROOTS_BLOCK;
        if (count >= enough || base >= tables->length) return count;
        for (int32_t j = 0; j < odds; j++) {
            __m256i *matrix = (__m256i *)(matrices + 4 * j);
            __m512i step = _mm512_load_si512(tables->steps + 8 * j);
            _mm256_storeu_si256(matrix, rows(pairs(compose(_mm256_loadu_si256(matrix), step))));
        }
    }
}

#else

int32_t cecc_roots_find(
    const cecc_roots *tables, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found) {
    (void)tables, (void)locator, (void)degree, (void)enough, (void)matrices, (void)found;
    return 0;
}

#endif

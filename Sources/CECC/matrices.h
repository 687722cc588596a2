// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Matrices over GF(2) as GFNI takes them. For the kernels only.
#ifndef CECC_MATRICES_H
#define CECC_MATRICES_H

#include <immintrin.h>
#include <stdint.h>

#define GFNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,gfni")))
#define INLINE static inline __attribute__((always_inline, unused)) GFNI

// A 16 x 16 matrix is four blocks of 8 x 8 bits: (low, low), (low, high), (high, low), (high, high), named by the byte
// of the result and the byte of the argument. A block is a word either by columns (column b in byte 7 - b) or by rows
// (row b in byte 7 - b), which is how the affine instruction wants its matrix.

/// From columns to rows: the word as a matrix, applied to the unit vectors, gives its own transpose.
INLINE __m256i rows(__m256i columns) {
    return _mm256_gf2p8affine_epi64_epi8(_mm256_set1_epi64x(0x0102040810204080), columns, 0);
}

/// The matrix of multiplication by alpha^log, by columns: 16 antilogarithms in a row.
INLINE __m256i multiplication(const uint16_t *antilog, int32_t log) {
    const __m256i order = _mm256_set_epi8(
        17, 19, 21, 23, 25, 27, 29, 31, 1, 3, 5, 7, 9, 11, 13, 15,
        16, 18, 20, 22, 24, 26, 28, 30, 0, 2, 4, 6, 8, 10, 12, 14);
    return _mm256_permutexvar_epi8(order, _mm256_loadu_si256((const __m256i *)(antilog + log)));
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

/// sum + a (low bytes) + b (high bytes), for 64 elements: one byte of their product with a matrix by rows.
INLINE __m512i apply(__m512i low, __m512i a, __m512i high, __m512i b, __m512i sum) {
    return _mm512_ternarylogic_epi64(
        sum, _mm512_gf2p8affine_epi64_epi8(low, a, 0), _mm512_gf2p8affine_epi64_epi8(high, b, 0), 0x96);
}

#endif

// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Decoding of BCH codes over GF(2^m), m up to 16, by bit matrices. All needs `CECC_GFNI`.
#ifndef CECC_DECODING_H
#define CECC_DECODING_H

#include <stdint.h>

enum {
    /// Positions whose powers are kept.
    CECC_ROOTS_BLOCK = 512,
    /// Largest number of errors.
    CECC_STRENGTH = 72,
};

/// What a decoder reads. All pointers but that of `log` are aligned to 64 bytes.
typedef struct cecc_decoder {
    /// alpha^i for i below 2 n.
    const uint16_t *antilog;
    /// Logarithms of all elements but 0.
    const uint16_t *log;
    /// 2^m - 1.
    int32_t n;
    /// Positions of the word.
    int32_t length;
    /// For each odd c, of alpha^(-c e) for e below `CECC_ROOTS_BLOCK`: the low bytes, then the high bytes.
    const uint8_t *powers;
    /// For each odd c, multiplication by alpha^(-c CECC_ROOTS_BLOCK): eight words, see `compose`.
    const uint64_t *steps;
    /// For k below 8, the map v to v^(2^k): eight words.
    const uint64_t *frobenius;
} cecc_decoder;

/// Finds the shortest recurrence of S(1) ... S(2 strength) from those with odd numbers.
///
/// Writes 1, l(1) ... l(degree) to `locator`, which has room for strength + 1, and returns the degree; -1 when the
/// recurrence is longer than `strength` or than its polynomial. `strength` is at most `CECC_STRENGTH`.
int32_t cecc_locator(const cecc_decoder *decoder, const uint16_t *odd, int32_t strength, uint16_t *locator);

/// Finds the e below `length` at which 1 + locator[1] x + ... + locator[degree] x^degree has the root alpha^-e.
///
/// Writes them ascending to `found` (room for `degree`) and returns their number. May end as soon as it has `enough`.
/// `matrices` has room for 4 words for each odd number up to `degree`, which is at most `CECC_STRENGTH`.
int32_t cecc_roots(
    const cecc_decoder *decoder, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found);

#endif

// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Roots of error locators over GF(2^m), m up to 16, by bit matrices.
#ifndef CECC_ROOTS_H
#define CECC_ROOTS_H

#include <stdint.h>

/// Positions whose powers are kept.
enum { CECC_ROOTS_BLOCK = 512 };

/// What a search reads. All fields but `length` point to memory aligned to 64 bytes.
typedef struct cecc_roots {
    /// For each odd c, of alpha^(-c e) for e below `CECC_ROOTS_BLOCK`: the low bytes, then the high bytes.
    const uint8_t *powers;
    /// For each odd c, multiplication by alpha^(-c CECC_ROOTS_BLOCK): eight words, see `compose`.
    const uint64_t *steps;
    /// For k below 8, the map v to v^(2^k): eight words.
    const uint64_t *frobenius;
    /// alpha^i for i below 2 (2^m - 1).
    const uint16_t *antilog;
    const uint16_t *log;
    /// Positions of the word.
    int32_t length;
} cecc_roots;

/// Finds the e below `length` at which 1 + locator[1] x + ... + locator[degree] x^degree has the root alpha^-e.
///
/// Writes them ascending to `found` (room for `degree`) and returns their number. May end as soon as it has `enough`.
/// `matrices` has room for 4 words for each odd number up to `degree`, which is at most 255. Needs `CECC_GFNI`.
int32_t cecc_roots_find(
    const cecc_roots *tables, const uint16_t *locator, int32_t degree, int32_t enough, uint64_t *matrices,
    int32_t *found);

#endif

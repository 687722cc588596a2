// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

#ifndef CECC_HAMMING_H
#define CECC_HAMMING_H

#include <stddef.h>
#include <stdint.h>

/// The Hamming parity words of `count` messages of `rows` (4 or 8) rows of 64 bytes, `stride` bytes apart.
/// `terms`: for each of twelve address bits the bits that its odd parity turns, then those that the parity of the whole
/// message turns, then the word of a message of zeros. The first needs CECC_GFNI, the second CECC_AVX2.
void cecc_hamming_avx512(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words);
void cecc_hamming_avx2(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words);

#endif

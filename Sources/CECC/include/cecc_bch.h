// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// BCH parities by carry-less multiplication.
//
// G(x) is the generator times x^s, so that its degree is 64 * words; remainders modulo G are `words` words, highest
// powers first, and begin with the parity. A message is read as 64-bit words w_i, padded with zeros in front; its
// remainder is that of the unreduced sum of w_i * c_i, with c_i = x^(64 * (distance of w_i from the end + words)) mod G.
#ifndef CECC_BCH_H
#define CECC_BCH_H

#include <stddef.h>
#include <stdint.h>

/// The order of bits in a byte: 7 first, 0 first, or low nibble first.
enum { CECC_MSB = 0, CECC_LSB = 1, CECC_NIBBLE = 2 };

struct cecc_bch {
    size_t words;               // of a remainder
    size_t message_bytes;
    size_t parity_bytes;
    int order;                  // CECC_MSB ...
    uint64_t inverse;           // floor(x^(64 * words + 64) / G) - x^64
    uint64_t last_mask;         // the parity's bits of the last word
    const uint64_t *low;        // G - x^(64 * words), `words` words
    const uint64_t *constant;   // XORed on every parity
    const uint64_t *factors;    // see cecc_bch_factors; 64-byte aligned
};

/// Messages and parities in their places.
struct cecc_bch_steps {
    const uint8_t *messages;
    ptrdiff_t message_stride;
    const uint8_t *parity;      // compared, unless there is `encoded`
    uint8_t *encoded;
    ptrdiff_t parity_stride;
    size_t count;
    uint64_t *differences;      // count * words; unused when encoding
};

/// Fills the c_i of ceil(message_bytes / 64) blocks: of each, word 0 of its eight c_i, then word 1 ...
/// Needs CECC_PCLMUL.
void cecc_bch_factors(const struct cecc_bch *code, uint64_t *factors);

/// Checks or encodes; returns how many steps differ, 0 when encoding. Need CECC_PCLMUL, and the second CECC_VPCLMUL.
size_t cecc_bch_128(const struct cecc_bch *code, const struct cecc_bch_steps *steps);
size_t cecc_bch_512(const struct cecc_bch *code, const struct cecc_bch_steps *steps);

#endif

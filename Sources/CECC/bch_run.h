// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// The end of a BCH kernel file, which has defined TARGET, KERNEL and `dot`: the loop over steps, once for every
// order and every number of words that one pass sums, and once for larger numbers.

/// `pass` words are summed at once and the others one by one, so that the multiplier stays the limit; pass is constant.
TARGET BCH_INLINE size_t run(
    const struct cecc_bch *code, const struct cecc_bch_steps *steps, size_t pass, size_t words, int order
) {
    size_t differing = 0;
    for (size_t i = 0; i < steps->count; i++) {
        const uint8_t *message = steps->messages + (ptrdiff_t)i * steps->message_stride;
        uint64_t sum[BCH_MAX_WORDS + 1] = {0};
        dot(code, message, sum, 0, pass, words, order);
        for (size_t first = pass; first < words; first++) dot(code, message, sum, first, 1, words, order);
        bch_reduce(sum, code, words);
        differing += (size_t)bch_finish(sum, code, steps, i, words, order);
    }
    return differing;
}

#define CASE(n, order) \
    case n: return run(code, steps, n, n, order);
#define IN_ORDER(name, order) \
    TARGET static size_t name(const struct cecc_bch *code, const struct cecc_bch_steps *steps) { \
        switch (code->words) { \
            CASE(1, order) CASE(2, order) CASE(3, order) CASE(4, order) CASE(5, order) \
            CASE(6, order) CASE(7, order) CASE(8, order) CASE(9, order) \
            default: return run(code, steps, BCH_PASS, code->words, order); \
        } \
    }

IN_ORDER(msb_first, CECC_MSB)
IN_ORDER(lsb_first, CECC_LSB)
IN_ORDER(nibble_first, CECC_NIBBLE)

size_t KERNEL(const struct cecc_bch *code, const struct cecc_bch_steps *steps) {
    if (code->words == 0 || code->words > BCH_MAX_WORDS) return 0;
    switch (code->order) {
        case CECC_MSB: return msb_first(code, steps);
        case CECC_LSB: return lsb_first(code, steps);
        default: return nibble_first(code, steps);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Hamming parities of 256- and 512-byte messages: the twins of hammingWords() in Sources/ECC/Hamming.

#include "cecc.h"

#if defined(__x86_64__)
#include <immintrin.h>

// Address bits 0...5 of a bit in a word of eight bytes.
static const uint64_t columns[6] = {
    0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
    0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000,
};

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vpopcntdq"), always_inline)) static inline

// The sums of the even and of the odd 128-bit lanes, those of `a` in the lower half.
AVX512 __m512i even_lanes(__m512i a, __m512i b) { return _mm512_shuffle_i64x2(a, b, 0x88); }
AVX512 __m512i odd_lanes(__m512i a, __m512i b) { return _mm512_shuffle_i64x2(a, b, 0xdd); }
AVX512 __m512i add(__m512i a, __m512i b) { return _mm512_xor_si512(a, b); }

// Four vectors of pairs of steps, as unpacking leaves them: word s becomes the sum over the lanes of step s.
AVX512 __m512i sum_lanes(const __m512i *p) {
    __m512i low = add(even_lanes(p[0], p[1]), odd_lanes(p[0], p[1]));
    __m512i high = add(even_lanes(p[2], p[3]), odd_lanes(p[2], p[3]));
    return add(even_lanes(low, high), odd_lanes(low, high));
}

// Word s becomes the sum of the words of v[s].
AVX512 __m512i sum_words(const __m512i *v) {
    __m512i pairs[4];
    for (int i = 0; i < 4; i++)
        pairs[i] = add(_mm512_unpacklo_epi64(v[2 * i], v[2 * i + 1]), _mm512_unpackhi_epi64(v[2 * i], v[2 * i + 1]));
    return sum_lanes(pairs);
}

// Adds `term` to the words of the steps whose word in `bits` has odd parity.
AVX512 __m512i add_term(__m512i words, __m512i bits, uint64_t term) {
    __mmask8 odd = _mm512_test_epi64_mask(_mm512_popcnt_epi64(bits), _mm512_set1_epi64(1));
    return _mm512_mask_xor_epi64(words, odd, words, _mm512_set1_epi64((long long)term));
}

// Eight messages at a time.
AVX512 __m512i eight_words(const uint8_t *const message[8], int rows, const uint64_t *terms) {
    __m512i all[8], row0[8], row1[8], row2[8];
    for (int s = 0; s < 8; s++) {
        const uint8_t *m = message[s];
        __m512i r1 = _mm512_loadu_si512(m + 64), r3 = _mm512_loadu_si512(m + 192);
        __m512i sum1 = add(_mm512_loadu_si512(m + 128), r3);
        __m512i sum0 = add(r1, r3);
        __m512i sum = add(add(_mm512_loadu_si512(m), r1), sum1);
        if (rows == 8) {
            __m512i r5 = _mm512_loadu_si512(m + 320), r7 = _mm512_loadu_si512(m + 448);
            __m512i r67 = add(_mm512_loadu_si512(m + 384), r7);
            row2[s] = add(add(_mm512_loadu_si512(m + 256), r5), r67);
            sum0 = add(sum0, add(r5, r7));
            sum1 = add(sum1, r67);
            sum = add(sum, row2[s]);
        }
        all[s] = sum;
        row0[s] = sum0;
        row1[s] = sum1;
    }
    __m512i odd[4], pairs[4];
    for (int i = 0; i < 4; i++) {
        odd[i] = _mm512_unpackhi_epi64(all[2 * i], all[2 * i + 1]);
        pairs[i] = add(_mm512_unpacklo_epi64(all[2 * i], all[2 * i + 1]), odd[i]);
    }
    __m512i low_odd = odd_lanes(pairs[0], pairs[1]), high_odd = odd_lanes(pairs[2], pairs[3]);
    __m512i low = add(even_lanes(pairs[0], pairs[1]), low_odd);
    __m512i high = add(even_lanes(pairs[2], pairs[3]), high_odd);
    // By bit 0, 1 and 2 of the number of the word in the row.
    __m512i word0 = sum_lanes(odd);
    __m512i word1 = add(even_lanes(low_odd, high_odd), odd_lanes(low_odd, high_odd));
    __m512i word2 = odd_lanes(low, high);
    __m512i total = add(even_lanes(low, high), word2);

    __m512i a = _mm512_set1_epi64((long long)terms[13]), b = _mm512_setzero_si512();
    for (int j = 0; j < 6; j += 2) {
        a = add_term(a, _mm512_and_si512(total, _mm512_set1_epi64((long long)columns[j])), terms[j]);
        b = add_term(b, _mm512_and_si512(total, _mm512_set1_epi64((long long)columns[j + 1])), terms[j + 1]);
    }
    a = add_term(a, word0, terms[6]);
    b = add_term(b, word1, terms[7]);
    a = add_term(a, word2, terms[8]);
    b = add_term(b, sum_words(row0), terms[9]);
    a = add_term(a, sum_words(row1), terms[10]);
    if (rows == 8) b = add_term(b, sum_words(row2), terms[11]);
    a = add_term(a, total, terms[12]);
    return add(a, b);
}

AVX512 void all_words(
    const uint8_t *messages, ptrdiff_t stride, int rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words) {
    for (ptrdiff_t done = 0; done < count; done += 8) {
        ptrdiff_t steps = count - done < 8 ? count - done : 8;
        const uint8_t *message[8];
        // The last group repeats its last message.
        for (ptrdiff_t s = 0; s < 8; s++) message[s] = messages + (done + (s < steps ? s : steps - 1)) * stride;
        __m512i result = eight_words(message, rows, terms);
        _mm512_mask_storeu_epi64(words + done, (__mmask8)((1 << steps) - 1), result);
    }
}

__attribute__((target("avx512f,avx512bw,avx512vpopcntdq")))
void cecc_hamming_avx512(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words) {
    if (rows == 8)
        all_words(messages, stride, 8, count, terms, words);
    else
        all_words(messages, stride, 4, count, terms, words);
}

#define AVX2 __attribute__((target("avx2,popcnt"), always_inline)) static inline

AVX2 __m256i half_row(const uint8_t *m) { return _mm256_loadu_si256((const __m256i *)m); }

AVX2 uint64_t sum_half(__m256i v) {
    __m128i pair = _mm_xor_si128(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t)(_mm_cvtsi128_si64(pair) ^ _mm_extract_epi64(pair, 1));
}

AVX2 uint64_t term_if_odd(uint64_t bits, uint64_t term) {
    return (0 - ((uint64_t)_mm_popcnt_u64(bits) & 1)) & term;
}

AVX2 uint64_t one_word(const uint8_t *m, int rows, const uint64_t *terms) {
    __m256i low = _mm256_setzero_si256(), high = low, fold[3] = {low, low, low};
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        __m256i a = half_row(m + 64 * r), b = half_row(m + 64 * r + 32), both = _mm256_xor_si256(a, b);
        low = _mm256_xor_si256(low, a);
        high = _mm256_xor_si256(high, b);
        for (int j = 0; j < 3; j++)
            if (r >> j & 1) fold[j] = _mm256_xor_si256(fold[j], both);
    }
    __m256i sum = _mm256_xor_si256(low, high);
    uint64_t w0 = (uint64_t)_mm256_extract_epi64(sum, 0), w1 = (uint64_t)_mm256_extract_epi64(sum, 1);
    uint64_t w2 = (uint64_t)_mm256_extract_epi64(sum, 2), w3 = (uint64_t)_mm256_extract_epi64(sum, 3);
    uint64_t total = w0 ^ w1 ^ w2 ^ w3, word = terms[13];
    for (int j = 0; j < 6; j++) word ^= term_if_odd(total & columns[j], terms[j]);
    word ^= term_if_odd(w1 ^ w3, terms[6]) ^ term_if_odd(w2 ^ w3, terms[7]);
    word ^= term_if_odd(sum_half(high), terms[8]);
    word ^= term_if_odd(sum_half(fold[0]), terms[9]) ^ term_if_odd(sum_half(fold[1]), terms[10]);
    if (rows == 8) word ^= term_if_odd(sum_half(fold[2]), terms[11]);
    return word ^ term_if_odd(total, terms[12]);
}

__attribute__((target("avx2,popcnt")))
void cecc_hamming_avx2(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words) {
    const uint8_t *message = messages;
    for (ptrdiff_t s = 0; s < count; s++, message += stride)
        words[s] = rows == 8 ? one_word(message, 8, terms) : one_word(message, 4, terms);
}

#else

// Never called: cecc_features() names nothing here.
void cecc_hamming_avx512(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words) {}
void cecc_hamming_avx2(
    const void *messages, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t count, const uint64_t *terms, uint64_t *words) {}

#endif

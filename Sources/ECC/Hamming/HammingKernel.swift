// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The portable kernel: the parity word of each message.
///
/// A message is rows of 64 bytes, a row eight words. The sum of all rows gives the parities by place in the row, and the
/// sums of the rows whose number has a given bit give those by row.
///
/// - Parameters:
///   - rows: 4 or 8.
///   - tables: ``HammingTerms/tables``.
///   - words: room for `count` words.
@inline(never)
func hammingWords(
    of messages: UnsafeRawPointer, stride: Int, rows: Int, count: Int, tables: UnsafePointer<UInt32>,
    into words: UnsafeMutablePointer<UInt64>
) {
    for step in 0..<count {
        let message = messages + step &* stride
        var sum = HammingRow(message)
        var folds = (SIMD2<UInt64>(), SIMD2<UInt64>(), SIMD2<UInt64>())
        do {
            let (r1, r2, r3) = (HammingRow(message + 64), HammingRow(message + 128), HammingRow(message + 192))
            sum.add(r1)
            sum.add(r2)
            sum.add(r3)
            let f3 = r3.fold
            folds.0 = r1.fold ^ f3
            folds.1 = r2.fold ^ f3
        }
        if rows == 8 {
            let (r4, r5) = (HammingRow(message + 256), HammingRow(message + 320))
            sum.add(r4)
            sum.add(r5)
            let f5 = r5.fold
            let (r6, r7) = (HammingRow(message + 384), HammingRow(message + 448))
            sum.add(r6)
            sum.add(r7)
            let (f6, f7) = (r6.fold, r7.fold)
            folds.0 ^= f5 ^ f7
            folds.1 ^= f6 ^ f7
            folds.2 = r4.fold ^ f5 ^ f6 ^ f7
        }
        let byFour = sum.w45 ^ sum.w67
        let byTwo = sum.w23 ^ sum.w67
        let pair = sum.w01 ^ sum.w23 ^ byFour
        var rowBits = parity(pair[1])
        rowBits |= parity(byTwo[0] ^ byTwo[1]) << 1
        rowBits |= parity(byFour[0] ^ byFour[1]) << 2
        rowBits |= parity(folds.0[0] ^ folds.0[1]) << 3
        rowBits |= parity(folds.1[0] ^ folds.1[1]) << 4
        rowBits |= parity(folds.2[0] ^ folds.2[1]) << 5
        let all = pair[0] ^ pair[1]
        var columns = all ^ all &>> 32
        columns ^= columns &>> 16
        columns ^= columns &>> 8
        // The parity of each byte in its lowest bit, then the eight of them side by side.
        var bytes = all ^ all &>> 4
        bytes ^= bytes &>> 2
        bytes ^= bytes &>> 1
        bytes = ((bytes & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) &>> 56
        words[step] = UInt64(
            tables[rowBits] ^ tables[256 &+ Int(truncatingIfNeeded: bytes)]
                ^ tables[512 &+ Int(truncatingIfNeeded: columns & 0xff)])
    }
}

@inline(__always)
private func parity(_ word: UInt64) -> Int { word.nonzeroBitCount & 1 }

/// 64 bytes of a message, or a sum of such rows.
private struct HammingRow {
    var w01, w23, w45, w67: SIMD2<UInt64>

    @inline(__always)
    init(_ bytes: UnsafeRawPointer) {
        w01 = bytes.loadUnaligned(as: SIMD2<UInt64>.self)
        w23 = bytes.loadUnaligned(fromByteOffset: 16, as: SIMD2<UInt64>.self)
        w45 = bytes.loadUnaligned(fromByteOffset: 32, as: SIMD2<UInt64>.self)
        w67 = bytes.loadUnaligned(fromByteOffset: 48, as: SIMD2<UInt64>.self)
    }

    @inline(__always)
    mutating func add(_ other: HammingRow) {
        w01 ^= other.w01
        w23 ^= other.w23
        w45 ^= other.w45
        w67 ^= other.w67
    }

    @inline(__always)
    var fold: SIMD2<UInt64> { w01 ^ w23 ^ (w45 ^ w67) }
}

/// Stored parity of three or four bytes, read little-endian.
@inline(__always)
func loadHammingParity(_ bytes: Int, at parity: UnsafeRawPointer) -> UInt64 {
    let low = UInt64(parity.loadUnaligned(as: UInt16.self).littleEndian)
    let word = low | UInt64(parity.load(fromByteOffset: 2, as: UInt8.self)) << 16
    return bytes == 4 ? word | UInt64(parity.load(fromByteOffset: 3, as: UInt8.self)) << 24 : word
}

@inline(__always)
func storeHammingParity(_ word: UInt64, _ bytes: Int, at parity: UnsafeMutableRawPointer) {
    parity.storeBytes(of: UInt16(truncatingIfNeeded: word).littleEndian, as: UInt16.self)
    parity.storeBytes(of: UInt8(truncatingIfNeeded: word >> 16), toByteOffset: 2, as: UInt8.self)
    guard bytes == 4 else { return }
    parity.storeBytes(of: UInt8(truncatingIfNeeded: word >> 24), toByteOffset: 3, as: UInt8.self)
}

/// Flips one bit, bit 0 of a byte being the lowest.
func flipHammingBit(_ bit: Int, of bytes: UnsafeMutableRawPointer) {
    let byte = bytes.load(fromByteOffset: bit / 8, as: UInt8.self)
    bytes.storeBytes(of: byte ^ 1 << UInt8(bit % 8), toByteOffset: bit / 8, as: UInt8.self)
}

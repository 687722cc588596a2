// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Tests of whole buffers, at memory speed.
public enum UniformBytes {
    /// Whether every one of the `count` bytes at `start` is `byte`; true for none.
    ///
    /// Reads nothing outside of the buffer. Ends at the first 512 bytes that differ; most that are not filled
    /// show it in the first word.
    @inlinable
    public static func isFilled(_ bytes: UnsafeRawBufferPointer, with byte: UInt8) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        if bytes.count >= 8,
            start.loadUnaligned(as: UInt64.self) != UInt64(byte) &* 0x0101_0101_0101_0101
        {
            return false
        }
        return isFilledThroughout(bytes, with: byte)
    }

    @inline(never)
    @usableFromInline
    static func isFilledThroughout(_ bytes: UnsafeRawBufferPointer, with byte: UInt8) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        let count = bytes.count
        let word = UInt64(byte) &* 0x0101_0101_0101_0101
        let expected = SIMD8<UInt64>(repeating: word)
        var i = 0
        while i &+ 512 <= count {
            var difference = SIMD8<UInt64>(repeating: 0)
            var j = 0
            while j < 512 {
                difference |= start.loadUnaligned(fromByteOffset: i &+ j, as: SIMD8<UInt64>.self) ^ expected
                j &+= 64
            }
            if difference != SIMD8<UInt64>(repeating: 0) { return false }
            i &+= 512
        }
        while i &+ 8 <= count {
            if start.loadUnaligned(fromByteOffset: i, as: UInt64.self) != word { return false }
            i &+= 8
        }
        while i < count {
            if start.load(fromByteOffset: i, as: UInt8.self) != byte { return false }
            i &+= 1
        }
        return true
    }

    /// How many of the bytes are not 0xFF.
    @inline(never)
    public static func countProgrammed(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let start = bytes.baseAddress else { return 0 }
        let count = bytes.count
        var total = 0
        var i = 0
        while i &+ 8 <= count {
            let word = ~start.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if word != 0 {
                // A byte's lowest bit becomes 1 when any of its bits is: fold, mask, count.
                var folded = word | (word &>> 4)
                folded |= folded &>> 2
                folded |= folded &>> 1
                total &+= (folded & 0x0101_0101_0101_0101).nonzeroBitCount
            }
            i &+= 8
        }
        while i < count {
            if start.load(fromByteOffset: i, as: UInt8.self) != 0xFF { total &+= 1 }
            i &+= 1
        }
        return total
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// The kernels of text that has bytes as pairs of hexadecimal digits: in one piece, or with a space between them.
///
/// The caller has checked that the text and the room are as long as the count needs.
package enum HexDigits {
    /// For each byte its two characters as they lie in memory, in upper case.
    private static let pairs: [UInt16] = (0..<256).map { byte in
        let digits = Array("0123456789ABCDEF".utf8).map(UInt16.init)
        return (digits[byte >> 4] | digits[byte & 15] << 8).littleEndian
    }

    /// Reads `count` bytes from `2 * count` characters.
    ///
    /// - Returns: the sum of the bytes modulo 65536; -1 when a character is no digit.
    @inline(never)
    package static func decode(
        _ text: UnsafeRawPointer, count: Int, into bytes: UnsafeMutableRawPointer
    ) -> Int {
        HexRows.digits.withUnsafeBufferPointer { table in
            guard let digits = table.baseAddress else { return -1 }
            var wrong: UInt8 = 0
            var sum = 0
            var i = decodeEights(text, count: count, into: bytes, &sum)
            guard i >= 0 else { return -1 }
            while i < count {
                let pair = text.loadUnaligned(fromByteOffset: 2 &* i, as: UInt16.self).littleEndian
                let high = digits[Int(pair & 0xFF)]
                let low = digits[Int(pair &>> 8)]
                let byte = high &<< 4 | low
                bytes.storeBytes(of: byte, toByteOffset: i, as: UInt8.self)
                wrong |= high | low
                sum &+= Int(byte)
                i &+= 1
            }
            return wrong & 0xF0 == 0 ? sum & 0xFFFF : -1
        }
    }

    /// Eight bytes at a time, a lane for the two characters of each.
    ///
    /// - Returns: how many bytes were read; -1 when a character is no digit.
    @inline(__always)
    private static func decodeEights(
        _ text: UnsafeRawPointer, count: Int, into bytes: UnsafeMutableRawPointer, _ sum: inout Int
    ) -> Int {
        guard lanesAreLittle else { return 0 }
        var sums = SIMD8<UInt16>(repeating: 0)
        var wrong = SIMD8<UInt16>(repeating: 0)
        var i = 0
        while count &- i >= 8 {
            let characters = text.loadUnaligned(fromByteOffset: 2 &* i, as: SIMD8<UInt16>.self)
            // 1 for letters, of either case, and for some others that the checks below find.
            let letters = (characters &>> 6) & 0x0101
            let nibbles = (characters & 0x0F0F) &+ letters &* 9
            let folded = characters | letters &<< 5
            wrong |= (folded ^ (0x3030 &+ letters &* 0x30)) & 0xF0F0 | nibbles & 0xF0F0
            wrong |= ((nibbles &+ 0x0606) &>> 4) & 0x0101 ^ letters
            let values = (nibbles &<< 4 | nibbles &>> 8) & 0xFF
            sums &+= values
            bytes.storeBytes(of: SIMD8<UInt8>(truncatingIfNeeded: values), toByteOffset: i, as: SIMD8<UInt8>.self)
            i &+= 8
        }
        sum = Int(sums.wrappedSum())
        return wrong == SIMD8<UInt16>(repeating: 0) ? i : -1
    }

    /// Eight bytes at a time, a lane for the two characters of each.
    ///
    /// - Returns: how many bytes were written.
    @inline(__always)
    private static func encodeEights(
        _ bytes: UnsafeRawPointer, count: Int, into text: UnsafeMutableRawPointer, _ sum: inout Int
    ) -> Int {
        guard lanesAreLittle else { return 0 }
        var sums = SIMD8<UInt16>(repeating: 0)
        var i = 0
        while count &- i >= 8 {
            let values = SIMD8<UInt16>(
                truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: i, as: SIMD8<UInt8>.self))
            sums &+= values
            let nibbles = values &>> 4 | (values & 15) &<< 8
            let letters = ((nibbles &+ 0x0606) &>> 4) & 0x0101
            text.storeBytes(of: nibbles &+ 0x3030 &+ letters &* 7, toByteOffset: 2 &* i, as: SIMD8<UInt16>.self)
            i &+= 8
        }
        sum = Int(sums.wrappedSum())
        return i
    }

    /// Whether the first character of a pair is the lower half of its lane.
    private static var lanesAreLittle: Bool { UInt16(littleEndian: 1) == 1 }

    /// Reads `count` bytes from `3 * count - 1` characters, a space between two bytes.
    ///
    /// - Returns: the sum of the bytes; -1 when anything else is in between.
    @inline(never)
    package static func decodeSpaced(
        _ text: UnsafeRawPointer, count: Int, into bytes: UnsafeMutableRawPointer
    ) -> Int {
        HexRows.digits.withUnsafeBufferPointer { table in
            guard let digits = table.baseAddress else { return -1 }
            var wrong: UInt8 = 0
            var separators: UInt8 = 0
            var sum = 0
            var i = 0
            while i < count {
                let pair = text.loadUnaligned(fromByteOffset: 3 &* i, as: UInt16.self).littleEndian
                let high = digits[Int(pair & 0xFF)]
                let low = digits[Int(pair &>> 8)]
                if i &+ 1 < count { separators |= text.load(fromByteOffset: 3 &* i &+ 2, as: UInt8.self) ^ 0x20 }
                let byte = high &<< 4 | low
                bytes.storeBytes(of: byte, toByteOffset: i, as: UInt8.self)
                wrong |= high | low
                sum &+= Int(byte)
                i &+= 1
            }
            return wrong & 0xF0 == 0 && separators == 0 ? sum : -1
        }
    }

    /// Writes `count` bytes as `2 * count` characters.
    ///
    /// - Returns: the sum of the bytes modulo 65536.
    @inline(never)
    package static func encode(_ bytes: UnsafeRawPointer, count: Int, into text: UnsafeMutableRawPointer) -> Int {
        pairs.withUnsafeBufferPointer { table in
            guard let pairs = table.baseAddress else { return 0 }
            var sum = 0
            var i = encodeEights(bytes, count: count, into: text, &sum)
            while i < count {
                let byte = Int(bytes.load(fromByteOffset: i, as: UInt8.self))
                text.storeBytes(of: pairs[byte], toByteOffset: 2 &* i, as: UInt16.self)
                sum &+= byte
                i &+= 1
            }
            return sum & 0xFFFF
        }
    }

    /// Writes `count` bytes as `3 * count - 1` characters, a space between two bytes.
    ///
    /// - Returns: the sum of the bytes.
    @inline(never)
    package static func encodeSpaced(_ bytes: UnsafeRawPointer, count: Int, into text: UnsafeMutableRawPointer) -> Int {
        pairs.withUnsafeBufferPointer { table in
            guard let pairs = table.baseAddress else { return 0 }
            var sum = 0
            var i = 0
            while i < count {
                let byte = Int(bytes.load(fromByteOffset: i, as: UInt8.self))
                if i > 0 { text.storeBytes(of: 0x20, toByteOffset: 3 &* i &- 1, as: UInt8.self) }
                text.storeBytes(of: pairs[byte], toByteOffset: 3 &* i, as: UInt16.self)
                sum &+= byte
                i &+= 1
            }
            return sum
        }
    }

    /// The value of a character as a digit, in either case; nil when it is none.
    package static func value(of character: UInt8) -> Int? {
        let digit = HexRows.digits[Int(character)]
        return digit < 16 ? Int(digit) : nil
    }

    /// The number that all of `text` is, of at most 15 digits, so that nothing overflows; nil when it is none.
    package static func number(_ text: some Collection<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 15 else { return nil }
        var number = 0
        for character in text {
            guard let digit = value(of: character) else { return nil }
            number = number << 4 | digit
        }
        return number
    }

    /// The characters of some bytes, for what is written now and then.
    package static func text(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.flatMap { byte in [pairs[Int(byte)].littleEndian].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    }

    /// A number of at least `digits` digits, in upper case.
    package static func text(_ number: Int, digits: Int) -> [UInt8] {
        let text = Array(String(number, radix: 16, uppercase: true).utf8)
        return Array(repeating: UInt8(ascii: "0"), count: max(0, digits - text.count)) + text
    }
}

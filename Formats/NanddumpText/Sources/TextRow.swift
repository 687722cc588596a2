// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// What one line shows of a page, read token by token: it may be quoted, indented, stamped with the time, cut.
struct TextRow {
    enum Label: Equatable {
        /// `0x00002000:`
        case address(Int)
        /// `OOB Data:`
        case oob
        /// None: at most the rest of a row that was wrapped.
        case none
    }

    var label: Label
    /// The first ``count`` are bytes of the row.
    var bytes = SIMD16<UInt8>(repeating: 0xFF)
    var count = 0
    /// Bit i: byte i reads.
    var known: UInt16 = 0
    var hasASCII = false
    /// The byte at which the ASCII column says something else than the hex; nil when it agrees or is not there.
    var contradiction: Int?

    /// - Parameter line: without its end.
    init(_ line: UnsafeRawBufferPointer) {
        var cursor = TextCursor(line)
        label = TextRow.findLabel(&cursor)
        if label == .none {
            // A quoted rest has its mark as well.
            cursor.position = 0
            cursor.skip { TextCursor.isSpace($0) || $0 == UInt8(ascii: ">") }
        }
        readBytes(&cursor)
        if label == .none, !hasASCII, !cursor.isAtEnd {
            // Words of a console, not the rest of a row.
            count = 0
            known = 0
        }
    }

    var isWhole: Bool { count == HexRows.bytesPerRow && known == .max }

    private static func findLabel(_ cursor: inout TextCursor) -> Label {
        let limit = min(cursor.bytes.count, 256)
        for start in 0..<limit {
            let byte = cursor.bytes[start]
            guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "O"),
                start == 0 || !TextCursor.isWord(cursor.bytes[start - 1])
            else { continue }
            cursor.position = start
            if cursor.take("0x"), let address = takeAddress(&cursor) { return .address(address) }
            cursor.position = start
            if cursor.take("OOB Data:") { return .oob }
        }
        return .none
    }

    /// At least 8 digits, as `%.8llx` prints, and a colon. More than 15 digits are no address.
    private static func takeAddress(_ cursor: inout TextCursor) -> Int? {
        var value = 0
        var digits = 0
        while let byte = cursor.peek(), let digit = TextCursor.hexDigit(byte), digits < 16 {
            value = value << 4 | Int(digit)
            digits += 1
            cursor.position += 1
        }
        return (8..<16).contains(digits) && cursor.take(":") ? value : nil
    }

    private mutating func readBytes(_ cursor: inout TextCursor) {
        var index = 0
        while index < HexRows.bytesPerRow {
            cursor.skip(while: TextCursor.isSpace)
            let start = cursor.position
            cursor.skip { !TextCursor.isSpace($0) && $0 != UInt8(ascii: "|") }
            guard cursor.position - start == 2 else {
                cursor.position = start
                break
            }
            if let high = TextCursor.hexDigit(cursor.bytes[start]),
                let low = TextCursor.hexDigit(cursor.bytes[start + 1])
            {
                bytes[index] = high << 4 | low
                known |= 1 << UInt16(index)
                count = index + 1
            } else if label == .none {
                return
            }
            index += 1
        }
        cursor.skip(while: TextCursor.isSpace)
        guard cursor.take("|") else { return }
        hasASCII = true
        // Behind the rest of a wrapped row it shows the whole row.
        if label != .none { compareASCII(&cursor) }
        cursor.position = cursor.bytes.count
    }

    private mutating func compareASCII(_ cursor: inout TextCursor) {
        for i in 0..<count {
            guard let character = cursor.peek() else { return }
            if known & 1 << UInt16(i) != 0, character != HexRows.printable(bytes[i]) {
                // The tool itself cuts the column of addresses from 64 GiB on, and closes it.
                let closes = character == UInt8(ascii: "|") && cursor.position + 1 == cursor.bytes.count
                contradiction = closes ? nil : i
                return
            }
            cursor.position += 1
        }
    }
}

/// A cursor that stops at the end of a line.
struct TextCursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = peek(), condition(byte) { position += 1 }
    }

    /// Moves over `text` when it comes next.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        let isNext = text.withUTF8Buffer { expected in
            (0..<count).allSatisfy { bytes[position + $0] == expected[$0] }
        }
        if isNext { position += count }
        return isNext
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

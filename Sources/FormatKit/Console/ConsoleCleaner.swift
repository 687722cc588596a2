// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// Takes out of a line what a terminal does not show.
package enum ConsoleCleaner {
    /// - Returns: nil when there is nothing to take out.
    package static func cleaned(_ line: UnsafeRawBufferPointer) -> [UInt8]? {
        guard line.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 >= 0x80 }) else { return nil }
        let text = withoutParity(line) ?? Array(line)
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var i = 0
        while i < text.count {
            switch text[i] {
            // NUL, and what stops and starts the sender.
            case 0x00, 0x11, 0x13: break
            // A person went back to type something else.
            case 0x08: _ = out.popLast()
            case 0x1B: i = escapeEnd(text, i)
            default: out.append(text[i])
            }
            i += 1
        }
        return out
    }

    /// The last byte of an escape sequence: colours and movements of the cursor.
    private static func escapeEnd(_ text: [UInt8], _ start: Int) -> Int {
        guard start + 1 < text.count, text[start + 1] == UInt8(ascii: "[") else { return start }
        for i in text.indices.dropFirst(start + 2).prefix(22) {
            if (0x40...0x7E).contains(text[i]) { return i }
            guard (0x20...0x3F).contains(text[i]) else { return start }
        }
        return start
    }

    /// A line received with 8 bits that was sent with 7 and a parity bit.
    ///
    /// - Returns: nil unless all characters have the same parity, which damage would not leave.
    private static func withoutParity(_ line: UnsafeRawBufferPointer) -> [UInt8]? {
        guard line.count >= 8, line.contains(where: { $0 >= 0x80 }) else { return nil }
        let odd = line.reduce(0) { $0 + ($1.nonzeroBitCount & 1) }
        guard odd == 0 || odd == line.count else { return nil }
        return line.map { $0 & 0x7F }
    }
}

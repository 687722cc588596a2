// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

/// One row of up to 16 bytes: address, hexadecimal, characters.
struct HexRow {
    /// With escape sequences for the classes of bytes.
    let usesColor: Bool

    private static let digits = Array("0123456789abcdef".utf8)

    /// - Parameters:
    ///   - label: what stands before the bytes.
    ///   - marked: which bytes stand out, counted from the first of the row.
    ///   - note: what stands behind the characters; nil for nothing.
    func append(
        _ bytes: some RandomAccessCollection<UInt8>, label: String, marked: Set<Int>, note: String? = nil,
        to line: inout [UInt8]
    ) {
        line.append(contentsOf: label.utf8)
        line.append(contentsOf: "  ".utf8)
        var paint: Paint?
        for (i, byte) in bytes.enumerated() {
            if i == 8 { line.append(UInt8(ascii: " ")) }
            switchPaint(&paint, to: marked.contains(i) ? .reverse : HexRow.paint(of: byte), &line)
            line.append(HexRow.digits[Int(byte >> 4)])
            line.append(HexRow.digits[Int(byte & 15)])
            if marked.contains(i) { switchPaint(&paint, to: nil, &line) }
            line.append(UInt8(ascii: " "))
        }
        switchPaint(&paint, to: nil, &line)
        let width = 3 * 16 + 1
        let used = 3 * bytes.count + (bytes.count > 8 ? 1 : 0)
        line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width - used + 1))
        line.append(UInt8(ascii: "|"))
        for byte in bytes {
            switchPaint(&paint, to: HexRow.paint(of: byte), &line)
            line.append((0x20..<0x7F).contains(byte) ? byte : UInt8(ascii: "."))
        }
        switchPaint(&paint, to: nil, &line)
        line.append(UInt8(ascii: "|"))
        if let note {
            line.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, 16 - bytes.count) + 2))
            line.append(contentsOf: note.utf8)
        }
        line.append(UInt8(ascii: "\n"))
    }

    private func switchPaint(_ current: inout Paint?, to new: Paint?, _ line: inout [UInt8]) {
        guard usesColor, current != new else { return }
        if current != nil { line.append(contentsOf: Paint.end.utf8) }
        if let new { line.append(contentsOf: new.start.utf8) }
        current = new
    }

    /// The colour of a byte's class.
    private static func paint(of byte: UInt8) -> Paint {
        switch byte {
        case 0x00: .dim
        case 0xFF: .blue
        case 0x20..<0x7F: .green
        default: .yellow
        }
    }
}

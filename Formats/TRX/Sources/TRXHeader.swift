// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The header of 28 or 32 bytes, little-endian.
struct TRXHeader {
    static let magic: [UInt8] = Array("HDR0".utf8)
    /// Of the larger one.
    static let maxSize = 32

    /// In bytes, the header counted.
    let length: Int
    let crc: UInt32
    /// 1 or 2.
    let version: Int
    /// Where parts begin; 0 for none. Three in version 1, four in version 2.
    let offsets: [Int]

    var size: Int { version == 1 ? 28 : 32 }

    /// - Throws: ``FormatError`` with the offset of the field.
    init(_ bytes: [UInt8], name: String) throws(FormatError) {
        var reader = ByteReader(bytes, name: name)
        let magic = try reader.array(4, "magic")
        guard magic == TRXHeader.magic else {
            throw FormatError(
                .badMagic, name: name, at: 0, field: "magic", expected: "HDR0",
                found: magic.map { ByteCount.hex(Int($0), digits: 2) }.joined(separator: " "))
        }
        length = Int(try reader.little(UInt32.self, "length"))
        crc = try reader.little(UInt32.self, "crc32")
        try reader.skip(2, "flags")
        version = Int(try reader.little(UInt16.self, "version"))
        guard version == 1 || version == 2 else {
            throw FormatError(
                .unsupported, name: name, at: 14, field: "version", expected: "1 or 2", found: "\(version)")
        }
        var offsets: [Int] = []
        for i in 0..<(version == 1 ? 3 : 4) { offsets.append(Int(try reader.little(UInt32.self, "offset \(i)"))) }
        self.offsets = offsets
        guard length > size else {
            throw FormatError(
                .badValue, name: name, at: 4, field: "length", expected: "more than the header's \(size)",
                found: "\(length)")
        }
        var last = size - 1
        for (i, offset) in offsets.enumerated() where offset != 0 {
            // In version 2 the fourth part may stand anywhere.
            guard i == 3 ? offset >= size && offset < length : offset > last && offset < length else {
                throw FormatError(
                    .badValue, name: name, at: 16 + 4 * i, field: "offset \(i)",
                    expected: "\(last + 1) to \(length - 1)", found: "\(offset)")
            }
            if i < 3 { last = offset }
        }
        guard last >= size else {
            throw FormatError(.badValue, name: name, at: 16, field: "offset 0", expected: "\(size) or more", found: "0")
        }
    }

    /// A header of version 1 with one part behind it, whose CRC is still to be put in.
    static func bytes(length: Int) -> [UInt8] {
        func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return magic + little(length) + little(0) + [0, 0, 1, 0] + little(28) + little(0) + little(0)
    }
}

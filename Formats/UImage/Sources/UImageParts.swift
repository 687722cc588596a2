// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import Flash
import FormatKit

/// The parts of an image: its data, or those that the table at the start of the data tells of.
struct UImageParts {
    struct Part {
        var name: String
        /// In the file, in bytes.
        var range: Range<Int>
    }

    private(set) var parts: [Part] = []
    private(set) var findings: [Finding] = []

    /// U-Boot's own tools read 10; more are no image.
    private static let maxParts = 64

    /// - Throws: ``FormatError`` with the offset of the field, ``IOFailure``.
    init(_ header: UImageHeader, _ source: any ByteSource) throws {
        let start = UImageHeader.size
        let end = start + header.dataSize
        if end > source.size {
            findings.append(
                Finding(
                    .warning, "ih_size is \(header.dataSize), and \(source.size - start) bytes of data are there",
                    at: 12))
        }
        if header.hasTable {
            try readTable(source, start: start, end: end, isScript: header.type == 6)
        } else {
            parts = [Part(name: header.partName, range: start..<end)]
        }
        // Vendors let the file system follow, which no checksum of this header covers.
        if source.size > end { parts.append(Part(name: "tail", range: end..<source.size)) }
    }

    private mutating func readTable(_ source: any ByteSource, start: Int, end: Int, isScript: Bool) throws {
        var sizes: [Int] = []
        var offset = start
        while true {
            guard offset + 4 <= end, sizes.count <= UImageParts.maxParts else {
                throw FormatError(
                    .badValue, name: source.name, at: offset,
                    "the table of sizes has no end: no 0 in its first \(sizes.count) entries")
            }
            var reader = ByteReader(try source.bytes(at: offset, count: 4), base: offset, name: source.name)
            let size = Int(try reader.big(UInt32.self, "size of part \(sizes.count)"))
            offset += 4
            if size == 0 { break }
            sizes.append(size)
        }
        for (number, size) in sizes.enumerated() {
            guard size <= end - offset else {
                throw FormatError(
                    .badValue, name: source.name, at: start + 4 * number, field: "size of part \(number)",
                    expected: "\(max(0, end - offset)) at most, which ih_size leaves", found: "\(size)")
            }
            let name = isScript && sizes.count == 1 ? "script" : "\(number)"
            parts.append(Part(name: name, range: offset..<(offset + size)))
            // Each but the last is padded to 4 bytes.
            offset += number + 1 < sizes.count ? (size + 3) / 4 * 4 : size
            guard offset <= end else {
                throw FormatError(
                    .badValue, name: source.name, at: start + 4 * number, field: "size of part \(number)",
                    expected: "padding to 4 bytes within ih_size", found: "\(size)")
            }
        }
    }
}

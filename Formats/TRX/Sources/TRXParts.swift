// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// The parts of a TRX, and what its checksum says.
struct TRXParts {
    struct Part {
        var name: String
        /// In the file, in bytes.
        var range: Range<Int>
    }

    let parts: [Part]
    private let header: TRXHeader
    private let source: any ByteSource

    init(_ header: TRXHeader, _ source: any ByteSource) throws {
        self.header = header
        self.source = source
        let starts = header.offsets.enumerated().filter { $0.element != 0 }
        let bounds = (starts.map(\.element) + [header.length]).sorted()
        let hasLoader = header.offsets[2] != 0
        var names = UniqueNames()
        var parts: [Part] = []
        for (index, start) in starts {
            let end = bounds.first { $0 > start } ?? header.length
            let isUBI = try source.bytes(at: start, count: 4) == Array("UBI#".utf8)
            let name = index == 3 ? "header" : isUBI ? "ubi" : TRXParts.name(index, hasLoader)
            parts.append(Part(name: names.unique(name), range: start..<end))
        }
        if source.size > header.length { parts.append(Part(name: "tail", range: header.length..<source.size)) }
        self.parts = parts
    }

    /// Source: Linux, drivers/mtd/parsers/parser_trx.c.
    private static func name(_ index: Int, _ hasLoader: Bool) -> String {
        hasLoader ? ["loader", "kernel", "rootfs"][index] : ["kernel", "rootfs"][min(index, 1)]
    }

    /// The checksum of everything behind its field. In version 2 bytes 22 to 29 of the fourth part count as 0xFF:
    /// the boot loader writes them anew.
    func checksum() throws -> UInt32 {
        var crc: UInt32 = 0
        var at = 12
        if header.version == 2, header.offsets[3] != 0 {
            let low = min(header.offsets[3] + 22, header.length)
            let high = min(low + 8, header.length)
            crc = try part(at..<low).crc32()
            crc = CRC32.zlib(Array(repeating: UInt8(0xFF), count: high - low), continuing: crc)
            at = high
        }
        return ~(try part(at..<header.length).crc32(continuing: crc))
    }

    private func part(_ range: Range<Int>) -> PartSource { PartSource(source, range, name: source.name) }
}

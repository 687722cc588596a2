// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Walks over frames and blocks without expanding them.
///
/// Source: RFC 8878, 3.1.
enum ZstdProbe {
    /// After so many blocks it is believed: 1 GiB of dump, and longer than any kernel.
    private static let enough = 8192

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        guard input.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isSkippable(input.head) else { return nil }
        var walk = Walk(source: input.source)
        do {
            while walk.offset < input.source.size, walk.blocks < enough {
                guard try walk.frame() else { return .part(walk.offset) }
            }
        } catch let error as FormatError {
            return .broken(error.detail)
        }
        // Frames to skip alone hold nothing.
        guard walk.blocks > 0 else { return nil }
        if walk.blocks >= enough { return .whole(.likely, "a zstd stream of more than \(enough) blocks") }
        return .ending(at: walk.offset, of: input.source, "zstd frames up to the end of the file")
    }

    private static func isSkippable(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes[0] & 0xF0 == 0x50 && bytes[1...3] == [0x2A, 0x4D, 0x18]
    }

    private struct Walk {
        let source: any ByteSource
        var offset = 0
        var blocks = 0

        /// Steps over one frame; false when none begins here.
        mutating func frame() throws -> Bool {
            let start = try source.bytes(at: offset, count: 18)
            var reader = ByteReader(start, base: offset)
            guard start.count >= 8 else { return false }
            if ZstdProbe.isSkippable(start) {
                try reader.skip(4, "magic")
                offset += 8 + Int(try reader.little(UInt32.self, "length"))
                return true
            }
            guard try reader.little(UInt32.self, "magic") == 0xFD2F_B528 else { return false }
            let descriptor = try reader.u8("frame header descriptor")
            guard descriptor & 0x08 == 0 else {
                throw FormatError(.badValue, at: offset, "a reserved bit of the frame header is set")
            }
            let isSingleSegment = descriptor & 0x20 != 0
            let sizes = [isSingleSegment ? 1 : 0, 2, 4, 8]
            let dictionary = [0, 1, 2, 4]
            offset += 5 + (isSingleSegment ? 0 : 1) + dictionary[Int(descriptor & 3)] + sizes[Int(descriptor >> 6)]
            while try block() { blocks += 1 }
            blocks += 1
            if descriptor & 0x04 != 0 { offset += 4 }
            return true
        }

        /// Steps over one block; false when it was the frame's last.
        private mutating func block() throws -> Bool {
            var reader = ByteReader(try source.bytes(at: offset, count: 3), base: offset)
            let bytes = try reader.array(3, "block header")
            let header = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
            let type = header >> 1 & 3
            guard type != 3, header >> 3 <= 128 << 10 else {
                throw FormatError(.badValue, at: offset, "there is no such block")
            }
            // A run-length block stores one byte.
            offset += 3 + (type == 1 ? 1 : header >> 3)
            return header & 1 == 0 && blocks < ZstdProbe.enough
        }
    }
}

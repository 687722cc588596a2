// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

import FormatKit

/// Walks over frames and blocks without expanding them.
///
/// Source: the LZ4 frame format 1.6.2.
enum LZ4Probe {
    private static let magic: UInt32 = 0x184D_2204
    private static let legacyMagic: UInt32 = 0x184C_2102
    /// After so many blocks it is believed: longer than any kernel.
    private static let enough = 8192
    /// Blocks of the legacy form expand to 8 MiB each; stored they are a little longer at the most.
    private static let legacyBlock: UInt32 = 9 << 20

    static func measure(_ input: ProbeInput) throws -> WrapperExtent? {
        var head = ByteReader(input.head)
        guard let first = try? head.little(UInt32.self, "magic"), first == magic || first == legacyMagic else {
            return nil
        }
        var walk = Walk(source: input.source)
        do {
            while walk.offset < input.source.size, walk.blocks < enough {
                guard try walk.frame() else { return .part(walk.offset) }
            }
        } catch let error as FormatError {
            return .broken(error.detail)
        }
        if walk.blocks >= enough { return .whole(.likely, "an lz4 stream of more than \(enough) blocks") }
        return .ending(at: walk.offset, of: input.source, "lz4 frames up to the end of the file")
    }

    private struct Walk {
        let source: any ByteSource
        var offset = 0
        var blocks = 0

        /// Steps over one frame; false when none begins here.
        mutating func frame() throws -> Bool {
            var reader = ByteReader(try source.bytes(at: offset, count: 6), base: offset)
            switch try reader.little(UInt32.self, "magic") {
            case LZ4Probe.magic: break
            case LZ4Probe.legacyMagic:
                offset += 4
                try legacyBlocks()
                return true
            default: return false
            }
            let flags = try reader.u8("flags")
            let descriptor = try reader.u8("block descriptor")
            // Version 1; reserved bits 0; block sizes 64 KiB (4) to 4 MiB (7).
            guard flags >> 6 == 1, flags & 0x02 == 0, descriptor & 0x8F == 0, descriptor >> 4 >= 4 else {
                throw FormatError(.badValue, at: offset, "the frame's flags make no sense")
            }
            let largest = UInt32(1) << (8 + 2 * UInt32(descriptor >> 4))
            offset += 7 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0)
            while let size = try blockSize(), size & 0x7FFF_FFFF != 0 {
                guard size & 0x7FFF_FFFF <= largest else {
                    throw FormatError(.badValue, at: offset, "a block is longer than the frame allows")
                }
                offset += 4 + Int(size & 0x7FFF_FFFF) + (flags & 0x10 != 0 ? 4 : 0)
                blocks += 1
                if blocks >= LZ4Probe.enough { return true }
            }
            offset += 4 + (flags & 0x04 != 0 ? 4 : 0)
            return true
        }

        /// The legacy form has no end mark: blocks go on up to the end, or to another frame's magic.
        private mutating func legacyBlocks() throws {
            while offset < source.size, blocks < LZ4Probe.enough, let size = try blockSize(),
                size != LZ4Probe.magic, size != LZ4Probe.legacyMagic
            {
                guard size > 0, size <= LZ4Probe.legacyBlock else {
                    throw FormatError(.badValue, at: offset, "a block is longer than the frame allows")
                }
                offset += 4 + Int(size)
                blocks += 1
            }
        }

        private func blockSize() throws -> UInt32? {
            var reader = ByteReader(try source.bytes(at: offset, count: 4), base: offset)
            return try reader.little(UInt32.self, "block size")
        }
    }
}
